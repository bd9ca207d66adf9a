import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import stance
from stance.annotations import gather
from stance.errors import InputError
from stance.learning.evaluate import judge_examples
from stance.learning.metrics import draw_figures

CORPUS = Path(os.environ.get("STANCE_CORPUS", Path(__file__).parents[2] / "seeds" / "statements.jsonl"))
ONLY = ["open-balkan"]


def saved(model, folder):
    model.save(folder)
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in Path(folder).iterdir()}


def named_only(rows, topic="open-balkan"):
    """The rows as somebody annotates them who labels the new topic alone."""
    return [{**row, "labels": {t: s for t, s in row["labels"].items() if t == topic}} for row in rows]


@pytest.fixture(scope="module")
def alone(shipped, rows):
    return shipped.update([{k: v for k, v in row.items() if k != "sentiment"} for row in named_only(rows[:150])])


def test_what_is_not_named_stays_bit_for_bit(shipped, alone):
    old, new = shipped._heads, alone._heads
    n, tones, shared = len(old.topics), slice(-3, None), slice(-3, None)
    assert [t.id for t in alone.topics] == [*(t.id for t in shipped.topics), "open-balkan"]
    assert np.array_equal(old.detect.weights[:, :n], new.detect.weights[:, :n])
    assert np.array_equal(old.detect.weights[:, tones], new.detect.weights[:, tones])
    assert np.array_equal(old.stance.weights[:, : 3 * n], new.stance.weights[:, : 3 * n])
    assert np.array_equal(old.stance.weights[:, shared], new.stance.weights[:, shared])
    assert np.array_equal(old.thresholds, new.thresholds[:n]) and np.array_equal(old.touch, new.touch[:n])


def test_old_labels_do_not_change(shipped, alone, rows):
    texts = [*(row["text"] for row in rows), "We will never join NATO.", "Sanctions must stay.", "It rains."]
    old = [t.id for t in shipped.topics]
    assert shipped.label(texts, topics=old).to_records() == alone.label(texts, topics=old).to_records()


def test_the_new_topic_is_learned(updated, alone, rows):
    for model in (updated, alone):
        figures = draw_figures(judge_examples(model._heads, gather(rows[150:]), ONLY), 0)[None]
        assert figures["topic_f1"][0] > 0.9
        assert figures["stance_acc"][0] > figures["stance_majority"][0] + 0.25
        assert figures["pair_f1"][0] > 0.65


def test_the_old_model_is_left_as_it_is(shipped, updated):
    assert len(shipped.topics) == len(updated.topics) - 1 == 8
    assert "updates" not in shipped.facts and shipped.facts["statements"] + 150 == updated.facts["statements"]
    assert updated.facts["updates"][0]["statements"] == 150


def test_the_same_bytes_at_any_number_of_jobs(small, rows, tmp_path):
    more = rows[100:150]
    first = saved(small.update(more, topics=ONLY), tmp_path / "a")
    assert saved(small.update(more, topics=ONLY), tmp_path / "b") == first
    assert saved(small.update(more, topics=ONLY, n_jobs=2), tmp_path / "c") == first


def test_saved_and_loaded_it_labels_alike_and_can_be_updated_again(small, rows, tmp_path):
    once = small.update(rows[100:150], topics=ONLY)
    once.save(tmp_path / "once")
    loaded = stance.load(tmp_path / "once")
    texts = [row["text"] for row in rows]
    assert loaded.label(texts).to_records() == once.label(texts).to_records()
    twice = loaded.update(rows[150:], topics=ONLY)
    assert len(twice.facts["updates"]) == 2 and len(twice._heads.memory) > len(small._heads.memory)
    accuracy = [m.evaluate(rows[150:], topics=ONLY, n_draws=1)["stance_acc"].value for m in (loaded, twice)]
    assert accuracy[1] > accuracy[0]


def test_a_known_topic_is_corrected_where_the_new_data_speaks(shipped):
    ends = ("came today", "is near", "was seen in March", "has begun", "went on", "lasts", "is ready")
    against = {"nato-membership": "against"}
    rows = [{"text": f"The zorblax of the alliance {end}.", "labels": against} for end in ends]
    told = shipped.update(rows).label([row["text"] for row in rows], topics=["nato-membership"])
    assert {record["stance"] for record in told} == {"against"}


def test_old_topics_are_unknown_where_only_new_ones_are_labelled(shipped, rows):
    # One statement names an old topic; the others do not say that they do not touch it.
    mixed = [{"text": "We will never join NATO.", "labels": {"nato-membership": "against"}}, *named_only(rows[:60])]
    touching = "Open Balkan and membership of NATO go together well, and NATO should be widened."
    before = shipped.label(touching, topics=["nato-membership"])[0]["confidence"]
    after = shipped.update(mixed).label(touching, topics=["nato-membership"])[0]["confidence"]
    assert after > before - 0.1


def test_problems_are_named(shipped, small, rows):
    with pytest.raises(InputError, match=r"'new'.*annotate at least 10"):
        shipped.update([{"text": f"Text {i}.", "labels": {"new": "favor"}} for i in range(3)])
    with pytest.raises(InputError, match="take no stance"):
        shipped.update([{"text": "It rained.", "labels": {}}])
    forgetful = stance.Model(replace(small._heads, memory=None))
    with pytest.raises(InputError, match="every statement touches 'new'"):
        forgetful.update([{"text": f"Text {i}.", "labels": {"new": "favor"}} for i in range(12)])


def test_without_a_memory_it_learns_and_keeps_none(rows, small):
    forgetful = stance.Model(replace(small._heads, memory=None))
    new = forgetful.update(rows[100:150], topics=ONLY)
    assert new._heads.memory is None and not any(name.startswith("memory") for name in new._heads.arrays())


@pytest.mark.slow
@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus is not there")
def test_nothing_is_forgotten_on_held_out_data(rows):
    """A model of seven eighths of the corpus, updated with 100 statements, on the last eighth."""
    examples = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    groups = sorted({e.group for e in gather(examples)})
    held = set(np.random.default_rng(0).permutation(groups)[: len(groups) // 8].tolist())
    group = {e.id: e.group for e in gather(examples)}
    parts = [[r for r in examples if (group[r["id"]] in held) is wanted] for wanted in (False, True)]
    model = stance.train(parts[0])
    known = [t.id for t in model.topics]
    named = {t for row in rows[:100] for t in row["labels"]} & {*known, "open-balkan"}
    new = model.update(rows[:100], topics=sorted(named))
    before, after = (draw_figures(judge_examples(m._heads, gather(parts[1]), known), 0) for m in (model, new))
    for name in ("pair_f1", "stance_acc", "topic_f1"):
        assert after[None][name][0] >= before[None][name][0] - 0.01, name
    for topic in known:
        assert after[topic]["stance_acc"][0] >= before[topic]["stance_acc"][0] - 0.015, topic
