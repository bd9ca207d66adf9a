"""The sample archive is what its card says."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from stance.analysis import changes, timeline
from stance.labels import SENTIMENTS, STANCES, Labels
from stance.topics import shipped_topics

ARCHIVE = Path(__file__).parents[2] / "seeds" / "archive"
ARTICLES = sorted(ARCHIVE.glob("*.txt"))
RECORDS = [json.loads(line) for line in (ARCHIVE / "labels.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def labels():
    rows = [
        {**record, "statement": i, "topic": topic, "stance": stance}
        for i, record in enumerate(RECORDS)
        for topic, stance in (record["labels"] or {None: None}).items()
    ]
    return Labels.from_records({k: v for k, v in row.items() if k != "labels"} for row in rows)


def test_articles():
    assert len(ARTICLES) == 60
    for path in ARTICLES:
        assert re.fullmatch(r"20(1\d|2[0-5])-\d\d-\d\d-[a-z-]+\.txt", path.name)
        assert 120 <= len(path.read_text(encoding="utf-8").split()) <= 300
    assert set(Counter(r["document"] for r in RECORDS).values()) <= set(range(4, 9))
    assert {r["document"] for r in RECORDS} == {path.name for path in ARTICLES}


def test_statements_stand_in_their_articles():
    texts = {path.name: path.read_text(encoding="utf-8") for path in ARTICLES}
    for record in RECORDS:
        assert record["text"] in texts[record["document"]] and record["document"].startswith(record["date"])
        assert record["speaker"] in texts[record["document"]]
    assert len({r["id"] for r in RECORDS}) == len({r["text"] for r in RECORDS}) == len(RECORDS) == 337


def test_labels_are_the_codebooks():
    topics = {topic.id for topic in shipped_topics()}
    for record in RECORDS:
        assert set(record["labels"]) <= topics and set(record["labels"].values()) <= set(STANCES)
        assert record["sentiment"] in SENTIMENTS


def test_one_name_one_side_and_role():
    assert len({r["speaker"] for r in RECORDS}) == len({(r["speaker"], r["side"], r["role"]) for r in RECORDS}) == 26


def test_positions_change(labels):
    party = changes(labels, "Homeland Party", "belgrade-pristina-dialogue")
    assert [(turn["date"][:4], turn["to"]) for turn in party] == [
        ("2013", "against"), ("2017", "favor"), ("2022", "against"), ("2024", "favor"),
    ]  # fmt: skip
    moldova = timeline(labels.filter(side="Moldova"), "nato-membership")
    means = {row["period"]: row["mean"] for row in moldova}
    assert means["2012"] == 1 and means["2019"] == 0 and means["2021"] == means["2025"] == -1
    assert [turn["to"] for turn in changes(labels, "Serbia", "russia-sanctions")] == ["favor"]


def test_annotations_read(labels):
    from stance.annotations import read_annotations

    assert len({a.id for a in read_annotations(ARCHIVE / "labels.jsonl")}) == len(RECORDS)
