"""What a stranger's file may not do, and what YAML's scalars mean."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from heatsim.errors import ScenarioError, Where
from heatsim.scenario.load import loads
from heatsim.scenario.nodes import Mapping, Scalar, find, plain
from heatsim.scenario.source import compose, from_text, read


def refusal(text: str) -> str:
    """The problems of a text, as one text."""
    try:
        return "\n".join(str(problem) for problem in compose(from_text(text))[1])
    except ScenarioError as error:
        return str(error)


def file_refusal(path: Path | str) -> str:
    """The problem of a file that cannot be read."""
    with pytest.raises(ScenarioError) as caught:
        compose(read(path))
    assert len(caught.value.problems) == 1
    return str(caught.value)


@pytest.mark.parametrize(
    "written, value",
    [
        ("1:30", "1:30"),
        ("no", "no"),
        ("yes", "yes"),
        ("True", "True"),
        ("true", True),
        ("false", False),
        ("12", 12),
        ("-3", -3),
        ("0777", 777),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1e3", 1000.0),
        ("1_000", "1_000"),
        ("2001-12-14", "2001-12-14"),
        ("'12'", "12"),
        ('"null"', "null"),
    ],
)
def test_scalars_are_those_of_yaml_1_2(written: str, value: object) -> None:
    """A plain scalar is what the core schema of YAML 1.2 says, and nothing that 1.1 made of it."""
    read_back = plain(compose(from_text(f"key: {written}"))[0])["key"]
    assert read_back == value
    assert type(read_back) is type(value)


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "NULL"])
def test_nothing_is_no_value(written: str) -> None:
    """A null is refused with the name of its key."""
    assert "'key' has no value" in refusal(f"key: {written}\n")


@pytest.mark.parametrize("written", [".inf", "-.inf", ".nan", "1e999", "1" * 60])
def test_numbers_are_finite(written: str) -> None:
    """Infinity, not-a-number and numbers beyond all use are refused."""
    assert "'key' is not a finite number" in refusal(f"key: {written}")


def test_places_are_those_of_keys_and_values() -> None:
    """Lines and columns count from 1, in characters, for keys and for values."""
    root, _ = compose(from_text("a: 1\né: {deep: [x, 'yz']}\n"))
    assert root.key("é") == Where(2, 1)
    assert find(root, ("é",)) is not None
    deep = find(root, ("é", "deep", 1))
    assert isinstance(deep, Scalar)
    assert deep.where == Where(2, 15)
    assert deep.at(1) == Where(2, 17)  # behind the quote


@pytest.mark.parametrize("text", ["key: >-\n  one\n  two\n", 'key: "a\\tb"\n', "key: one\n  two\n"])
def test_folded_and_escaped_texts_point_at_their_start(text: str) -> None:
    """Where columns of the text are not columns of the file, a place within it is its start."""
    node = compose(from_text(text))[0].get("key")
    assert isinstance(node, Scalar)
    assert node.at(3) == node.where == Where(1, 6)


def test_an_alias_bomb_is_refused_at_once() -> None:
    """Aliases that would expand to billions of values cost nothing."""
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    bomb += "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
    start = time.process_time()
    assert "once aliases are expanded" in refusal(bomb)
    assert time.process_time() - start < 1.0


def test_a_few_aliases_are_fine() -> None:
    """An alias stands for what its anchor holds."""
    assert plain(compose(from_text("a: &x [1, 2]\nb: *x\n"))[0]) == {"a": [1, 2], "b": [1, 2]}


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_depth_is_bounded(opening: str) -> None:
    """Sixty levels are enough for anyone; a hundred thousand do no harm."""
    assert "nested more than 60 deep" in refusal("key:\n " + opening * 100_000)


def test_the_number_of_values_is_bounded() -> None:
    """A file within the size limit may still hold too much."""
    assert "more than 200,000 values" in refusal("key: [" + "1," * 300_000 + "1]")


@pytest.mark.parametrize(
    "text, part",
    [
        ("", ":1:1: this file is empty"),
        ("# only a comment\n", ":1:1: this file is empty"),
        ("- a\n", ":1:1: a scenario is a mapping"),
        ("word\n", ":1:1: a scenario is a mapping"),
        ("a: 1\na: 2\n", ":2:1: 'a' is already given in line 1, column 1"),
        ("a:\n\tb: 1\n", ":2:1: a tab indents this line"),
        ("a: 1\n---\nb: 2\n", ":2:1: a second document"),
        ("a: !!python/name:os.system x\n", ":1:4: the tag 'tag:yaml.org,2002:python/name:os.system'"),
        ("a: !include secrets\n", ":1:4: the tag '!include'"),
        ("[a, b]: 1\n", ":1:1: a key must be a single word"),
        ("? {a: 1}\n: 2\n", ":1:3: a key must be a single word"),
        ("a: &x [*x]\n", ":1:8: the alias '*x' has no complete anchor"),
        ("a: *x\n", ":1:4: the alias '*x' has no complete anchor"),
        ("a: [1, 2\n", "must stand in quotes"),
        ("a: @x\n", "must stand in quotes"),
        ("a: x\x07\n", ":1:5: character U+0007 may not stand"),
        ("a: 1\nb: x\u2028y\n", ":2:5: character U+2028 may not stand"),  # YAML begins a line there, editors do not
        ("a: x\x85y\n", ":1:5: character U+0085 may not stand"),
        ("a: \ud800\n", ":1:4: this character cannot stand"),
        ("\ufeffa: 1\n", ":1:1: this file starts with a byte order mark"),
    ],
)
def test_what_is_wrong_is_said_at_its_place(text: str, part: str) -> None:
    """Each kind of broken text gives one clear message with line and column."""
    assert part in refusal(text)


def test_a_text_too_long_is_refused() -> None:
    """Two megabytes are the most."""
    assert "more than 2,000,000 bytes" in refusal("a: " + "x" * 2_000_000)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    """A file of 200 MB is measured, not read."""
    path = tmp_path / "huge.yaml"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    start = time.process_time()
    assert "has 200,000,000 bytes; a scenario may have 2,000,000" in file_refusal(path)
    assert time.process_time() - start < 0.5


def test_a_directory_is_no_file(tmp_path: Path) -> None:
    """The message says that it is a directory."""
    assert "this is a directory" in file_refusal(tmp_path)


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    """The message says that there is no such file, and names it."""
    assert "nowhere.yaml:1:1: there is no such file" in file_refusal(tmp_path / "nowhere.yaml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_refused_without_waiting_for_its_writer(tmp_path: Path) -> None:
    """A named pipe nobody writes to does not hang the program."""
    path = tmp_path / "pipe.yaml"
    os.mkfifo(path)
    assert "not a regular file" in file_refusal(path)


@pytest.mark.skipif(not os.path.exists(os.devnull), reason="needs device files")
def test_a_device_is_refused() -> None:
    """Devices are no scenarios."""
    assert "not a regular file" in file_refusal(os.devnull)


def test_a_path_that_cannot_be_is_refused() -> None:
    """A null character in a path is a message, not a crash."""
    assert "cannot be read" in file_refusal("a\0b")


def test_bytes_that_are_not_utf_8_are_placed(tmp_path: Path) -> None:
    """The message gives line and column of the first wrong byte."""
    path = tmp_path / "latin.yaml"
    path.write_bytes(b"a: 1\nb: caf\xe9\n")
    assert ":2:7: byte 0xe9 is not UTF-8" in file_refusal(path)


def test_a_node_tree_is_what_it_was_written_as() -> None:
    """Plain data comes back from a tree as it went in."""
    root, problems = compose(from_text("a: {b: [1, two, 3.5, true]}\n"))
    assert not problems
    assert isinstance(root, Mapping)
    assert plain(root) == {"a": {"b": [1, "two", 3.5, True]}}


def test_a_message_never_quotes_a_page() -> None:
    """A key or a value of a million characters is named by its ends."""
    for text in (f"? {'x' * 1_000_000}\n: 1\n", f"&{'x' * 100_000} 1\n", f"heatsim: {'y' * 1_000_000}\n"):
        with pytest.raises(ScenarioError) as caught:
            loads(text)
        assert max(len(problem.message) for problem in caught.value.problems) < 700
