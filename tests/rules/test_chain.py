"""The hash chain: the same data give the same bytes, any change gives others."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.rules.chain import GENESIS, canonical_json, chain_hash, content_hash

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_the_bytes_are_sorted_compact_utf8() -> None:
    assert canonical_json({"b": [1, True, None], "a": "Höxter"}) == '{"a":"Höxter","b":[1,true,null]}'.encode()


def test_the_hashes_are_those_that_anybody_can_recompute() -> None:
    content = hashlib.sha256('{"a":"ä"}'.encode()).hexdigest()
    assert content_hash({"a": "ä"}) == content
    assert chain_hash(GENESIS, content, 1) == hashlib.sha256(f"1\n{'0' * 64}\n{content}".encode()).hexdigest()


@given(JSON)
def test_canonical_json_reads_back_and_ignores_the_order_of_keys(data: Any) -> None:
    text = canonical_json(data)
    assert json.loads(text) == data
    if isinstance(data, dict):
        assert canonical_json(dict(reversed(data.items()))) == text


@given(JSON, JSON)
def test_different_data_have_different_hashes(one: Any, other: Any) -> None:
    same = canonical_json(one) == canonical_json(other)
    assert (content_hash(one) == content_hash(other)) is same


@pytest.mark.parametrize("bad", [1.5, {"a": [0.1]}, date(2027, 5, 12), {1: "a"}, {"a": {None: 1}}, b"x", {"x"}])
def test_what_has_no_single_spelling_is_refused(bad: object) -> None:
    with pytest.raises(TypeError):
        canonical_json(bad)


def test_broken_unicode_is_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        canonical_json("\ud800")


def test_a_changed_entry_changes_every_later_hash() -> None:
    def chain(contents: list[str]) -> list[str]:
        hashes, previous = [], GENESIS
        for seq, content in enumerate(contents, start=1):
            previous = chain_hash(previous, content_hash(content), seq)
            hashes.append(previous)
        return hashes

    good, bad = chain(["a", "b", "c", "d"]), chain(["a", "x", "c", "d"])
    assert good[0] == bad[0]
    assert all(one != other for one, other in zip(good[1:], bad[1:], strict=True))


def test_number_predecessor_and_content_all_enter_the_hash() -> None:
    one, two = content_hash(1), content_hash(2)
    assert len({chain_hash(one, two, 1), chain_hash(two, one, 1), chain_hash(one, two, 2)}) == 3


@pytest.mark.parametrize(
    ("previous", "content", "seq"),
    [
        ("", GENESIS, 1),
        (GENESIS, "A" * 64, 1),
        (GENESIS, "g" * 64, 1),
        (GENESIS, GENESIS, 0),
        (GENESIS + "\n", GENESIS, 1),
    ],
)
def test_malformed_links_are_refused(previous: str, content: str, seq: int) -> None:
    with pytest.raises(ValueError, match=r"hexadecimal|numbered"):
        chain_hash(previous, content, seq)
