"""Feature blocks: what each family sees."""

import numpy as np
import pytest

from stance.features.blocks import POSITION_BLOCKS, WORD_BLOCKS, distinct_words
from stance.features.text import find_words


def keys(block, text):
    words = find_words([text])
    table = {**WORD_BLOCKS, **POSITION_BLOCKS}
    return {int(k) for part in table[block](words, distinct_words(words)) for k in part.key}


@pytest.mark.parametrize("block", [*WORD_BLOCKS, *POSITION_BLOCKS])
def test_owners_ascend_and_stay_inside(block):
    words = find_words(
        ["We do not support the sanctions but welcome talks", "", "No", "They will never oppose good talks"]
    )
    distinct = distinct_words(words)
    table = {**WORD_BLOCKS, **POSITION_BLOCKS}
    n = len(distinct.key) if block in WORD_BLOCKS else len(words.key)
    for part in table[block](words, distinct):
        assert (np.diff(part.owner) >= 0).all()
        assert part.owner.max(initial=0) < n
        assert (part.owner + part.reach < len(words.key)).all() or block in WORD_BLOCKS


@pytest.mark.parametrize("block", list(POSITION_BLOCKS))
def test_nothing_spans_two_texts(block):
    apart = find_words(["we never", "support good talks"])
    joined = {int(k) for part in POSITION_BLOCKS[block](apart, distinct_words(apart)) for k in part.key}
    assert joined == keys(block, "we never") | keys(block, "support good talks")


def test_pairs_know_their_order():
    assert keys("pairs", "never join") != keys("pairs", "join never")


def test_letters_link_forms_of_a_word():
    assert len(keys("letters", "recognise") & keys("letters", "recognised")) > 10
    assert not keys("letters", "abc") & keys("letters", "xyz")


def test_tags_link_words_of_a_kind():
    assert keys("tags", "oppose") & keys("tags", "reject")
    assert not keys("tags", "Kosovo") and not keys("tags", "Serbia")


def test_negation_reaches_four_words():
    assert keys("negated-tags", "we do not support it")
    assert not keys("negated-tags", "we support it, not them")
    assert not keys("negated-tags", "not aa bb cc dd ee support")


def test_tags_with_words_generalise_the_verb():
    assert keys("tags-words", "oppose enlargement") & keys("tags-words", "reject enlargement")
