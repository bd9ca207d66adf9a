import numpy as np
import pytest

import stance
from stance.annotations import gather
from stance.errors import InputError
from stance.labels import SENTIMENTS, STANCES
from stance.learning.evaluate import judge_examples
from stance.learning.metrics import draw_figures


def f1_macro(gold, predicted, classes):
    scores = []
    for c in classes:
        right = sum(g == p == c for g, p in zip(gold, predicted, strict=True))
        denominator = sum(g == c for g in gold) + sum(p == c for p in predicted)
        if denominator:
            scores.append(2 * right / denominator)
    return sum(scores) / max(1, len(scores))


def by_hand(gold, model):
    """The figures as plain loops over the records that a user sees."""
    texts = [row["text"] for row in gold]
    records = model.label(texts).to_records()
    tone = {r["statement"]: r["sentiment"] for r in records}
    pairs = [r for r in records if r["topic"]]
    found = {(r["statement"], r["topic"]) for r in pairs}
    topics = sorted({t for row in gold for t in row["labels"]})
    right_pairs = {(i, t, s) for i, row in enumerate(gold) for t, s in row["labels"].items()}
    given_pairs = {(r["statement"], r["topic"], r["stance"]) for r in pairs}
    n = range(len(gold))
    touched = [f1_macro([t in row["labels"] for row in gold], [(i, t) in found for i in n], [True]) for t in topics]
    g, p, favg = [], [], []
    for topic in topics:
        rows = [row for row in gold if topic in row["labels"]]
        told = [r["stance"] for r in model.label([row["text"] for row in rows], topics=[stance.Topic(topic)])]
        right = [row["labels"][topic] for row in rows]
        favg.append(f1_macro(right, told, STANCES[:2]))
        g, p = g + right, p + told
    hits = [(r["confidence"], (r["statement"], r["topic"], r["stance"]) in right_pairs) for r in pairs]
    hits.sort(key=lambda hit: -hit[0])
    bins = [hits[i * len(hits) // 5 : (i + 1) * len(hits) // 5] for i in range(5)]
    top = hits[: round(0.7 * len(hits))]
    return {
        "pair_f1": 2 * len(right_pairs & given_pairs) / (len(right_pairs) + len(given_pairs)),
        "topic_f1": sum(touched) / len(touched),
        "stance_acc": sum(a == b for a, b in zip(g, p, strict=True)) / len(g),
        "stance_f1": f1_macro(g, p, STANCES),
        "favg": sum(favg) / len(favg),
        "sentiment_f1": f1_macro([row["sentiment"] for row in gold], [tone[i] for i in range(len(gold))], SENTIMENTS),
        "ece": sum(abs(sum(c for c, _ in b) - sum(h for _, h in b)) for b in bins) / len(hits),
        "at70": sum(h for _, h in top) / len(top),
    }


@pytest.mark.parametrize("which", ["shipped", "updated"])
def test_figures_are_those_of_plain_loops(which, request, rows):
    model = request.getfixturevalue(which)
    figures = draw_figures(judge_examples(model._heads, gather(rows)), 0)[None]
    for name, value in by_hand(rows, model).items():
        assert figures[name][0] == pytest.approx(value, abs=1e-12), name


def test_topics_of_the_gold_that_the_model_lacks_are_missed_and_named(shipped, rows):
    outcome = judge_examples(shipped._heads, gather(rows))
    assert outcome.unknown == ("open-balkan",)
    column = outcome.topics.index("open-balkan")
    assert (outcome.given[:, column] == -1).all()
    assert set(np.unique(outcome.stance[:, column])) <= {0, 1, 2}


def test_only_the_topics_asked_for_are_judged(updated, rows):
    outcome = judge_examples(updated._heads, gather(rows), ["open-balkan"])
    assert outcome.topics == ("open-balkan",)
    with pytest.raises(InputError, match="name none of the topics"):
        judge_examples(updated._heads, gather(rows), ["no-such-topic"])
    with pytest.raises(InputError, match="give some"):
        judge_examples(updated._heads, [])


def test_statements_without_sentiment_have_no_sentiment_figure(shipped):
    gold = [{"text": "We will never join NATO.", "labels": {"nato-membership": "against"}}]
    figures = draw_figures(judge_examples(shipped._heads, gather(gold)), 0)[None]
    assert np.isnan(figures["sentiment_f1"][0]) and np.isnan(figures["sentiment_acc"][0])
