"""The replay in a real browser: by mouse, by keyboard, in the dark, in a narrow window, without motion, without an error."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from heatsim.report import make
from heatsim.scenario.load import load
from report.conftest import write_heist, written
from support.browser import Browser, find_browser

PROGRAM = find_browser()
pytestmark = pytest.mark.skipif(
    PROGRAM is None, reason="no Chromium on this machine, so the replay cannot be tried in one (Debian: apt-get install chromium)"
)

PLACE = "Number(document.querySelector('#replay input[type=range]').value)"
END = "Number(document.querySelector('#replay input[type=range]').max)"
TIME = "document.querySelector('#replay .time b').textContent"
PLAY = "document.querySelector('#replay .play').textContent"
HERE = "document.querySelector('#replay .told .here')?.textContent ?? ''"
WORLD = "document.querySelector('#replay .which select').selectedOptions[0].textContent"
SLIDER = "#replay input[type=range]"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert PROGRAM is not None
    made = Browser(PROGRAM)
    yield made
    made.close()


@pytest.fixture
def opened(browser: Browser, page: Path) -> Iterator[Browser]:
    """The page in a window of usual size; nothing may be wrong on its console at the end."""
    browser.look(1280, 900)
    browser.open(page.as_uri())
    yield browser
    errors, browser.errors = browser.errors, []
    assert errors == []


def test_a_click_on_play_lets_time_pass_and_another_stops_it(opened: Browser) -> None:
    """The slider moves by itself while it plays, and stands still after."""
    assert opened.value(PLACE) == 0
    opened.click("#replay .play")
    opened.wait_for(f"{PLACE} > 0.3")
    assert "Pause" in opened.value(PLAY)
    opened.click("#replay .play")
    stands = opened.value(PLACE)
    assert opened.value(f"new Promise(done => setTimeout(() => done({PLACE}), 200))") == stands
    assert "Play" in opened.value(PLAY)


def test_it_plays_to_the_end_and_says_how_it_ends(opened: Browser) -> None:
    """At the end it stops by itself and shows the ending."""
    # Both at once: the page may measure itself anew between two commands, and put the slider back.
    opened.value(
        f"(one => {{ one.value = {END} - 0.2; one.dispatchEvent(new Event('input')); }})(document.querySelector('{SLIDER}'))"
    )
    opened.click("#replay .play")
    opened.wait_for(f"{PLACE} >= {END} - 0.011 && {PLAY}.includes('Play')")
    assert opened.value("document.querySelector('#replay .verdict').textContent").startswith("Ends: ")


def test_a_click_on_the_slider_shows_that_moment(opened: Browser) -> None:
    """Time, beats and people follow the slider."""
    before = opened.value(TIME)
    opened.click(SLIDER, across=0.6)
    assert 0.5 < opened.value(f"{PLACE} / {END}") < 0.7
    assert opened.value(TIME) > before
    assert opened.value(HERE) != ""


def test_it_shows_shots_where_there_are_any(opened: Browser) -> None:
    """Somewhere in one of the worlds a line of fire is drawn, from one who is drawn to another."""
    opened.value("document.querySelector('#replay .which select').selectedIndex = 1")
    found = """(() => {
      const slider = document.querySelector('#replay input[type=range]'), which = document.querySelector('#replay .which select');
      for (let world = 0; world < which.options.length; world++) {
        which.selectedIndex = world;
        which.dispatchEvent(new Event('change'));
        for (let i = 0; i <= 200; i++) {
          slider.value = slider.max * i / 200;
          slider.dispatchEvent(new Event('input'));
          if (document.querySelector('#replay .aim')) return document.querySelectorAll('#replay .who:not([style*="none"])').length;
        }
      }
      return 0;
    })()"""
    assert opened.value(found) >= 2


def plan(browser: Browser, expression: str) -> Any:
    """What an expression is to the plan's own functions, which the page keeps to itself."""
    assets = Path(make.__file__).parent / "assets"
    source = "\n".join((assets / name).read_text(encoding="utf-8") for name in ("make.js", "pace.js", "world.js", "plan.js"))
    return browser.value(f"(() => {{ {source}\n return {expression}; }})()")


def waiting(**changed: Any) -> tuple[str, str]:
    """A stage of four and a world, as a script: one waits, one works in a step `do`, one is absent, one walks from 10 s to 20 s."""
    actor = {"title": "A", "short": "A", "side": -1, "settled": True, "fights": True}
    rest = [[0, number, 100 * number, 0, 100 * number, 0, None, None, -1] for number in range(3)]
    world = {
        "ways": [*rest, [10, 3, 0, 50, 30, 50, 10, 20, -1]],
        "on": [None, None, None, 10],
        "states": [[0, 2, "absent", -1]],
        "shots": [],
        "clocks": [],
        "spans": [[1, "do", "works", 0, 60]],
        "beats": [],
        "end": 100,
    }
    lanes = [{"title": str(number), "side": -1} for number in range(4)]
    stage = {"actors": [{**actor, "lane": number} for number in range(4)], "lanes": lanes, "clocks": [], "places": [], "walls": []}
    return json.dumps(stage), json.dumps({**world, **changed})


def test_who_has_a_place_is_pale_until_he_moves_or_fights_there(opened: Browser) -> None:
    """What somebody does before that may be elsewhere; who is absent is not there at all, and without fights everybody is."""
    stage, world = waiting()
    seen = "(world => [0, 30].map(time => [0, 1, 2, 3].map(actor => world.seen(actor, time))))(new World({}, {}))"
    assert plan(opened, seen.format(world, stage)) == [["faint", "faint", "", "faint"], ["faint", "faint", "", "there"]]
    peaceful = stage.replace('"fights": true', '"fights": false')
    assert plan(opened, seen.format(world, peaceful)) == [["there", "there", "", "there"]] * 2


def test_the_view_holds_who_walks_and_who_is_named(opened: Browser) -> None:
    """Whoever walks is inside, with whoever is at work; where nothing moves, nothing is left out."""
    stage, world = waiting()
    action = "time => Plan.prototype.action.call({world, stage: world.stage}, time)"
    box = f"(world => [5, 15].map({action}))(new World({world}, {stage}))"
    before, during = plan(opened, box)
    assert before is None
    assert (during["left"], during["right"]) == (15, 100)
    assert during["bottom"] <= 0 < 50 <= during["top"]


def test_a_name_stands_clear_of_walls(opened: Browser) -> None:
    """A line that runs through, along or past a box is told apart, and a person's name goes to the side without a wall."""
    box = "[10, 10, 20, 20]"
    lines = "[[0, 15, 30, 15], [15, 0, 15, 30], [0, 0, 30, 30], [0, 5, 30, 5], [0, 30, 9, 30], [12, 12, 13, 13], [0, 22, 22, 0]]"
    assert plan(opened, f"{lines}.map(line => crosses(line, {box}))") == [True, True, True, False, False, True, True]
    assert plan(opened, f"sides({box}, [0, 0, 1, 1], [[0, 15, 30, 15]])[0][0]") == 0
    assert plan(opened, f"sides({box}, [0, 0, 1, 1], [])[0][0]") == 10


def test_the_wounded_and_the_carried_are_marked(opened: Browser) -> None:
    """On the plan by a ring and a broken ring; the legend has a word for what comes in one of the worlds."""
    marked = "[...document.querySelectorAll('#replay .legend i[class]')].map(mark => mark.parentNode.textContent)"
    assert opened.value(marked) == ["pale: has not moved or fought here"]
    stage, world = waiting(
        states=[[0, 0, "wounded", -1]], ways=[[0, 0, 0, 0, 0, 0, None, None, 1], [0, 1, 0, 0, 0, 0, None, None, -1]]
    )
    draw = "plan.show(world); plan.resize(600); plan.render(1, [0, 1], false, false)"
    classes = "plan.people.slice(0, 2).map(({node}) => node.getAttribute('class').split(' ').filter(Boolean))"
    drawn = f"((plan, world) => {{ {draw}; return {classes}; }})(new Plan({stage}), new World({world}, {stage}))"
    assert plan(opened, drawn) == [["who", "faint", "hurt", "borne", "wounded"], ["who", "faint", "active"]]


def test_nobody_covers_anybody(opened: Browser) -> None:
    """Twelve on one spot, three on another near it and one between them stand apart, and not far from where they are."""
    spots = [*12 * [[100, 100]], *3 * [[160, 110]], [130, 105]]
    people = f"{json.dumps(spots)}.map((at, actor) => ({{at, actor}}))"
    moved = plan(opened, f"(people => {{ spread(people, 24); return people.map(one => one.at); }})({people})")
    assert min(math.dist(a, b) for place, a in enumerate(moved) for b in moved[place + 1 :]) > 22
    assert max(math.dist(a, b) for a, b in zip(moved, spots, strict=True)) < 90


def test_the_name_of_a_place_lies_beside_it(opened: Browser) -> None:
    """Below it, above it, at its right or at its left, and never cut off."""
    boxes = plan(opened, "nameBoxes(100, 100, 60).map(({box}) => box)")
    assert len(boxes) == 4
    assert all(not (left < 100 < right and top < 100 < bottom) for left, top, right, bottom in boxes)
    size = "{width: 10, height: 10}"
    assert plan(opened, f"[inside([0, 0, 10, 10], {size}), inside([0, 0, 11, 10], {size})]") == [True, False]


def test_the_keyboard_does_all_of_it(opened: Browser) -> None:
    """Arrows go from beat to beat, End to the end, space plays; the slider has its own arrows; what has focus shows it."""
    opened.value("document.querySelector('#replay .play').focus()")
    opened.press("ArrowRight", 39)
    first = opened.value(PLACE)
    assert first > 0
    opened.press("ArrowRight", 39)
    assert opened.value(PLACE) > first
    opened.press("ArrowLeft", 37)
    assert opened.value(PLACE) == first
    opened.press("End", 35)
    assert opened.value(PLACE) == opened.value(END)
    opened.press("Home", 36)
    assert opened.value(PLACE) == 0
    opened.value(f"document.querySelector('{SLIDER}').focus()")
    assert opened.value("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    opened.press(" ", 32, " ")
    opened.wait_for(f"{PLACE} > 0.2")
    opened.press(" ", 32, " ")
    assert "Play" in opened.value(PLAY)


def test_another_world_is_chosen_by_hand_or_by_a_time_in_a_beat_sheet(opened: Browser) -> None:
    """The address names world and moment, so that a beat sheet can show it."""
    opened.value("document.querySelector('#beats article:nth-child(2) a.time:last-of-type').click()")
    opened.wait_for(f"{WORLD}.startsWith('Typical')")
    links = "document.querySelectorAll('#beats article:nth-child(1) a.time')"
    shown = opened.value(f"({links}[{links}.length - 1]).click() ?? {links}[{links}.length - 1].textContent.slice(0, 5)")
    opened.wait_for(f"{WORLD} === 'The film' && {TIME} === '{shown}'")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_nothing_stands_out_of_a_narrow_window(opened: Browser, page: Path, dark: bool) -> None:
    """At 400 pixels the page is 400 pixels wide, by day and by night, and its ink is not its paper."""
    opened.look(400, 800, dark=dark)
    opened.open(page.as_uri())
    assert opened.value("document.documentElement.scrollWidth") == 400
    colours = opened.value("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    assert colours[0] != colours[1]
    assert (sum(map(int, colours[1][4:-1].split(","))) < 384) == dark


def test_names_of_lanes_are_whole_in_a_narrow_window(opened: Browser, page: Path) -> None:
    """They stand over their lanes there, each as long as it is; in a wide window, at the left of them."""
    titles = "[...document.querySelectorAll('#replay .lanes .title')]"
    drawn = f"{titles}.map(one => [one.firstChild.data, one.querySelector('title').textContent])"
    edge = "document.querySelector('#replay .lanes .lane').getAttribute('x')"
    assert float(opened.value(edge)) > 0
    opened.look(400, 800)
    opened.open(page.as_uri())
    assert float(opened.value(edge)) == 0
    names = opened.value(drawn)
    assert len(names) > 2
    assert all(shown == whole for shown, whole in names)


def test_numbers_and_small_pictures_fit_a_narrow_window(opened: Browser, page: Path) -> None:
    """A table of numbers becomes a line for each number with its head before it; some pictures are drawn for it."""
    label = "getComputedStyle(document.querySelector('.stacked td'), '::before').content"
    seen = "getComputedStyle(document.querySelector('.small-picture')).display"
    assert [opened.value(label), opened.value(seen)] == ["none", "none"]
    opened.look(400, 800)
    opened.open(page.as_uri())
    assert [opened.value(label), opened.value(seen)] == ['"mean or share"', "block"]
    wide = (
        "[...document.querySelectorAll('.stacked, .small-picture')].filter(one => one.getBoundingClientRect().width > 400).length"
    )
    assert opened.value(wide) == 0


def test_who_wants_no_motion_gets_beat_after_beat(opened: Browser, page: Path) -> None:
    """Playing then goes in steps, from beat to beat."""
    opened.look(1280, 900, still=True)
    opened.open(page.as_uri())
    opened.value("window.places = new Set(); setInterval(() => window.places.add(" + PLACE + "), 15)")
    opened.click("#replay .play")
    opened.wait_for(f"{PLACE} > 0")
    assert opened.value("window.places.size") <= 3


def test_a_stranger_gets_nothing_run(opened: Browser, tmp_path: Path) -> None:
    """Markup and script in the texts of a scenario are shown, and do nothing."""
    text = '</script><script>window.hacked = 1</script><img src="x" onerror="window.hacked = 2">'
    path = written(load(write_heist(tmp_path, text)), tmp_path / "hostile.html")
    opened.open(path.as_uri())
    assert opened.value("window.hacked === undefined && document.querySelectorAll('img').length === 0")
    assert opened.value("document.querySelector('h1').textContent").endswith(text)
    assert opened.value("document.querySelectorAll('#replay .told button').length") > 3


def test_an_error_of_a_page_is_noticed(browser: Browser, tmp_path: Path) -> None:
    """Negative control: a page whose script fails is not without errors."""
    (tmp_path / "wrong.html").write_text("<!doctype html><title>x</title><script>nothing.there</script>", encoding="utf-8")
    browser.open((tmp_path / "wrong.html").as_uri())
    errors, browser.errors = browser.errors, []
    assert len(errors) == 1
    assert "nothing is not defined" in errors[0]
