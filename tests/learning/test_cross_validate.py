import numpy as np
import pytest

import stance
from stance.annotations import gather
from stance.errors import InputError
from stance.learning.cross_validate import held_out_stances, held_out_touch


@pytest.fixture(scope="module")
def flipped(rows):
    """Annotations of which five have the opposite of the right stance."""
    result = [dict(row, labels={t: s for t, s in row["labels"].items() if t == "open-balkan"}) for row in rows]
    turned = {"favor": "against", "against": "favor"}
    clear = [i for i, row in enumerate(result) if row["labels"].get("open-balkan") in turned][:50:10]
    for i in clear:
        result[i] = dict(result[i], labels={"open-balkan": turned[result[i]["labels"]["open-balkan"]]})
    return result, {result[i]["id"] for i in clear}


def test_a_model_finds_turned_labels(flipped, shipped):
    rows, wrong = flipped
    found = stance.suspects(rows, shipped)
    hits = {record["id"] for record in found} & wrong
    # Those named are wrong many times as often as the others.
    assert len(hits) >= 2 and len(hits) / len(found) > 3 * len(wrong) / found.n
    assert all(r["margin"] == pytest.approx(r["p_given"] - r["p_suggested"]) for r in found)
    assert [r["margin"] for r in found] == sorted(r["margin"] for r in found)


def test_cross_validation_ranks_turned_labels_high(flipped):
    rows, wrong = flipped
    found = stance.suspects(rows)
    assert found.n == 174
    assert len({record["id"] for record in found[:60]} & wrong) >= 3
    assert found.to_records() == stance.suspects(rows, n_jobs=2).to_records()


def test_whether_the_topic_is_touched(rows):
    mended = [dict(row) for row in rows]
    wrong = [i for i, row in enumerate(rows) if "open-balkan" in row["labels"]][:2]
    for i in wrong:
        mended[i] = {**rows[i], "labels": {}}
    found = stance.suspects(mended, what="topic")
    assert {rows[i]["id"] for i in wrong} & {r["id"] for r in found if r["stance"] == "untouched"}
    assert len(found) < 15 and {r["topic"] for r in found} == {"open-balkan"}


def test_held_out_probabilities_do_not_know_the_document(rows):
    # Every statement twice, in one document each pair: a model that saw the twin would be surer.
    one = [e for e in gather([{**r, "labels": {"open-balkan": "favor"} if i % 2 else {"open-balkan": "against"}}
           for i, r in enumerate(rows)])]  # fmt: skip
    p, y = held_out_stances(one)
    assert p.shape == (220, 3) and np.allclose(p.sum(axis=1), 1)
    # Labels that mean nothing cannot be foretold.
    assert 0.35 < (p.argmax(axis=1) == y).mean() < 0.65


def test_touch_is_foretold(rows):
    examples = gather(rows)
    p = held_out_touch(examples, "open-balkan")
    truth = np.array(["open-balkan" in e.labels for e in examples])
    assert ((p > 0.5) == truth).mean() > 0.9


def test_problems_are_named(rows):
    with pytest.raises(InputError, match="one document or group"):
        stance.suspects([{**row, "document": "d"} for row in rows[:20]])
    with pytest.raises(InputError, match='"stance" or "topic"'):
        stance.suspects(rows, what="tone")
    with pytest.raises(InputError, match="no topic is named"):
        stance.suspects([{"text": "It rained.", "labels": {}}], what="topic")


def test_training_says_how_it_did_on_what_it_had_not_seen(small):
    checked = small.facts["cross_validation"]
    assert checked["folds"] == 4 and set(checked["topics"]) == {"open-balkan"}
    value, low, high = checked["figures"]["pair_f1"]
    assert low <= value <= high and 0.3 < value < 0.95
