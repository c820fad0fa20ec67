"""Distributions as people write them: a mapping with one key, the kind; a parameter has the same keys among others."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, Tag

from heatsim.scenario.authored.words import Formula, Formulas, Model, Word

__all__ = ["KIND_KEYS", "Distribution", "Kinds", "Value"]


class MeanSd(Model):
    mean: Formula
    sd: Formula


class Lognormal(Model):
    """By mean and sd, by median and p90, or by median and sigma (the sd of the logarithm)."""

    model_config = ConfigDict(
        json_schema_extra={
            "oneOf": [{"required": ["mean", "sd"]}, {"required": ["median", "p90"]}, {"required": ["median", "sigma"]}],
            "maxProperties": 2,
        }
    )
    mean: Formula | None = None
    sd: Formula | None = None
    median: Formula | None = None
    p90: Formula | None = None
    sigma: Formula | None = None


class Exponential(Model):
    """By its mean or by its rate."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})
    mean: Formula | None = None
    rate: Formula | None = None


class Gamma(Model):
    """By shape and scale, or by mean and sd."""

    model_config = ConfigDict(
        json_schema_extra={"oneOf": [{"required": ["shape", "scale"]}, {"required": ["mean", "sd"]}], "maxProperties": 2}
    )
    shape: Formula | None = None
    scale: Formula | None = None
    mean: Formula | None = None
    sd: Formula | None = None


class Erlang(Model):
    k: Formula
    mean: Formula


class Weibull(Model):
    shape: Formula
    scale: Formula


class Beta(Model):
    alpha: Formula
    beta: Formula
    low: Formula | None = None
    high: Formula | None = None


class Poisson(Model):
    mean: Formula


class Weighted(Model):
    values: list[Formula] = Field(min_length=1)
    weights: list[Formula] = Field(min_length=1)


def _empirical_tag(value: Any) -> str:
    return "@weighted" if isinstance(value, (dict, Weighted)) else "@values"


Empirical = Annotated[
    Annotated[list[Formula], Field(min_length=1), Tag("@values")] | Annotated[Weighted, Tag("@weighted")],
    Discriminator(_empirical_tag),
]
Weights = Annotated[dict[Word, Formula], Field(min_length=1)]


class Kinds(Model):
    """Every kind of distribution by its key."""

    uniform: Formulas("low", "high") = None  # type: ignore[valid-type]
    triangular: Formulas("low", "mode", "high") = None  # type: ignore[valid-type]
    pert: Formulas("low", "mode", "high") = None  # type: ignore[valid-type]
    normal: MeanSd | None = Field(None, description="Truncated at zero.")
    plain_normal: MeanSd | None = Field(None, description="Not truncated; a duration below zero counts as zero.")
    lognormal: Lognormal | None = None
    exponential: Exponential | None = None
    gamma: Gamma | None = None
    erlang: Erlang | None = None
    weibull: Weibull | None = None
    beta: Beta | None = None
    poisson: Poisson | None = None
    empirical: Empirical | None = None
    bernoulli: Formula | None = Field(None, description="The probability of true.")
    categorical: Weights | None = Field(None, description="Unordered options and their weights; one draw per option.")
    ordinal: Weights | None = Field(None, description="Ordered options and their weights.")


KIND_KEYS = tuple(Kinds.model_fields)


class Distribution(Kinds):
    """A draw at this place: one kind and its arguments."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})


def _value_tag(value: Any) -> str:
    return "@distribution" if isinstance(value, (dict, Distribution)) else "@formula"


Value = Annotated[
    Annotated[Formula, Tag("@formula")] | Annotated[Distribution, Tag("@distribution")],
    Discriminator(_value_tag),
]
