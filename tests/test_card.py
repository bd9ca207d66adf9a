from dataclasses import replace

import numpy as np
import pytest

import stance
from stance.card import model_card
from stance.learning.memory import Memory


@pytest.fixture(scope="module")
def heads():
    return stance.load()._heads


def front(card):
    """The front matter, read as a hub does."""
    yaml = pytest.importorskip("yaml")
    return yaml.safe_load(card.split("---\n")[1])


def test_every_topic_and_count_is_there(heads):
    card = model_card(heads)
    for topic in heads.topics:
        assert f"| {topic.id} |" in card
    assert f"Statements: {heads.facts['statements']:,}" in card and heads.facts["data_sha256"] in card
    for part in ("Intended use", "Topics and training data", "What it holds"):
        assert f"\n## {part}\n" in card


def test_it_says_whether_statements_are_remembered(heads):
    forgetful = model_card(replace(heads, memory=None))
    assert "No training text: weights of hashed features alone." in forgetful
    no_entries, starts = np.zeros(0, np.uint32), np.zeros(8, np.int32)
    memory = Memory(no_entries, starts, np.ones(7), np.zeros((7, 8), np.int8), np.zeros(7, np.int8))
    assert "hashed features of 7 statements with their labels, no text" in model_card(replace(heads, memory=memory))


def test_figures_updates_and_promotion_are_told(heads):
    held_out = {"topic_f1": 0.97, "stance_acc": 0.8, "stance_majority": 0.4}
    update = {"statements": 150, "topics": ["open-balkan"], "data_sha256": "ab" * 32, "random_state": 0, "folds": 4}
    update["new_topics"] = {"open-balkan": held_out}
    facts = {
        **heads.facts,
        "cross_validation": {
            "folds": 4,
            "figures": {"pair_f1": [0.5, 0.4, 0.6], "topic_f1": [0.8, 0.7, 0.9]},
            "topics": {"nato-membership": {"pair_f1": [0.5]}},
        },
        "updates": [update],
        "promotion": {
            "gold_sha256": "cd" * 32, "statements": 70, "pair_f1": 0.8, "pair_f1_before": 0.1, "higher_in": 1.0,
            "forced": False,
        },
        "figures": {"On other statements": {"pair F1": 0.72}},
        "notes": {"Limits": "None known."},
    }  # fmt: skip
    card = model_card(replace(heads, facts=facts))
    assert "0.500 [0.400, 0.600]" in card and "4 folds" in card and "Before the updates." in card
    assert "Updated with 150 statements on open-balkan" in card
    assert "topic F1 0.970, accuracy of the stance 0.800 (majority 0.400)" in card
    assert "Pair F1 0.800 on 70 statements" in card and "by force" not in card
    assert "| pair F1 | 0.72 |" in card and card.rstrip().endswith("## Limits\n\nNone known.")
    index = front(card)["model-index"][0]["results"][0]
    assert {m["name"]: m["value"] for m in index["metrics"]} == {"pair_f1": 0.5, "topic_f1": 0.8}


def test_front_matter_is_yaml_also_with_strange_topics(heads):
    strange = stance.Topic('a: "b" #c | d\n- e', description="x | y\n# z")
    card = model_card(replace(heads, topics=[strange]))
    assert strange.id in front(card)["tags"] and front(card)["library_name"] == "stance-nlp"
    table = [line for line in card.splitlines() if line.startswith("| a:")]
    assert len(table) == 1 and table[0].count("|") == 6


def test_the_same_model_gives_the_same_card(heads):
    assert model_card(heads) == model_card(heads)
