"""The summary is the contract's JSON, and its numbers are those of the table."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import jsonschema
import numpy as np
import pytest

from heatsim.program.model import Column
from heatsim.study.intervals import mean_interval, quantile_interval, wilson
from heatsim.study.overview import sheets
from heatsim.study.results import Results
from heatsim.study.summary import percentile, summarise
from heatsim.trace import Row

NUMBER = {"type": ["number", "null"]}


def exactly(**properties: Any) -> dict[str, Any]:
    """An object with these keys and no others."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def named(schema: dict[str, Any]) -> dict[str, Any]:
    """An object whose every value follows a schema."""
    return {"type": "object", "additionalProperties": schema}


SHARE = {"share": NUMBER, "low": NUMBER, "high": NUMBER}
QUANTILES = exactly(**{"0.05": NUMBER, "0.5": NUMBER, "0.95": NUMBER})
ENDS = {"type": "array", "items": NUMBER, "minItems": 2, "maxItems": 2}
INTERVALS = exactly(**{"0.05": ENDS, "0.5": ENDS, "0.95": ENDS})
CONTRACT = exactly(
    scenario={"type": "string"},
    replications={"type": "integer"},
    seed={"type": "integer"},
    engine={"type": "string"},
    endings=named(exactly(count={"type": "integer"}, **SHARE)),
    measures=named(
        exactly(
            unit={"type": "string"},
            mean=NUMBER,
            sd=NUMBER,
            low=NUMBER,
            high=NUMBER,
            quantiles=QUANTILES,
            quantile_intervals=INTERVALS,
            canon=NUMBER,
            percentile=NUMBER,
        )
    ),
    canon=exactly(facts=named(exactly(**SHARE)), all=exactly(**SHARE)),
)


def test_the_summary_is_the_contract(few: Results) -> None:
    """Keys and types are exactly those that scripts rely on, and JSON can carry them."""
    jsonschema.validate(json.loads(json.dumps(few.summary(), allow_nan=False)), CONTRACT)


def test_a_key_more_breaks_the_contract(few: Results) -> None:
    """Negative control: the check above refuses a summary with another key."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**few.summary(), "failures": 1}, CONTRACT)


def test_endings_are_shares_of_all_replications(few: Results) -> None:
    """Every declared ending is listed in order; failed replications count in the total."""
    endings = few.summary()["endings"]
    assert list(endings) == ["clean score", "killings", "empty"]
    assert [one["count"] for one in endings.values()] == [1, 2, 0]
    assert endings["killings"] == {"count": 2, "share": 0.5, **wilson(2, 4)._asdict()}


def test_measures_skip_what_is_missing(few: Results) -> None:
    """Mean, deviation, interval and quantiles are those of the values that exist."""
    margin = few.summary()["measures"]["margin"]
    sd = 15.5 / math.sqrt(2)
    low, high = mean_interval(4.25, sd, 2)
    assert (margin["unit"], margin["mean"]) == ("s", 4.25)
    assert margin["sd"] == pytest.approx(sd)
    assert (margin["low"], margin["high"]) == pytest.approx((low, high))
    assert margin["quantiles"]["0.5"] == 4.25
    assert (margin["canon"], margin["percentile"]) == (12.0, 75.0)


def test_quantiles_have_intervals(make: Callable[..., Results]) -> None:
    """Between order statistics; of few values an end is unknown, which the table shows as a question mark."""
    column = Column("late", "measure", "number")
    many = make([Row(k, "ended", "empty", 0, None, (float(k),)) for k in range(100)], (column,))
    late = many.summary()["measures"]["late"]
    assert late["quantile_intervals"]["0.5"] == list(quantile_interval(range(100), 0.5)) == [39.0, 60.0]
    assert late["quantile_intervals"]["0.95"] == [89.0, 99.0]
    row = sheets(many, many.summary())[1].rows[0]
    assert [row[k] for k in (0, 3, 4, 5)] == ["late", "5.0+-5.0", "50+-10", "94.0+-5.0"]
    few = make([Row(k, "ended", "empty", 0, None, (float(k),)) for k in range(5)], (column,))
    assert few.summary()["measures"]["late"]["quantile_intervals"]["0.95"] == [3.0, None]
    assert sheets(few, few.summary())[1].rows[0][5] == "3.8+-?"


def test_a_rank_is_explained(few: Results, make: Callable[..., Results]) -> None:
    """Where the table has a place of the film's, a line below says what it is; where it has none, there is no line."""
    ranked = sheets(few, few.summary())[1]
    assert ranked.heads[-1] == "rank %"
    assert ranked.note.startswith("rank %: replications below the film's value")
    plain = make([Row(0, "ended", "empty", 0, None, (1.0,))], (Column("late", "measure", "number"),))
    assert sheets(plain, plain.summary())[1].note == ""


def test_a_heist_without_a_film_has_no_columns_about_it(few: Results, make: Callable[..., Results]) -> None:
    """Columns of the film and of its rank stand where there is something in them, of each table by itself."""
    plain = make([Row(0, "ended", "empty", 0, None, (1.0,))], (Column("late", "measure", "number"),))
    told = [replace(one, canon=False) for one in plain.endings]
    plain = replace(plain, endings=tuple(told))
    assert [sheet.heads[-1] for sheet in sheets(plain, plain.summary())] == ["95 % interval", "95 %"]
    assert all(len(row) == len(sheet.heads) for sheet in sheets(plain, plain.summary()) for row in sheet.rows)
    assert [sheet.heads[-1] for sheet in sheets(few, few.summary())][:2] == ["film", "rank %"]


def test_flags_are_shares_and_words_are_left_out(few: Results) -> None:
    """A flag's mean is a share with Wilson's interval; a measure in words has no mean."""
    measures = few.summary()["measures"]
    assert (measures["clean"]["low"], measures["clean"]["high"]) == wilson(1, 2)
    assert measures["clean"]["canon"] == 0
    assert list(measures) == ["margin", "loot", "clean", "measure.ending"]


def test_nothing_known_is_null(make: Callable[..., Results]) -> None:
    """A measure that is always missing, or infinite, has nulls for numbers, and one value has no spread."""
    column = Column("late", "measure", "number", canon=3.0)
    nothing = make([Row(k, "ended", "empty", 0, None, (value,)) for k, value in enumerate((math.nan, math.inf))], (column,))
    late = nothing.summary()["measures"]["late"]
    assert [late[key] for key in ("mean", "sd", "low", "high", "percentile")] == [None] * 5
    assert late["quantiles"] == {"0.05": None, "0.5": None, "0.95": None}
    single = make([Row(0, "ended", "empty", 0, None, (2.0,))], (column,)).summary()["measures"]["late"]
    assert (single["mean"], single["sd"], single["low"], single["percentile"]) == (2.0, None, None, 100.0)


def test_the_film_as_a_whole(few: Results) -> None:
    """Without a canon sheet the film is its ending; a comparison can take the place of that."""
    assert few.summary()["canon"] == {"facts": {}, "all": {"share": 0.5, **wilson(2, 4)._asdict()}}
    assert summarise(few, {"facts": {"AC-1": {}}, "all": {}})["canon"]["facts"] == {"AC-1": {}}


@pytest.mark.parametrize(
    "value, place", [(0.0, 0.0), (1.0, 12.5), (1.5, 25.0), (2.0, 50.0), (2.0 + 1e-12, 50.0), (3.0, 87.5), (4.0, 100.0)]
)
def test_percentile_is_the_mid_rank(value: float, place: float) -> None:
    """Values below count whole, equal ones half, and equal up to rounding is equal."""
    assert percentile(np.array([1.0, 2.0, 2.0, 3.0]), value) == place


def test_no_sample_no_place() -> None:
    """In an empty sample nothing has a place."""
    assert percentile(np.array([]), 1.0) is None
