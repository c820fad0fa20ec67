"""Addresses are read as they are written, and a site's number depends on its name alone."""

from __future__ import annotations

from hashlib import blake2b

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heatsim.draws.address import Address, site_number
from heatsim.draws.philox import WORD
from heatsim.errors import UsageError

names = st.text(st.characters(codec="utf-8"), min_size=1) | st.from_regex(r"[a-z]{1,3}(#[0-9]{1,2}(\.[0-9])?){0,3}", fullmatch=True)
addresses = st.builds(Address, names, st.integers(0, WORD), st.integers(0, 3)) | st.builds(Address, names, st.just(0), st.just(0))


@given(addresses)
def test_written_and_read_back(address: Address) -> None:
    """Every address survives being written down, even when the site's name looks like an address."""
    assert Address.parse(str(address)) == address


@pytest.mark.parametrize(
    "text,expected",
    [
        ("shiherlis/search the truck", Address("shiherlis/search the truck", 0, 0)),
        ("units[2]/travel#3", Address("units[2]/travel", 3, 0)),
        ("mccauley/fire#12.2", Address("mccauley/fire", 12, 2)),
        ("door #2", Address("door ", 2, 0)),
        ("door 2.1", Address("door 2.1", 0, 0)),
    ],
)
def test_forms(text: str, expected: Address) -> None:
    """Site alone, with an occurrence, and with a word."""
    assert Address.parse(text) == expected


@pytest.mark.parametrize(
    "text,complaint",
    [("", "needs the name of a site"), ("fire#0.4", "word must be 0, 1, 2 or 3"), (f"fire#{WORD + 1}", "occurrence must be")],
)
def test_what_is_no_address(text: str, complaint: str) -> None:
    """An address that cannot exist says which part is wrong."""
    with pytest.raises(UsageError, match=complaint):
        Address.parse(text)


def test_site_number_is_the_public_hash() -> None:
    """BLAKE2b with 8 bytes, read little-endian; these values are fixed for language version 1."""
    assert site_number("shiherlis/search the truck") == 0x7490C5B582349528
    assert site_number("größe") == int.from_bytes(blake2b("größe".encode(), digest_size=8).digest(), "little")
    assert site_number("größe") != int.from_bytes(blake2b("größe".encode(), digest_size=8).digest(), "big")


def test_a_broken_name_is_refused() -> None:
    """A name that is no Unicode text has no number."""
    with pytest.raises(UsageError, match="proper Unicode"):
        site_number("\ud800")
