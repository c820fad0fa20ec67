"""One study at a time in a folder.

The operating system holds the lock, so that it ends with the process, however that ends; the file says for the others who has it.
Where there are no such locks (some network file systems, Windows) what the file says decides: a process of this machine that is
no more has left it behind.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from heatsim.errors import StoreError
from heatsim.study.jsonfile import json_object

__all__ = ["locked"]

# Locks of the operating system are between processes; this is for two studies in one process.
HERE: set[str] = set()


@contextmanager
def locked(path: Path, folder: Path) -> Iterator[None]:
    """Hold the lock file `path`; StoreError if another study has it. The file is removed at the end."""
    name = os.path.realpath(path)
    if name in HERE:
        raise StoreError(f"another study of this program is writing to {folder}; give each an --out of its own")
    HERE.add(name)
    try:
        handle = _taken(path, folder)
        try:
            yield
        finally:
            with suppress(OSError):
                path.unlink()  # before the lock is let go: who opens it after that finds no file, or a new one
            os.close(handle)
    finally:
        HERE.discard(name)


def _taken(path: Path, folder: Path) -> int:
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _claim(handle, path, folder)
            if _is_at(handle, path):
                _sign(handle)
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # its holder has removed it in the meantime


def _claim(handle: int, path: Path, folder: Path) -> None:
    """StoreError if somebody else has it."""
    holder = json_object(path)
    try:
        import fcntl

        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise _refusal(holder, folder) from error
    except (ImportError, OSError) as error:
        if holder and not _gone(holder):
            raise _refusal(holder, folder, path) from error


def _refusal(holder: dict[str, Any], folder: Path, path: Path | None = None) -> StoreError:
    who = f"process {holder.get('pid')} on {holder.get('host')}" if holder else "another process"
    stale = "" if path is None else f"; if that process is no more, delete {path}"
    return StoreError(f"another study ({who}) is writing to {folder}; wait for it, or give another --out{stale}")


def _sign(handle: int) -> None:
    text = json.dumps({"pid": os.getpid(), "host": socket.gethostname()})
    os.ftruncate(handle, 0)
    os.pwrite(handle, text.encode(), 0) if hasattr(os, "pwrite") else os.write(handle, text.encode())


def _gone(holder: dict[str, Any]) -> bool:
    """Whether a holder is known to be no more. Of a process on another machine nothing is known."""
    pid = holder.get("pid")
    if holder.get("host") != socket.gethostname() or not isinstance(pid, int) or os.name != "posix":
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def _is_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False
