"""Quotations, whatever marks they use."""

import time

import pytest

from stance.reading.regions import quotes


def inner(text, **options):
    return [text[q.inner : q.outer] for q in quotes(text, 0, len(text), **options)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('She said "no" twice.', ["no"]),
        ("She said “no” twice.", ["no"]),
        ("Sie sagte „nein“ zweimal.", ["nein"]),
        ("Elle a dit «non» deux fois.", ["non"]),
        ("She said ``no'' twice.", ["no"]),
        ('“A mixed pair," she said.', ["A mixed pair,"]),
        ('"The "northern" route is closed," he said.', ['The "northern" route is closed,']),
        ("“He told us ‘wait’ and we did,” she said.", ["He told us ‘wait’ and we did,"]),
        ("'We don't know,' she said.", ["We don't know,"]),
        ("The players' union and the boys' club met.", []),
        ("It was the summer of '89 and rock 'n' roll.", []),
        ("He spoke of a 'new' start and the voters' mood.", ["new"]),
        ("‘The drivers’ strike is over,’ the mayor said.", ["The drivers’ strike is over,"]),
        ('An opening "mark that nothing closes.', []),
        ('A pipe of 3" and a hose of 5".', []),
    ],
)
def test_marks(text, expected):
    assert inner(text) == expected


def test_a_mark_without_its_partner_leaves_later_quotations_alone():
    assert inner('"It is over, he said. "We lost," she added.') == ["We lost,"]


def test_an_open_quotation_runs_on_if_the_next_paragraph_reopens_it():
    assert inner('He said: "It is over.', runs_on=True) == ["It is over."]
    assert inner('He said: "It is over.') == []


@pytest.mark.parametrize("text", ['"a ' * 60_000, "'a " * 60_000, '"a" ' * 60_000, "“a " * 60_000, "s' " * 60_000])
def test_many_marks_take_linear_time(text):
    start = time.process_time()
    quotes(text, 0, len(text))
    assert time.process_time() - start < 4
