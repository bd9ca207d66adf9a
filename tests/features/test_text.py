"""Words in a byte buffer: the same alone and in any batch, and traceable to the text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.features.text import MAX_CHARS, find_words, normalise, normalise_with_offsets, span_hash

ANY_TEXT = st.text(max_size=80)


def words_of(texts):
    found = find_words(texts)
    strings = [bytes(found.buffer[a:b]).decode("utf-8", "replace") for a, b in zip(found.start, found.end, strict=True)]
    return [[s for s, t in zip(strings, found.text, strict=True) if t == i] for i in range(len(texts))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Serbia won't join NATO.", ["serbia", "wo", "not", "join", "nato"]),
        ("We cannot — and shall not — agree", ["we", "can", "not", "and", "shall", "not", "agree"]),
        ("Serbia’s and Vučić's", ["serbia", "and", "vucic"]),
        ("Res. 1244 (1999)", ["res", "1244", "1999"]),
        ("'sanctions' s", ["sanctions", "s"]),
        ("Приштина", ["приштина"]),
        ("", []),
        (" \n\t", []),
        ("a\x00b", ["a", "b"]),
    ],
)
def test_words(text, words):
    assert words_of([text]) == [words]


@given(st.lists(ANY_TEXT, min_size=1, max_size=6))
def test_a_text_has_the_same_words_alone_and_in_a_batch(texts):
    batch = find_words(texts)
    for i, text in enumerate(texts):
        alone = find_words([text])
        np.testing.assert_array_equal(batch.key[batch.text == i], alone.key)


@given(ANY_TEXT)
def test_offsets_of_the_slow_way_agree_with_the_fast_way(text):
    plain, origin = normalise_with_offsets(text)
    assert plain == normalise(text)
    assert len(origin) == len(plain)
    assert all(0 <= i < len(text) for i in origin)
    assert origin == sorted(origin)


def test_equal_spans_hash_alike_wherever_they_stand():
    found = find_words(["peace and war and peace", "peace"])
    assert len({int(k) for k in found.key}) == 3
    assert found.key[0] == found.key[4] == found.key[5]


def test_no_collision_among_many_words():
    words = [f"w{i}" for i in range(20_000)]
    assert len(np.unique(find_words([" ".join(words[:3000])]).key)) == 3000
    found = find_words(words)
    assert len(np.unique(span_hash(found.prefix, found.start, found.end))) == 20_000


def test_what_stands_far_behind_does_not_count():
    long = "peace " * MAX_CHARS
    assert len(find_words([long]).key) == len(find_words([long[:MAX_CHARS]]).key)


def test_no_texts():
    assert len(find_words([]).key) == 0
