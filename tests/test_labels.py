"""The label table: a sequence of records, and every form in which it is written."""

import csv
import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.errors import InputError
from stance.files import unescape_cell
from stance.labels import FIELDS, Labels
from stance.writing import type_of

RECORDS = [
    {
        "statement": 0,
        "id": "a",
        "text": "We want to join NATO,\nand soon.",
        "speaker": "Ann",
        "topic": "nato",
        "stance": "favor",
        "confidence": 0.75,
        "probabilities": {"favor": 0.8, "against": 0.15, "neutral": 0.05},
        "sentiment": "positive",
        "sentiment_confidence": 0.5,
        "page": 7,
    },
    {"statement": 0, "topic": "eu", "stance": None, "reason": "less sure than min_confidence", "sentiment": "positive"},
    {"statement": 1, "text": '=cmd|" /C calc"', "side": "Serbia", "sentiment": "neutral", "reason": "touches none"},
    {"statement": 2, "text": "lone\rreturn", "topic": "eu", "stance": "against", "confidence": 1.0, "page": 0.5},
]


@pytest.fixture
def labels():
    return Labels.from_records(RECORDS)


def test_records_come_back(labels):
    assert len(labels) == 4
    assert labels.n_statements == 3
    assert labels.columns == (*FIELDS, "page")
    for record, given_ in zip(labels, RECORDS, strict=True):
        assert set(record) == set(labels.columns)
        assert {**record, **given_} == record
    assert labels[1]["text"] == labels[0]["text"]  # one statement
    assert labels[1]["probabilities"] is None
    assert Labels.from_records(labels.to_records()).to_records() == labels.to_records()


def test_it_is_a_sequence(labels):
    assert labels[-1] == labels[3] == list(labels)[3]
    assert [row["statement"] for row in labels[1:3]] == [0, 1]
    assert [row["statement"] for row in labels[np.array([3, 0])]] == [2, 0]
    assert [row["statement"] for row in labels[[True, False, False, True]]] == [0, 2]
    assert labels[::-1][0] == labels[3]
    with pytest.raises(IndexError):
        labels[4]
    assert labels.topics == ("nato", "eu")
    assert labels[2:].topics == ("eu",)
    assert len(Labels.from_records([])) == 0


def test_filter(labels):
    assert len(labels.filter(topic="eu")) == 2
    assert len(labels.filter(topic=("eu", None))) == 3
    assert len(labels.filter(stance=None)) == 2
    assert len(labels.filter(lambda row: (row["confidence"] or 0) > 0.9, topic="eu")) == 1
    assert labels.filter(page=7).column("topic") == ["nato", "eu"]
    with pytest.raises(InputError, match="no column 'speakers'; there are statement, id"):
        labels.filter(speakers="Ann")


@pytest.mark.parametrize(
    ("record", "message"),
    [
        ({"stance": "pro"}, "row 0: stance 'pro' is none of favor, against, neutral"),
        ({"sentiment": "good"}, "row 0: sentiment 'good'"),
        ({"confidence": "high"}, "confidence holds something that is no number"),
    ],
)
def test_records_that_make_no_table_are_told(record, message):
    with pytest.raises(InputError, match=message):
        Labels.from_records([{"text": "a", **record}])


def test_concatenated_tables_number_statements_on(labels):
    other = Labels.from_records([{"text": "x", "topic": "eu", "reason": "other"}, {"text": "y", "new": 1}])
    joined = Labels.concatenate([labels, other, labels])
    assert joined.column("statement") == [0, 0, 1, 2, 3, 4, 5, 5, 6, 7]
    assert joined.column("topic") == ["nato", "eu", None, "eu", "eu", None, "nato", "eu", None, "eu"]
    assert joined.column("reason")[4] == "other"
    assert joined.column("new") == [None] * 5 + [1] + [None] * 4
    assert len(Labels.concatenate([])) == 0


# -- written -----------------------------------------------------------------------------------------------------


def test_csv(labels, tmp_path):
    labels.to_csv(tmp_path / "a.csv")
    with open(tmp_path / "a.csv", newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["text"] for row in rows] == [RECORDS[0]["text"]] * 2 + ["'" + RECORDS[2]["text"], "lone\rreturn"]
    assert [row["p_favor"] for row in rows] == ["0.8", "", "", ""]
    assert [row["page"] for row in rows] == ["7", "7", "", "0.5"]
    assert [row["stance"] for row in rows] == ["favor", "", "", "against"]
    assert "probabilities" not in rows[0]


def test_jsonl(labels, tmp_path):
    labels.to_jsonl(tmp_path / "a.jsonl")
    lines = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == labels.to_records()


def test_parquet_and_pandas(labels, tmp_path):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    labels.to_parquet(tmp_path / "a.parquet")
    read, frame = pandas.read_parquet(tmp_path / "a.parquet"), labels.to_pandas()
    assert list(read.columns) == list(frame.columns)
    assert read["page"].tolist()[:2] == [7.0, 7.0]
    assert read["statement"].tolist() == frame["statement"].tolist() == [0, 0, 1, 2]
    assert frame["confidence"].isna().tolist() == read["confidence"].isna().tolist() == [False, True, True, False]


def test_values_of_every_kind_are_carried(tmp_path):
    pytest.importorskip("pyarrow")
    from pyarrow import parquet

    carried = {"flag": True, "whole": 2**60, "huge": 2**70, "list": [1, {"a": "ž"}], "mixed": 1, "nothing": None}
    rows = [{"text": "a", **carried}, {"text": "b", "mixed": "one", "nan": float("nan"), "inf": float("inf")}]
    labels = Labels.from_records(rows)
    labels.to_parquet(tmp_path / "a.parquet")
    table = parquet.read_table(tmp_path / "a.parquet")
    types = {field.name: str(field.type) for field in table.schema if field.name in carried}
    assert types == {"flag": "bool", "whole": "int64", "huge": "string", "list": "string", "mixed": "string"} | (
        {"nothing": "string"} if "nothing" in types else {}
    )
    assert table["list"].to_pylist() == ['[1, {"a": "ž"}]', None]
    labels.to_csv(tmp_path / "a.csv")
    first = next(csv.DictReader((tmp_path / "a.csv").open(encoding="utf-8")))
    assert (first["flag"], first["huge"], first["list"]) == ("True", str(2**70), '[1, {"a": "ž"}]')
    labels.to_jsonl(tmp_path / "a.jsonl")
    second = (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()[1]
    assert "NaN" not in second and "Infinity" not in second


def test_column_names_that_a_spreadsheet_would_run_are_escaped(tmp_path):
    Labels.from_records([{"text": "a", "=cmd": 1}]).to_csv(tmp_path / "a.csv")
    assert "'=cmd" in (tmp_path / "a.csv").read_text().splitlines()[0]


def test_what_csv_cannot_hold_is_told_and_nothing_is_written(tmp_path):
    with pytest.raises(InputError, match="row 0, column 'text': a NUL"):
        Labels.from_records([{"text": "a\0b"}]).to_csv(tmp_path / "a.csv")
    assert not list(tmp_path.iterdir())


_CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


@given(st.lists(st.fixed_dictionaries({"text": _CELLS, "note": _CELLS}), min_size=1, max_size=5))
def test_any_text_comes_back_from_csv(rows):
    stream = io.StringIO(newline="")
    labels = Labels.from_records(rows)
    labels._write_csv(stream, header=True)
    found = list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))
    for name in ("text", "note"):
        assert [unescape_cell(row[name]) for row in found] == [row[name] for row in rows]


def test_rows_can_be_numbered_on(labels):
    stream = io.StringIO()
    labels._write_jsonl(stream, first=100)
    assert [json.loads(line)["statement"] for line in stream.getvalue().splitlines()] == [100, 100, 101, 102]
    assert labels.column("statement") == [0, 0, 1, 2]


@pytest.mark.parametrize(
    ("kinds", "name"),
    [
        (set(), "string"),
        ({"int", "long"}, "int64"),
        ({"int", "float"}, "float64"),
        ({"long", "float"}, "string"),
        ({"int", "big"}, "string"),
        ({"bool", "int"}, "string"),
        ({"date32[day]"}, "date32[day]"),
        ({"date32[day]", "str"}, "string"),
    ],
)
def test_types_that_hold_every_value(kinds, name):
    assert type_of(kinds) == name


# -- shown -------------------------------------------------------------------------------------------------------


def test_repr_and_html(labels):
    assert repr(labels).splitlines()[-1] == "[4 rows from 3 statements]"
    page = labels._repr_html_()
    assert "=cmd|&quot; /C calc&quot;" in page
    assert "4 rows from 3 statements" in page
    assert "more rows" in repr(Labels.concatenate([labels] * 9))


def test_filter_takes_short_names_and_no_unknown_words():
    rows = [{"text": "a", "topic": "nato-membership", "stance": "favor"}, {"text": "b", "topic": "weather"}]
    table = Labels.from_records(rows)
    assert len(table.filter(topic="nato")) == len(table.filter(topic=["nato", "Weather"], stance="favor")) == 1
    assert len(table.filter(topic="kosovo")) == 0
    for unknown in ({"topic": "natto"}, {"stance": "pro"}, {"sentiment": "good"}):
        with pytest.raises(InputError, match=str(*unknown.values())):
            table.filter(**unknown)


def test_a_name_as_index_gives_the_column():
    table = Labels.from_records([{"text": "a", "topic": "x"}, {"text": "b"}])
    assert table["topic"] == ["x", None]
    with pytest.raises(InputError, match="no column 'topics'"):
        table["topics"]
