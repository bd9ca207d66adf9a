"""Title, date and agency."""

import pytest

from stance.reading import read

BODY = (
    "The talks on the new bridge went on until late in the evening, and no end is in sight for either of the two sides."
)


@pytest.mark.parametrize(
    ("head", "date", "source"),
    [
        ("OSLO, March 3, 2021 (Reuters) - ", "2021-03-03", "Reuters"),
        ("OSLO, March 3. /TASS/. ", None, "TASS"),
        ("date 2019-04-30 OSLO, April 30. /TASS/. ", "2019-04-30", "TASS"),
        ("OSLO (AP) — ", None, "AP"),
        ("NEW YORK — ", None, None),
        ("Friday, July 21, 2017\n\n", "2017-07-21", None),
        ("21 July 2017\n\n", "2017-07-21", None),
        ("", None, None),
    ],
)
def test_dateline(head, date, source):
    doc = read(f"{head}Nobody was hurt, Lars Holm said.\n\n{BODY}")
    assert (doc.date, doc.source) == (date, source)
    assert [s.text for s in doc.statements] == ["Nobody was hurt"]
    assert doc.statements[0].date == date


def test_a_headline_is_the_title_and_no_statement():
    doc = read(f"Holm says bridge will open\n\n{BODY}")
    assert doc.title == "Holm says bridge will open"
    assert doc.statements == []


def test_an_impossible_date_is_none():
    assert read(f"February 31, 2020\n\n{BODY}").date is None


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("OSLO, Oct 9, 2021 (Nordic Wire)", "2021-10-09"),
        ("Oslo, 14 March 2023", "2023-03-14"),
        ("Published: 9 Oct 2021", "2021-10-09"),
        ("Updated on Monday, 9 May 2022, 10:30", "2022-05-09"),
    ],
)
@pytest.mark.parametrize("title", ["", "Bridge stays shut for now"])
def test_a_line_that_is_only_a_date(line, date, title):
    doc = read("\n".join(part for part in (title, line, BODY) if part))
    assert (doc.title, doc.date, doc.statements, doc.people) == (title or None, date, [], [])
