"""The lexicon: well-formed data, found by hash."""

from importlib.resources import files

import numpy as np

from stance.features.lexicon import TAGS, make_lexicon, shipped_lexicon
from stance.features.text import find_words


def rows():
    text = files("stance").joinpath("data/lexicon.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if not line.startswith("#")]


def test_every_line_is_a_word_and_its_tags():
    found = rows()
    assert len(found) > 5000
    for row in found:
        assert len(row) == 2 and row[0].isascii() and row[0].isalpha() and row[0].islower(), row
        assert row[1] and set(row[1]) <= set(TAGS), row


def test_no_word_stands_twice():
    words = [word for word, _ in rows()]
    assert len(set(words)) == len(words)


def test_states_and_bodies_have_no_tags():
    words = {word for word, _ in rows()}
    assert not words & {
        "serbia",
        "kosovo",
        "russia",
        "nato",
        "eu",
        "moscow",
        "belgrade",
        "pristina",
        "brussels",
        "bosnia",
    }


def test_look_up():
    lexicon = make_lexicon({"praise": "PS", "not": "X"})
    mask, first = lexicon.look_up(find_words(["not praise unknown"]).key)
    assert first.tolist() == [TAGS.index("X"), TAGS.index("P"), -1]
    assert mask[1] == (1 << TAGS.index("P")) + (1 << TAGS.index("S")) and mask[2] == 0


def test_the_shipped_one_loads():
    assert (np.diff(shipped_lexicon().key.astype(object)) > 0).all()
