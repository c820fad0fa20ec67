"""`tell` runs a tiny scenario and gives its marks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from support.tiny import beats, run_text


@pytest.fixture
def tell() -> Callable[..., list[str]]:
    return lambda body, **options: beats(run_text(body, **options))
