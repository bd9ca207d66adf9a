import numpy as np
import pytest

from stance.annotations import Annotation, find_suspects, read_annotations, write_annotations
from stance.annotations.suspects import confident_joint, label_errors
from stance.errors import InputError
from stance.labels import STANCES


def noisy(n=300, share=0.1, seed=0):
    """Labels of which a known share is wrong, and probabilities as a fair model would give them."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, n)
    given = truth.copy()
    wrong = rng.random(n) < share
    given[wrong] = (truth[wrong] + rng.integers(1, 3, wrong.sum())) % 3
    logits = rng.normal(0, 1, (n, 3))
    logits[np.arange(n), truth] += 3
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    return p, given, wrong


def test_planted_errors_are_found():
    p, y, wrong = noisy()
    flagged, _ = label_errors(p, y)
    assert (flagged & wrong).sum() / wrong.sum() > 0.7
    assert (flagged & wrong).sum() / flagged.sum() > 0.9


def test_joint_against_the_plain_definition():
    p, y, _ = noisy(60)
    thresholds = [p[y == j, j].mean() for j in range(3)]
    expected = np.zeros((3, 3), int)
    for row, given in zip(p, y, strict=True):
        over = [j for j in range(3) if row[j] >= thresholds[j]]
        if over:
            expected[given, max(over, key=lambda j: row[j])] += 1
    assert (confident_joint(p, y)[0] == expected).all()


def test_a_class_that_nobody_gave():
    p = np.array([[0.2, 0.2, 0.6], [0.8, 0.1, 0.1]])
    flagged, _ = label_errors(p, np.array([0, 0]))
    assert not flagged.any()


def test_suspects_are_ranked_and_writable(tmp_path):
    p, y, wrong = noisy(120)
    data = [Annotation(text=f"text {i}", id=f"s{i}", topic="t", stance=STANCES[c]) for i, c in enumerate(y)]
    data.append(Annotation(text="nothing"))
    found = find_suspects(data, lambda examples: (p, y))
    margins = [record["margin"] for record in found]
    assert margins == sorted(margins) and found.n == 120 and 0 < len(found) < 40
    assert found[0]["stance"] != found[0]["suggested"] and wrong[int(found[0]["id"][1:])]
    assert "labels look wrong" in repr(found) and "<table>" in found._repr_html_() and set(found.noise) == set(STANCES)
    write_annotations(found, tmp_path / "check.csv")
    assert [a.id for a in read_annotations(tmp_path / "check.csv")] == [record["id"] for record in found]
    assert find_suspects(data[::-1], lambda examples: (p[::-1], y[::-1])) == found


def test_each_topic_is_an_example_of_its_own():
    seen = []

    def probabilities(examples):
        seen.extend((e.text, dict(e.labels)) for e in examples)
        return np.full((len(examples), 3), 1 / 3), np.zeros(len(examples), int)

    find_suspects([Annotation(text="A", topic=t, stance="favor") for t in "xy"], probabilities)
    assert seen == [("A", {"x": "favor"}), ("A", {"y": "favor"})]


def test_what_does_not_fit():
    with pytest.raises(InputError, match="no stance is labelled"):
        find_suspects([Annotation(text="A")], lambda e: (np.zeros((0, 3)), np.zeros(0, int)))
    for p, y in [
        (np.ones((2, 3)), np.zeros(3, int)),
        (np.full((1, 3), np.nan), np.zeros(1, int)),
        (np.ones((1, 3)), np.array([3])),
    ]:
        with pytest.raises(InputError):
            label_errors(p, y)
