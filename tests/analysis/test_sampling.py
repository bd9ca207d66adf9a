import csv
import json
from collections import Counter

import pytest

from stance.analysis import draw_sample
from stance.annotations import read_annotations
from stance.errors import InputError

from .helpers import corpus, table

LABELS, TRUTH = corpus(n=300)


def test_random_sample_weighs_all_alike():
    sample = draw_sample(LABELS, 50)
    assert len({a.id for a in sample}) == 50 and {a.weight for a in sample} == {6.0}
    assert all(a.topic is None and a.stance is None for a in sample)


def test_seed_decides():
    assert draw_sample(LABELS, 20) == draw_sample(LABELS, 20) != draw_sample(LABELS, 20, random_state=1)


@pytest.mark.parametrize(("allocation", "counts"), [("equal", {"A": 10, "B": 5}), ("proportional", {"A": 14, "B": 1})])
def test_strata(allocation, counts):
    labels = table(*({"side": "A"} for _ in range(95)), *({"side": "B"} for _ in range(5)))
    sample = draw_sample(labels, 15, by="side", allocation=allocation)
    assert Counter(a.side for a in sample) == counts
    assert sum(a.weight for a in sample) == pytest.approx(100)


def test_topic_strata_hold_statements_off_topic_too():
    sample = draw_sample(LABELS, 40, by=["side", "topic"])
    assert Counter(a.side for a in sample) == {"Norland": 20, "Sudland": 20}
    assert sum(a.weight for a in sample) == pytest.approx(300)


def test_all_statements():
    assert {a.id for a in draw_sample(LABELS, 300)} == set(TRUTH)


def test_statements_not_rows_are_drawn():
    labels = table(*({"statement": 0, "text": "a", "topic": t} for t in "xyz"), {"statement": 1, "text": "b"})
    assert sorted(a.text for a in draw_sample(labels, 2)) == ["a", "b"]


@pytest.mark.parametrize("suffix", ["csv", "jsonl"])
def test_written_sample_keeps_ids_and_weights(tmp_path, suffix):
    path = tmp_path / f"sample.{suffix}"
    sample = draw_sample(LABELS, 12, by="side", path=path)
    with pytest.raises(InputError, match=r"labels|labelled"):
        read_annotations(path)
    with open(path, newline="") as stream:
        rows = list(csv.DictReader(stream)) if suffix == "csv" else [json.loads(line) for line in stream]
    assert {row["id"]: float(row["weight"]) for row in rows} == {a.id: a.weight for a in sample}


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n": 0}, "give at least 1 and at most 300"),
        ({"n": 301}, "at most 300"),
        ({"n": 3, "by": "date"}, "one for each stratum"),
        ({"n": 5, "allocation": "all"}, "allocation is"),
    ],
)
def test_what_users_get_wrong(options, message):
    with pytest.raises(InputError, match=message):
        draw_sample(LABELS, **options)
