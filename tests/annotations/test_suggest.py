import csv

import numpy as np
import pytest

from stance.annotations import Annotation, read_annotations, suggest, write_annotations
from stance.errors import InputError
from stance.labels import Labels

TEXTS = [
    "join the alliance",
    "leave the alliance now",
    "gas supply contract",
    "the weather is fine",
    "talks in Brussels",
]


def pool(n=50, seed=0):
    rng = np.random.default_rng(seed)
    return Labels.from_records(
        [
            {
                "statement": i,
                "id": f"p{i}",
                "text": f"{TEXTS[i % 5]} {i // 5}",
                "topic": "nato" if i % 5 < 3 else None,
                "stance": "favor" if i % 5 < 3 else None,
                "confidence": float(rng.uniform(0.3, 1)),
                "sentiment": "neutral",
            }
            for i in range(n)
        ]
    )


def ids(labels):
    return labels.column("id")


def test_uncertainty_alone_takes_the_least_sure():
    labels = pool()
    confidence = labels.column("confidence")
    expected = sorted(range(50), key=lambda i: confidence[i])[:5]
    assert ids(suggest(None, labels, 5, "uncertainty")) == [f"p{i}" for i in expected]


def test_diversity_does_not_take_the_same_twice():
    records = [
        {
            "id": f"p{i}",
            "text": "one and the same text" if i < 20 else TEXTS[i % 5],
            "confidence": 0.3 if i < 20 else 0.6,
        }
        for i in range(25)
    ]
    chosen = suggest(None, Labels.from_records(records), 6)
    texts = chosen.column("text")
    assert len(set(texts)) == 6 and texts[0] == "one and the same text"


@pytest.mark.parametrize("by", ["uncertainty+diversity", "uncertainty", "weak", "random"])
def test_same_seed_same_choice_and_all_of_a_small_pool(by):
    labels = pool()
    assert ids(suggest(None, labels, 7, by, random_state=3)) == ids(suggest(None, labels, 7, by, random_state=3))
    chosen = ids(suggest(None, labels, 7, by))
    assert len(set(chosen)) == 7 and set(chosen) <= set(ids(labels))
    assert sorted(ids(suggest(None, labels, 500, by))) == sorted(ids(labels))


def test_weak_classes_get_more():
    labels = pool(200)
    chosen = suggest(None, labels, 20, "weak", weakness={"nato:favor": 0.9, "none": 0.1})
    assert sum(t == "nato" for t in chosen.column("topic")) == 18
    assert (
        sum(t == "nato" for t in suggest(None, labels, 20, "weak", weakness={"nato": 0.5, "none": 0.5}).column("topic"))
        == 10
    )


def test_all_rows_of_a_statement_come_along():
    labels = Labels.from_records(
        [
            {"statement": 0, "id": "a", "text": "A", "topic": "x", "stance": "favor", "confidence": 0.9},
            {"statement": 0, "id": "a", "text": "A", "topic": "y", "stance": None, "confidence": 0.3},
            {"statement": 1, "id": "b", "text": "B", "topic": "x", "stance": "favor", "confidence": 0.8},
        ]
    )
    chosen = suggest(None, labels, 1)
    assert chosen.column("topic") == ["x", "y"]


def test_the_model_is_asked_and_labelled_ones_are_left_out():
    class Model:
        def label(self, source):
            return Labels.from_records([{"text": t, "confidence": 0.5} for t in source])

    done = [Annotation(text="join the  alliance", topic="t", stance="favor")]
    assert set(suggest(Model(), TEXTS, 9, without=done).column("text")) == set(TEXTS[1:])
    assert "p3" not in ids(suggest(None, pool(), 50, without=[Annotation(text="other", id="p3")]))


def test_features_given():
    from scipy import sparse

    labels = Labels.from_records([{"id": str(i), "text": "same", "confidence": 0.5} for i in range(6)])
    dense = np.array([[1, 0, 0]] * 4 + [[0, 1, 0], [0, 0, 1]], dtype=float)
    for features in (dense, sparse.csr_matrix(dense)):
        chosen = {int(i) for i in ids(suggest(None, labels, 3, features=features))}
        assert {4, 5} < chosen
    with pytest.raises(InputError, match="fewer than the pool"):
        suggest(None, labels, 3, features=dense[:2])


@pytest.mark.parametrize("n", [0, -1, 1.5, True, "3"])
def test_bad_n(n):
    with pytest.raises(InputError, match="how many statements"):
        suggest(None, pool(), n)


def test_bad_choice_and_empty_pool():
    with pytest.raises(InputError, match="by is"):
        suggest(None, pool(), 3, "magic")
    with pytest.raises(InputError, match="no statement"):
        suggest(None, Labels.from_records([]), 3)


def test_written_for_a_tool_with_ids(tmp_path):
    chosen = suggest(None, pool(), 4)
    write_annotations(chosen, tmp_path / "next.csv")
    with open(tmp_path / "next.csv", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert list(dict.fromkeys(row["id"] for row in rows)) == ids(chosen)
    with pytest.raises(InputError, match="no row is labelled yet"):
        read_annotations(tmp_path / "next.csv")
