"""Steps as people write them: a mapping with exactly one verb, and the keys that verb knows."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from heatsim.scenario.authored.distributions import Value
from heatsim.scenario.authored.words import (
    Condition,
    Events,
    Flag,
    Formula,
    Model,
    Name,
    Names,
    Reference,
    References,
    Text,
    Word,
    Yes,
)

__all__ = ["VERBS", "Order", "Step", "StepModel", "verb_of"]

Steps = list["Step"]


class StepModel(Model):
    """Keys that any step may carry."""

    name: Text | None = Field(None, description="The step's own name: its site of chance and the handle for variants.")
    event: Events | None = Field(None, description="Event ids that happen when the step is complete.")
    begins: Events | None = Field(None, description="Event ids that happen when the step starts.")
    facts: Events | None = Field(None, description="Fact ids shown in beat sheets.")
    text: Text | None = Field(None, description="What the beat sheet prints.")


class Branches(StepModel):
    then: Steps | None = Field(None, description="Steps when it went its way.")
    else_: Steps | None = Field(None, alias="else", description="Steps when it was cut short or did not happen.")


class Do(Branches):
    """Work for a time."""

    do: Text = Field(description="What is done; also the step's name.")
    takes: Value = Field(description="How long: a time, a parameter or a distribution.")
    until: Condition | None = Field(None, description="A condition that cuts the work short.")


class Wait(Branches):
    """Wait until a condition is true."""

    wait: Condition = Field(description="A condition; `any: [..]` and `all: [..]` are conditions too.")
    for_: Value | None = Field(None, alias="for", description="The longest it waits.")


class At(Branches):
    """Wait for a clock's reading."""

    at: Text = Field(description="Such as `80 s remaining` or `2 min elapsed on three_minutes`.")


class Signal(StepModel):
    """Send signals: true from now on."""

    signal: Names


class If(Branches):
    """Branch on a condition."""

    if_: Condition = Field(alias="if")


class Chance(Branches):
    """Branch by chance."""

    chance: Formula = Field(description="The probability of `then`.")
    name: Text = Field(description="The site of chance.")


class ChooseOption(Model):
    """One option: `weight` (1 unless given) and `steps`."""

    weight: Formula = 1
    steps: Steps | None = None


class Choose(StepModel):
    """One of several unordered options."""

    choose: dict[Word, ChooseOption] = Field(min_length=1)
    name: Text = Field(description="The site of chance.")


class Hazard(Model):
    """One hazard: it comes `after` a time, then `steps` run."""

    after: Value
    steps: Steps | None = None


class First(StepModel):
    """Competing hazards: the first to come wins."""

    first: dict[Word, Hazard] = Field(min_length=1)
    name: Text = Field(description="The site of chance.")
    until: Condition | None = Field(None, description="A condition that ends the race without a winner.")
    else_: Steps | None = Field(None, alias="else", description="Steps when `until` came before all hazards.")


class Repeat(StepModel):
    """Do the steps a number of times."""

    repeat: Formula
    steps: Steps


class While(StepModel):
    """Do the steps as long as a condition holds."""

    while_: Condition = Field(alias="while")
    steps: Steps


class Start(StepModel):
    """Start a clock, a process, or the next idle member of a group."""

    start: Text


class Stop(StepModel):
    """Stop a clock, a process, a group; `me` this process; `run` everything."""

    stop: Text


class Take(StepModel):
    """From a holder to this actor."""

    take: Name
    from_: Reference | None = Field(None, alias="from")
    amount: Formula | None = None


class Drop(StepModel):
    """From this actor to a holder."""

    drop: Name
    at: Reference
    amount: Formula | None = None


class Hand(StepModel):
    """From this actor (or `from`) to another holder."""

    hand: Name
    to: Reference
    from_: Reference | None = Field(None, alias="from")
    amount: Formula | None = None


class Set(StepModel):
    """Give variables new values."""

    set: dict[Text, Formula] = Field(min_length=1)


class Add(StepModel):
    """Add to variables."""

    add: dict[Text, Formula] = Field(min_length=1)


class Put(StepModel):
    """Put an actor in a state."""

    put: Reference
    state: Text
    by: Reference | None = None


class Move(Branches):
    """Go to a place or an actor; cut short, it stays where it got to."""

    move: Reference
    speed: Formula | None = Field(None, description="The actor's own speed unless given.")
    until: Condition | None = None


class Engage(Branches):
    """Take part in a fight until no enemy is left in it."""

    fight: Name = Field(description="One of the fights.")
    weapon: Name | None = Field(None, description="The actor's own weapon unless given.")
    target: Literal["random", "nearest", "dangerous", "attacker", "assigned"] = "random"
    assigned: References | None = Field(None, description="With `target: assigned`: enemies, the most wanted first.")
    reaction: Value | None = Field(None, description="Time before the first shot.")
    holds: Condition | None = Field(None, description="While it holds, no fire.")
    until: Condition | None = Field(None, description="A condition on which it breaks off.")


class Board(StepModel):
    """Be wherever the carrier is, from now on."""

    board: Reference


class Alight(StepModel):
    """On one's own feet again, where the carrier is."""

    alight: Yes


class Carry(StepModel):
    """The other is wherever this actor is, from now on."""

    carry: Reference


class Release(StepModel):
    """Set the other down."""

    release: Reference


class Mark(StepModel):
    """A beat in the trace, nothing else."""

    mark: Text


class Say(StepModel):
    """A beat that is spoken."""

    say: Text


class Order(Model):
    """A standing order: when the condition becomes true it breaks into whatever the process waits for."""

    on: Condition
    steps: Steps | None = None
    then: Literal["resume", "skip", "stop", "leave"] = "resume"
    again: Flag = False
    name: Text | None = None


class Watch(StepModel):
    """Standing orders while the steps run."""

    watch: list[Order] = Field(min_length=1)
    steps: Steps


VERBS: dict[str, type[StepModel]] = {
    "do": Do,
    "wait": Wait,
    "at": At,
    "signal": Signal,
    "if": If,
    "chance": Chance,
    "choose": Choose,
    "first": First,
    "repeat": Repeat,
    "while": While,
    "start": Start,
    "stop": Stop,
    "take": Take,
    "drop": Drop,
    "hand": Hand,
    "set": Set,
    "add": Add,
    "put": Put,
    "move": Move,
    "mark": Mark,
    "say": Say,
    "watch": Watch,
    "fight": Engage,
    "board": Board,
    "alight": Alight,
    "carry": Carry,
    "release": Release,
}


def verb_of(keys: Any) -> str | None:
    """The one verb among a step's keys; None if there is none or more than one (`at` belongs to `drop`)."""
    verbs = [key for key in keys if key in VERBS]
    if len(verbs) == 2 and "drop" in verbs and "at" in verbs:
        return "drop"
    return verbs[0] if len(verbs) == 1 else None


def _step_tag(value: Any) -> str | None:
    if isinstance(value, StepModel):
        return next(f"@{verb}" for verb, model in VERBS.items() if type(value) is model)
    verb = verb_of(value) if isinstance(value, dict) else None
    return f"@{verb}" if verb else None


Step = Annotated[
    Annotated[Do, Tag("@do")]
    | Annotated[Wait, Tag("@wait")]
    | Annotated[At, Tag("@at")]
    | Annotated[Signal, Tag("@signal")]
    | Annotated[If, Tag("@if")]
    | Annotated[Chance, Tag("@chance")]
    | Annotated[Choose, Tag("@choose")]
    | Annotated[First, Tag("@first")]
    | Annotated[Repeat, Tag("@repeat")]
    | Annotated[While, Tag("@while")]
    | Annotated[Start, Tag("@start")]
    | Annotated[Stop, Tag("@stop")]
    | Annotated[Take, Tag("@take")]
    | Annotated[Drop, Tag("@drop")]
    | Annotated[Hand, Tag("@hand")]
    | Annotated[Set, Tag("@set")]
    | Annotated[Add, Tag("@add")]
    | Annotated[Put, Tag("@put")]
    | Annotated[Move, Tag("@move")]
    | Annotated[Engage, Tag("@fight")]
    | Annotated[Board, Tag("@board")]
    | Annotated[Alight, Tag("@alight")]
    | Annotated[Carry, Tag("@carry")]
    | Annotated[Release, Tag("@release")]
    | Annotated[Mark, Tag("@mark")]
    | Annotated[Say, Tag("@say")]
    | Annotated[Watch, Tag("@watch")],
    Discriminator(_step_tag, custom_error_type="step", custom_error_message="not a step"),
]
