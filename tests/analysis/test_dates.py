import datetime

import pytest

from stance.analysis.dates import day_of, frequency, period_of, period_range
from stance.errors import InputError


@pytest.mark.parametrize(
    ("value", "freq", "period"),
    [
        ("2014-05-12", "year", "2014"),
        ("2014-05-12T10:00:00Z", "month", "2014-05"),
        ("2014-12-31", "quarter", "2014-Q4"),
        (datetime.date(2014, 2, 1), "quarter", "2014-Q1"),
        (datetime.datetime(2014, 2, 1, 5), "month", "2014-02"),
        ("2014", "year", "2014"),
        ("2014", "quarter", None),
        ("2014-13-01", "year", None),
        ("2014-02-30", "year", None),
        ("May 2014", "year", None),
        (None, "year", None),
        (float("nan"), "year", None),
        ("", "year", None),
    ],
)
def test_period_of(value, freq, period):
    assert period_of(value, freq) == period


def test_day_of_takes_timestamps():
    pandas = pytest.importorskip("pandas")
    assert day_of(pandas.Timestamp("2014-05-12")) == datetime.date(2014, 5, 12)
    assert day_of(pandas.NaT) is None


def test_period_range_counts_every_period():
    assert period_range("2014-11", "2015-02", "month") == ["2014-11", "2014-12", "2015-01", "2015-02"]
    assert period_range("2014", "2014", "year") == ["2014"]


def test_unknown_frequency_is_named():
    with pytest.raises(InputError, match="'week' is none of year, quarter, month"):
        frequency("week")
