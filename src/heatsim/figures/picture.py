"""A figure that a notebook shows by itself. Imports matplotlib, so it is imported when something is drawn."""

from __future__ import annotations

from io import BytesIO

from matplotlib.figure import Figure

__all__ = ["Picture"]


class Picture(Figure):
    """matplotlib's figure; notebooks show pyplot's figures only, and these are not registered there."""

    def _repr_png_(self) -> bytes:
        from heatsim.figures.style import look

        made = BytesIO()
        with look():
            self.savefig(made, format="png", metadata={"Software": None})
        return made.getvalue()
