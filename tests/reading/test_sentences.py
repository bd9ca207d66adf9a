"""Sentences are not cut inside quotations or after abbreviations."""

import pytest

from stance.reading.regions import quotes
from stance.reading.sentences import sentences, tokens


def cut(text):
    lines = sentences(tokens(text, 0, len(text), quotes(text, 0, len(text))))
    return [text[line[0].start : line[-1].end] for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Carl Stone and Sen. Ida Wolf met Dr. No on Oct. 3 in St. Louis.",
        "The U.S. envoy J. R. Smith left.",
        '"It is late. We must go. Now!" he said.',
        "Prices rose by 3.5 per cent.",
        "He waited ... and left.",
    ],
)
def test_one_sentence(text):
    assert cut(text) == [text]


def test_a_quotation_ends_its_sentence():
    assert cut('"We agree," Ash said. "They do not." Birch left.') == [
        '"We agree," Ash said.',
        '"They do not."',
        "Birch left.",
    ]


def test_abbreviation_at_the_end_of_a_sentence():
    assert cut("They met in the U.S. The talks failed.") == ["They met in the U.S.", "The talks failed."]


def test_no_sentence_is_endless():
    assert max(map(len, sentences(tokens("word " * 5000, 0, 25000, [])))) <= 301
