"""The beat sheet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.beatsheet import text
from heatsim.beatsheet.beats import beats
from heatsim.beatsheet.clocks import moment, reading
from heatsim.beatsheet.sheet import together
from heatsim.errors import Where
from heatsim.program.model import Instruction
from heatsim.scenario.load import loads
from heatsim.study.run import simulate
from heatsim.trace import Event, Trace

S = 1_000_000
KINDS = "begin done cut wait met late at move signal mark say chance choose first came hand set clock order state".split()  # noqa: SIM905
PLAIN = re.compile(r"\x1b\[[\d;]*m")


@pytest.fixture
def sheet_of(trace: Trace) -> Callable[..., str]:
    """The sheet of a few events, in a program whose steps messages call by `labels`."""

    def sheet(*events: Event, labels: dict[Where, str] | None = None) -> str:
        code = tuple(Instruction("note", step=label, where=where) for where, label in (labels or {}).items())
        return text(replace(trace, events=events, program=replace(trace.program, code=code)))

    return sheet


def line_with(sheet: str, words: str) -> str:
    (line,) = [line for line in sheet.splitlines() if words in line]
    return line


def test_a_line_has_time_clock_who_what_and_ids(trace: Trace) -> None:
    """Everything that a reader asks of a beat stands in one line, in that order."""
    assert re.fullmatch(r"00:50\.0  2:20 left +Waingro +fires: yes +\[AC-26\]", line_with(text(trace), "fires: yes"))


def test_a_brief_sheet_tells_events_and_losses(trace: Trace) -> None:
    """Beats with an event id and who is put out, in as few lines; of the measures the margin or the headlines."""
    whole, brief = text(trace), text(trace, brief=True)
    kept = [line for line in brief.splitlines() if line[:1].isdigit() and "Ends:" not in line]
    named = [beat for beat in beats(trace) if beat.ids or beat.event.kind == "state"]
    assert 0 < len(kept) <= len(named) < len(list(beats(trace)))
    assert "fires: yes" in whole
    assert "fires: yes" not in brief
    assert "margin" in brief
    assert "bonds taken" not in brief
    assert "and 5 more measures" in brief
    assert "more measures" not in whole


def test_the_head_says_which_replication_it_is(trace: Trace) -> None:
    """Title, scenario, seed, replication and ending come first."""
    first, second = text(trace).splitlines()[:2]
    assert first == "A small job on a wide street"
    assert second == "small-job, seed 1995, replication 17: score with killings (the film's ending)"


def test_the_foot_sets_measures_beside_the_film(trace: Trace) -> None:
    """Every measure with its unit, and the film's value where there is one."""
    sheet = text(trace)
    assert "Ends: score with killings" in sheet
    for row in (
        r"margin +\+12\.3 s +\+4 s\*",
        r"bonds taken +\$1\.6M +\$1\.6M",
        r"guards killed +1 +3\*",
        r"pursued +no +no$",
        r"never +–",
    ):
        assert re.search(row, sheet, re.MULTILINE), row


def test_speech_is_in_quotes(trace: Trace) -> None:
    """What is said is quoted, and nothing else is."""
    sheet = text(trace)
    assert "“Two-eleven, Venice and the freeway”" in sheet
    assert sheet.count("“") == 1


def test_names_are_the_actors(trace: Trace) -> None:
    """States and hand-overs use the names people have, not the file's."""
    sheet = text(trace)
    assert "Guard 1 is dead" in sheet
    assert "bonds, $1.6M: truck to Shiherlis" in sheet
    assert "guards[1]" not in sheet


def test_long_work_is_told_twice_and_short_work_once(trace: Trace) -> None:
    """The search has a beginning and an end with its length; five seconds of walking have one line."""
    sheet = text(trace)
    assert re.search(r"worth the noise …", sheet)
    assert re.search(r"worth the noise: done, 1 min 22 s", sheet)
    assert sheet.count("walk to the guards") == 1
    assert "walk to the guards (5.0 s)" in sheet
    assert "broken off after 8.0 s" in sheet


def test_pauses_are_seen(trace: Trace) -> None:
    """A blank line where nothing happens for a while, and how long where it is long."""
    lines = text(trace).splitlines()
    place = next(number for number, line in enumerate(lines) if "walk to the guards" in line)
    assert lines[place - 1] == ""
    assert "... 1 min 51 s later" in text(trace)


def test_only_beats_unless_every_event_is_wanted(trace: Trace) -> None:
    """Signals and waits are for debugging: left out, and there with `every`."""
    assert "signal: shots" not in text(trace)
    assert "signal: shots" in text(trace, every=True)
    assert len(text(trace, every=True).splitlines()) > len(text(trace).splitlines())


def test_a_story_with_a_start_shows_the_time_of_day(morning: Trace) -> None:
    """Half past eleven and two seconds."""
    assert "11:30:02.0" in text(morning)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_it_fits(trace: Trace, width: int) -> None:
    """No line is longer than the width, and none ends in white space."""
    lines = text(trace, width=width).splitlines()
    assert max(len(line) for line in lines) == width
    assert all(line == line.rstrip() for line in lines)


def test_colour_changes_nothing_but_colour(trace: Trace) -> None:
    """Without its terminal codes, the coloured sheet is the plain one."""
    coloured = text(trace, color=True)
    assert "\x1b[1;31mGuard 1 is dead\x1b[0m" in coloured
    assert [line.rstrip() for line in PLAIN.sub("", coloured).splitlines()] == text(trace).splitlines()
    assert "\x1b" not in text(trace)


def test_printing_a_trace_prints_its_beat_sheet(trace: Trace) -> None:
    """`print(trace)` is the sheet."""
    assert str(trace) == text(trace)


def test_nothing_happened(trace: Trace) -> None:
    """A trace without events still has head and foot."""
    assert "Ends:" in text(replace(trace, events=()))


def test_a_run_into_the_horizon_says_so(trace: Trace) -> None:
    """The reader learns that the end was not the story's own."""
    assert "stopped at the horizon" in text(replace(trace, status="horizon"))
    assert "horizon" not in text(trace)


@given(
    st.lists(
        st.builds(
            Event,
            time=st.integers(0, 1800 * S),
            process=st.sampled_from(["shiherlis", "waingro", "dispatch", "nobody known"]),
            actor=st.text("ab \U0001f3ac", max_size=30),
            kind=st.sampled_from(KINDS),
            text=st.text("abc: …", max_size=150),
            ids=st.lists(st.just("JOB-E1"), max_size=12).map(tuple),
            value=st.none() | st.floats(-10, 10),
            where=st.builds(Where, st.integers(0, 3)),
        ),
        max_size=12,
    ),
    st.integers(20, 130),
)
def test_any_trace_has_a_sheet_that_fits(trace: Trace, events: list[Event], width: int) -> None:
    """Whatever the events, there is a sheet, and it fits a width of 60 or more."""
    told = replace(trace, events=tuple(sorted(events, key=lambda event: event.time)))
    assert all(len(line) <= max(width, 60) for line in text(told, width=width, every=True).splitlines())


def test_several_who_do_the_same_share_a_line(sheet_of: Callable[..., str]) -> None:
    """Consecutive numbers are a range, others a list; different names stand beside each other."""
    units = [f"Unit {number}" for number in range(1, 7)]
    assert together(units) == "Unit 1–6"
    assert together(["Guard 1", "Guard 3"]) == "Guard 1, 3"
    assert together(["Cheritto", "Guard 3"]) == "Cheritto, Guard 3"
    events = [Event(5 * S, f"units[{number}]", f"Unit {number}", "mark", "drives up") for number in range(1, 7)]
    assert re.search(r"00:05\.0  Unit 1–6  drives up$", sheet_of(*events), re.MULTILINE)


def test_a_step_that_reports_itself_twice_is_told_once(sheet_of: Callable[..., str]) -> None:
    """A clock that starts and the event of that step share a line; so do a step's beginning and end at one moment."""
    where = Where(7, 1)
    clock = Event(0, "mccauley", "McCauley", "clock", "three_minutes starts", (), ("AC-11",), where=where)
    label = Event(0, "mccauley", "McCauley", "mark", "start three_minutes", ("JOB-E1",), ("AC-11",), where=where)
    sheet = sheet_of(clock, label, labels={where: "start three_minutes"})
    assert "clock: three minutes starts" in sheet
    assert "[JOB-E1 AC-11]" in sheet
    assert "start three" not in sheet
    both = [Event(0, "x", "X", "mark", "calls", (id,), where=where) for id in ("JOB-E1", "JOB-E2")]
    assert sheet_of(*both).count("calls") == 1
    assert sheet_of(both[0], replace(both[1], time=S)).count("calls") == 2


def test_steps_without_a_text_are_told_in_words(sheet_of: Callable[..., str]) -> None:
    """What a message would call a step is not what a reader should see."""
    where = Where(8, 1)
    move = Event(0, "shiherlis", "Shiherlis", "move", "move guards[1]", ("JOB-E1",), where=where)
    assert "go to Guard 1 …" in sheet_of(move, labels={where: "move guards[1]"})
    assert "move guards[1] …" in sheet_of(move)


def test_moments() -> None:
    """Hours appear when there are any; days wrap; tenths are rounded, not cut, and carry."""
    assert [moment(time) for time in (0, 59_960_000, 3_600 * S)] == ["00:00.0", "01:00.0", "1:00:00.0"]
    assert moment(61 * S, 86_399 * S) == "00:01:00.0"


def test_readings() -> None:
    """A clock that runs out is over; one that only counts up goes on."""
    assert [reading(time * S, True) for time in (133, 0, -5)] == ["2:13 left", "0:00 left", "0:05 over"]
    assert reading(47 * S, False) == "0:47 on"


def test_what_the_horizon_cuts_off_is_named() -> None:
    """Whoever is at work then keeps the story going, and the sheet says at what; who only waits is named if nobody works."""
    works, waits, ends = (text(simulate(loads(STUCK % step))) for step in STEPS)
    assert "00:00.0  ida  search …" in works
    assert "still going on: ida (search)" in works
    assert "still going on: ida (wait bell), ron (wait bell)" in waits
    assert "still going on" not in ends


STEPS = ("{do: search, takes: 3 h}", "{wait: bell, for: 1 h}", "{do: search, takes: 3 s}")
STUCK = """\
heatsim: 1
scenario: stuck
horizon: 10 s
processes: {ida: [%s], ron: [{wait: bell}], sue: [{wait: ida.dead, then: [{signal: bell}]}]}
actors: {ida: {}}
endings: {over: {}}
"""


def test_a_hit_that_puts_somebody_out_is_told(sheet_of: Callable[..., str]) -> None:
    """Who put whom out stands in the story; a hit that somebody survives on his feet, and a miss, only among all events."""
    fired = [("hit", "guards[1]: 1 hit, head, dead"), ("hit", "guards[1]: 2 hit, limb, active"), ("shot", "guards[1]")]
    sheet = sheet_of(*(Event(n * S, "ann", "ann", kind, words) for n, (kind, words) in enumerate(fired)))
    assert "hits Guard 1: head, dead" in sheet
    assert "limb" not in sheet
    assert "fires at" not in sheet


def test_a_brief_sheet_tells_whom_a_shot_puts_out(trace: Trace) -> None:
    """Down, captured or dead by a shot is a line of the brief sheet, without an event id; a wound is not."""
    kinds = ("down", "captured", "dead", "wounded", "active")
    hits = tuple(Event(n * S, "shiherlis", "Shiherlis", "hit", f"guards[1]: 1 hit, chest, {kind}") for n, kind in enumerate(kinds))
    sheet = text(replace(trace, events=hits), brief=True)
    assert re.findall(r"hits Guard 1: chest, (\w+)", sheet) == ["down", "captured", "dead"]


def test_shots_and_hits_are_sentences() -> None:
    """With every event listed, a miss says at whom, and a hit where and how often."""
    duel = loads(
        "heatsim: 1\nscenario: duel\nhorizon: 1 min\nactors: {ann: {side: crew, name: Ann}, bob: {side: law, name: Bob}}\n"
        "weapons: {gun: {every: 1 s, hit: 0.4}}\nfights: {street: {between: [crew, law], wounds: {body: {share: 1, wounded: 1}}}}\n"
        "processes:\n  ann: [{fight: street, weapon: gun, target: random}]\n  bob: [{fight: street, weapon: gun, target: random}]\n"
        "endings: {over: {}}\n"
    )
    sheet = text(simulate(duel, engine="simpy"), every=True)
    assert "fires at Bob" in sheet
    assert "hits Ann: body" in sheet
    assert "1 hit" not in sheet


def test_a_last_step_without_a_text_is_told_in_words() -> None:
    """What follows a step in the program stands at its place too, and must not take its label away."""
    head = "heatsim: 1\nscenario: bells\nhorizon: 1 min\nactors: {ann: {side: us}}\n"
    steps = "processes: {ann: [{signal: first_bell, event: B-1}, {do: run, takes: 1 s}, {signal: last_bell, event: B-2}]}\n"
    also = "measures: {rung: happened(last_bell)}\nendings: {over: {}}\n"
    sheet = text(simulate(loads(head + steps + also)))
    assert "first bell" in sheet
    assert "last bell" in sheet
    assert "_bell" not in sheet


def test_decisions_are_told_by_the_names_of_their_steps() -> None:
    """What was chosen and whether a chance came stand under the author's name for the step; the same answer again is not told."""
    sheet = text(simulate(loads(DECIDING)))
    assert re.search(r"00:00\.0  ida +the way in: by the roof$", sheet, re.MULTILINE)
    assert sheet.count("hears it: no") == 1
    assert sheet.count("hears it: yes") == 1
    assert "deafness" not in sheet
    brief = text(simulate(loads(DECIDING)), brief=True)
    assert "hears it" not in brief
    every = text(simulate(loads(DECIDING)), every=True)
    assert every.count("hears it: no") == 3


DECIDING = """\
heatsim: 1
scenario: deciding
horizon: 10 s
parameters: {deafness: 0}
processes:
  ida:
    - choose: {by_the_roof: {weight: 1}, by_the_door: {weight: 0}}
      name: the way in
    - repeat: 3
      steps:
        - {chance: deafness, name: hears it}
        - {do: tap, takes: 1 s}
  ron: [{chance: 1, name: hears it}]
endings: {over: {}}
"""
