import pytest

from stance.analysis import timeline
from stance.errors import InputError

from .helpers import corpus, table

ROWS = [
    {"topic": "nato-membership", "stance": stance, "date": date, "side": side}
    for stance, date, side in [
        ("favor", "2016-02-01", "A"), ("against", "2014-05-01", "A"), ("neutral", "2014-07-01", "B"),
        ("favor", "soon", "A"), ("favor", None, "B"), ("favor", "2015-01-01", None),
    ]
]  # fmt: skip


def test_periods_in_order():
    found = timeline(table(*ROWS), "nato")
    assert [(r["period"], r["mean"], r["n"]) for r in found] == [("2014", -0.5, 2), ("2015", 1, 1), ("2016", 1, 1)]
    assert "2 statements on nato-membership have no date that tells the year and are left out." in found.notes


def test_by_side_and_quarter():
    found = timeline(table(*ROWS), "nato", "side", "Q")
    assert [(r["period"], r["side"]) for r in found] == [("2014-Q2", "A"), ("2014-Q3", "B"), ("2016-Q1", "A")]
    assert "1 statements on nato-membership name no side and are left out." in found.notes


def test_bands():
    labels, _ = corpus()
    assert all(-1 <= r["low"] < r["mean"] < r["high"] <= 1 for r in timeline(labels, "nato"))


def test_missing_dates_are_an_error_that_says_so():
    with pytest.raises(InputError, match="none of the 2 statements on nato-membership has a date that tells its year"):
        timeline(table(*ROWS[3:5]), "nato")


def test_year_alone_tells_no_month():
    with pytest.raises(InputError, match="its month"):
        timeline(table({"topic": "t", "stance": "favor", "date": "2014"}), "t", freq="month")


def test_unknown_topic():
    with pytest.raises(InputError, match="no row is on the topic 'energy'"):
        timeline(table(*ROWS), "energy")


def test_undecided_rows_give_an_empty_table():
    assert len(timeline(table(("Ana", "t", None)), "t")) == 0
