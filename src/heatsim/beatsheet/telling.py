"""An event in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from heatsim.beatsheet.clocks import reading
from heatsim.beatsheet.outcome import words
from heatsim.scenario.expression import OUT
from heatsim.units import MONEY, TIME, format_value

if TYPE_CHECKING:
    from heatsim.beatsheet.spans import Span
    from heatsim.program.model import Instruction, Program
    from heatsim.trace import Event

__all__ = ["HARD_SPACE", "Telling", "lasted", "puts_out"]

HARD_SPACE = "\N{NO-BREAK SPACE}"


def lasted(time: int) -> str:
    """A length of time (microseconds) as people say it: tenths below ten seconds, whole seconds above; no line breaks in it."""
    text = f"{time / 1e6:.1f} s" if time < 9_950_000 else format_value(float(round(time, -6)), TIME)
    return text.replace(" ", HARD_SPACE)


def _own_name(program: Program, instruction: Instruction) -> str:
    """What the author calls a step that draws: its site without the process, of a race without the option."""
    race = instruction.op == "race"
    site = program.sites[instruction.b if race else instruction.c].name.partition("/")[2]
    return site.rpartition("/")[0] if race else site


def puts_out(event: Event) -> bool:
    """Whether the event is a shot after which whoever is hit is down or worse."""
    return event.kind == "hit" and event.text.rpartition(", ")[2] in OUT


class Telling:
    """Words for the events of one program: actors by their titles, steps without a text of their own by what they do."""

    def __init__(self, program: Program) -> None:
        self.titles = {actor.name: actor.title for actor in program.actors}
        self.actors = [actor.title for actor in program.actors]
        self.labels = {(instruction.where, instruction.step) for instruction in program.code}
        self.decided = {one.where: _own_name(program, one) for one in program.code if one.op in ("draw", "race")}
        self.money = {slot.name.partition(".")[0] for slot in program.variables if slot.dimension == MONEY}

    def is_label(self, event: Event) -> bool:
        """Whether an event's text is only what messages call its step, the author having given none."""
        return bool(event.text) and (event.where, event.text) in self.labels

    def called(self, name: str) -> str:
        return self.titles.get(name) or words(name)

    def text(self, event: Event, span: Span | None = None, *, begun: bool = False) -> str:
        """What a line says; `span` is the stretch the event opens or closes, `begun` whether its beginning has a line."""
        name = self._name(event)
        match event.kind:
            case "say":
                return f"“{name}”"
            case "begin" | "move" | "wait" | "first":
                return f"{name} …"
            case "done" | "cut":
                return f"{name}{self._ended(event, span, begun)}"
            case "late":
                return f"{name}: waited in vain"
            case "chance":
                return f"{name}: {'yes' if event.value else 'no'}"
            case "choose":
                return f"{self.decided.get(event.where, 'choose')}: {words(event.text)}"
            case "clock" | "signal" | "order" | "came":
                return f"{event.kind}: {words(event.text)}"
            case "state":
                return self._state(event)
            case "hand":
                return self._hand(event)
            case "hit":
                return self._hit(event)
            case "shot":
                return f"fires at {self.called(event.text)}"
            case "set" if event.value is not None:
                return f"{words(event.text)} = {event.value:g}"
            case _:
                return name

    def _name(self, event: Event) -> str:
        """The author's text, or in its place what the label's verb stands for."""
        if not self.is_label(event):
            return event.text or words(event.process)
        if event.kind == "chance":
            return self.decided.get(event.where, words(event.text))
        verb, _, rest = event.text.partition(" ")
        if verb == "move":
            return f"go to {self.called(rest)}"
        if verb == "at":
            clock = rest.rpartition(" on ")[2]
            return next(
                (f"{words(name)}: {reading(time, left)}" for name, time, left in event.clocks if name == clock), words(rest)
            )
        return words(rest) if verb == "signal" else words(event.text)

    def _ended(self, event: Event, span: Span | None, begun: bool) -> str:
        took = lasted(span.end - span.begin) if span is not None and span.end > span.begin else ""
        if event.kind == "cut":
            return f": broken off{' after ' if took else ''}{took}"
        if begun:
            return f": done{', ' if took else ''}{took}"
        return f" ({took})" if took else ""

    def _state(self, event: Event) -> str:
        """`Guard 1 is dead`; by whom, unless whoever the line belongs to did it."""
        name, verb, state = event.text.partition(" is ")
        number = int(event.value) if event.value is not None and event.value >= 0 else -1
        by = self.actors[number] if 0 <= number < len(self.actors) else ""
        doer = f" (by {by})" if by and by not in (event.actor, self.titles.get(name)) else ""
        return f"{self.called(name)}{verb}{state}{doer}"

    def wounds(self, event: Event) -> bool:
        """Whether whoever is hit is wounded or out; a graze, or a hit on a vest, is neither."""
        return puts_out(event) or event.text.endswith(", wounded")

    def _hit(self, event: Event) -> str:
        """`hits Guard 1: vital, dead`; how often only if more than once, and no state if whoever is hit goes on."""
        whom, _, rest = event.text.partition(": ")
        number, *how = (words(part) for part in rest.split(", ") if part != "active")
        often = "" if number == "1 hit" else f" {number.partition(' ')[0]} times"
        return f"hits {self.called(whom)}{often}: {', '.join(how)}"

    def _hand(self, event: Event) -> str:
        """`bonds, $1.6M: truck to Shiherlis`."""
        quantity, _, route = event.text.partition(": ")
        amount = format_value(event.value or 0.0, MONEY) if quantity in self.money else f"{event.value or 0:g}"
        return f"{words(quantity)}, {amount}: {' to '.join(self.called(end) for end in route.split(' to '))}"
