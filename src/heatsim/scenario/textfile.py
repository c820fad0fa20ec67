"""A scenario file's text, read so that no file can do harm: bounded, regular files only, UTF-8."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from heatsim.errors import Problem, ScenarioError, Where, nearest

__all__ = ["START", "Source", "from_text", "place", "read"]

MAX_BYTES = 2_000_000
LONGEST = 600  # characters of one message
START = Where(1, 1)
# What YAML allows, but for the three characters beyond ASCII at which it starts a line and editors do not.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class Source:
    """A scenario file as it was read: `name` is what messages call it."""

    text: str
    name: str
    path: Path | None
    sha256: str

    def problem(self, where: Where, message: str) -> Problem:
        """A problem of this file."""
        return Problem(self.name, where.line, where.column, _shortened(message))


def read(path: str | os.PathLike[str]) -> Source:
    """The file's text; ScenarioError if it is not a regular file of UTF-8 text within the size limit."""
    name = os.fspath(path)
    return _source(_read_bytes(name), name, Path(name))


def from_text(text: str, name: str = "<text>") -> Source:
    """The same for text that is at hand."""
    try:
        return _source(text.encode(), name, None)
    except UnicodeEncodeError as error:
        raise _error(name, place(text, error.start), "this character cannot stand in a file (half of a surrogate pair)") from None


def _error(name: str, where: Where, message: str) -> ScenarioError:
    return ScenarioError((Problem(name, where.line, where.column, message),))


def _shortened(message: str) -> str:
    """A message that quotes a page of the file would hide what it has to say."""
    return message if len(message) <= LONGEST else f"{message[: LONGEST // 2]} ... {message[-LONGEST // 2 :]}"


def _read_bytes(name: str) -> bytes:
    if not name:
        raise _error("''", START, "no file is named")
    try:
        _refuse_special(name, os.stat(name))
        # Between the two looks somebody may put a pipe there: opening must not wait for its writer.
        handle = os.open(name, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as file:
            _refuse_special(name, os.fstat(file.fileno()))
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise _error(name, START, f"there is no such file{_meant(name)}") from None
    except PermissionError:
        raise _error(name, START, "this file may not be read; check its permissions") from None
    except (OSError, ValueError) as error:
        raise _error(name, START, f"this file cannot be read: {getattr(error, 'strerror', None) or error}") from None


def _meant(name: str) -> str:
    """The scenario of its folder that is called almost so."""
    folder, last = os.path.split(name)
    if folder and not os.path.isdir(folder):
        return f"; there is no folder '{folder}'"
    try:
        there = [one for one in os.listdir(folder or ".") if one.endswith((".yaml", ".yml"))]
    except OSError:
        there = []
    near = nearest(last, there)
    found = near.partition("did you mean '")[2].removesuffix("'?")
    return f"; did you mean '{os.path.join(folder, found)}'?" if found else "; check the path"


def _refuse_special(name: str, status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise _error(name, START, "this is a directory; name one scenario file in it")
    if not stat.S_ISREG(status.st_mode):
        raise _error(name, START, "this is not a regular file (a pipe or a device); copy the scenario into a file")
    if status.st_size > MAX_BYTES:
        raise _error(name, START, f"this file has {status.st_size:,} bytes; a scenario may have {MAX_BYTES:,}")


def _source(data: bytes, name: str, path: Path | None) -> Source:
    if len(data) > MAX_BYTES:
        raise _error(name, START, f"this file has more than {MAX_BYTES:,} bytes, the most a scenario may have")
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        raise _error(name, START, "this file starts with a byte order mark; save it as UTF-8 without one")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        where = place(data[: error.start].decode(), error.start)
        raise _error(name, where, f"byte 0x{data[error.start]:02x} is not UTF-8; save the file as UTF-8") from None
    if bad := _FORBIDDEN.search(text):
        what = f"character U+{ord(bad[0]):04X} may not stand in a scenario file; remove it"
        raise _error(name, place(text, bad.start()), what)
    return Source(text, name, path, hashlib.sha256(data).hexdigest())


def place(text: str, offset: int) -> Where:
    before = text[:offset]
    return Where(before.count("\n") + 1, len(before) - before.rfind("\n"))
