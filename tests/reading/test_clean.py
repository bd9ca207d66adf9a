"""Paragraphs, boilerplate and smoothing that keeps every offset."""

import pytest

from stance.reading.clean import paragraphs, smooth


def kept(text):
    return [text[p.start : p.end] for p in paragraphs(text) if p.kind == "text"]


def test_smoothing_keeps_the_length():
    text = "a\u00a0b\u200b\ufeff\r\nc\u2028d\x00"
    assert len(smooth(text)) == len(text)
    assert smooth(text).split() == ["a", "b", "c", "d"]


@pytest.mark.parametrize(
    "line",
    [
        'READ MORE: Minister says talks "are dead"',
        "Read also: Five things to know",
        "Follow us on Telegram",
        "Share this article",
        "Subscribe to our newsletter",
        "The minister at the port. Photo: J. Doe/AFP",
        "* * *",
        "Advertisement",
    ],
)
def test_lines_of_the_page_are_left_out(line):
    assert kept(f"The harbour is closed.\n\n{line}\n\nIt will open on Monday.") == [
        "The harbour is closed.",
        "It will open on Monday.",
    ]


def test_lines_of_fixed_width_are_joined():
    text = (
        "The minister said on Monday that the new railway between the two\n"
        "capitals would be finished by the end of next year, although the\n"
        "money for the last part of it had not been found so far by either\n"
        "of the two governments.\n\n"
        "Work began in the spring of last year and has cost more than was\n"
        "planned."
    )
    assert len(kept(text)) == 2


def test_markdown_marks_are_blanked_out():
    text = "# Title\n\n**Anna** [said](http://example.org) *no*."
    smoothed = smooth(text, markdown=True)
    assert len(smoothed) == len(text)
    assert smoothed.split() == ["Title", "Anna", "said", "no", "."]
