"""Tables in a terminal and in a notebook."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.display import _width, html_table, lay_out, text_table
from stance.labels import Labels


def table(rows=1, **record):
    return Labels.from_records([{"text": "a", "sentiment": "neutral", **record}] * rows)


def test_columns_are_as_wide_as_their_cells():
    lines = text_table(table(speaker="Ann", topic="eu", stance="favor", confidence=0.5), width=80).splitlines()
    assert lines[0].split() == ["speaker", "topic", "stance", "sure", "tone", "statement"]
    assert lines[2].split() == ["Ann", "eu", "favor", "0.50", "neutral", "a"]
    assert lines[0].index("statement") == lines[2].rindex("a")
    assert max(map(len, lines)) <= 80


def test_an_empty_table_has_a_head():
    assert len(text_table(Labels.from_records([])).splitlines()) == 2


def test_missing_values_are_dashes():
    assert text_table(Labels.from_records([{"text": None}]), width=80).splitlines()[2].split() == ["–"] * 5


@given(st.text(), st.integers(20, 120))
def test_no_text_breaks_the_lines(text, width):
    lines = text_table(table(text=text, speaker=text), width=width).split("\n")
    assert len(lines) == 3
    assert all(char.isprintable() for line in lines for char in line)
    assert all(_width(line) <= max(width, 90) for line in lines)


@pytest.mark.parametrize("text", ["日本語" * 30, "e\u0301" * 200, "\x1b[31mred\x1b[0m", "a" * 1_000_000, "🙂" * 99])
def test_wide_combining_and_long_texts_are_cut(text):
    line = lay_out(["who", "what"], [["Ann", text]], width=60)[2]
    assert _width(line) <= 60
    assert "\x1b" not in line


def test_html_is_escaped_and_self_contained():
    evil = '<script>alert("x")</script>'
    page = html_table(table(text=evil, speaker=evil, side=evil, topic=evil, reason=evil))
    assert "<script" not in page
    assert page.count("&lt;script&gt;") == 5
    assert "http" not in page and "src=" not in page


def test_html_of_many_rows_is_cut():
    page = html_table(table(rows=60))
    assert page.count("<tr>") == 51
    assert "10 more rows" in page
