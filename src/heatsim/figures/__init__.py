"""Pictures from tables and traces. The only package that imports matplotlib, and only once something is drawn."""

from __future__ import annotations

from heatsim.figures.film_like import film_like
from heatsim.figures.save import save, save_all

__all__ = ["film_like", "save", "save_all"]
