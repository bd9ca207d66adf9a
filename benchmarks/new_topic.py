"""New topics without training data: each shipped topic is left out of training, then judged by its name alone.

    python benchmarks/new_topic.py [--sample N] [--held N] [--cache FILE]

For each topic a model is trained on the statements of the corpus that do not touch it, for the other topics. The
topic then comes back as a fresh `Topic` with its name, aliases and phrases for and against, and judges statements
that no model was trained on. Printed: F1 of favor and of against and their mean (F_avg), over the statements that
touch the topic; F1 of whether a statement touches it, by naming; and the same F_avg of a model that was trained on
the topic. Intervals: 95 %, 1,000 bootstrap draws.
"""

from __future__ import annotations

import argparse
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from common import CORPUS, DRAWS, describe, lines

from stance.annotations import gather
from stance.annotations.gather import Example
from stance.labels import STANCES
from stance.learning.fresh import FreshTopic
from stance.learning.heads import Heads
from stance.learning.train import train_heads
from stance.topics import Topic, shipped_topics


def split(sample: int, held: int) -> tuple[list[Example], list[Example]]:
    """Take statements to train on and others to judge, groups whole."""
    examples = gather(lines(CORPUS))
    groups = sorted({e.group for e in examples})
    place = dict(zip(groups, np.random.default_rng(0).permutation(len(groups)).tolist(), strict=True))
    ordered = sorted(examples, key=lambda e: place[e.group])
    judged = ordered[:held]
    kept = {e.group for e in judged}
    return [e for e in ordered[held:] if e.group not in kept][:sample], judged


def without(train: Sequence[Example], topic: Topic) -> Heads:
    """Train on the statements that do not touch a topic, for the other topics."""
    others = [t for t in shipped_topics() if t.id != topic.id]
    return train_heads([e for e in train if topic.id not in e.labels], others)


def all_heads(train: Sequence[Example], cache: Path | None) -> dict[str | None, Heads]:
    """Train a model without each topic, and one with all (under None); with a cache, only once."""
    if cache and cache.exists():
        return pickle.loads(cache.read_bytes())  # a file that this script wrote
    heads: dict[str | None, Heads] = {t.id: without(train, t) for t in shipped_topics()}
    heads[None] = train_heads(train, shipped_topics())
    if cache:
        cache.write_bytes(pickle.dumps(heads))
    return heads


def f_scores(true: np.ndarray, said: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """F1 of favor and of against, for each draw: (n_draws, n) weights to (n_draws, 2)."""
    found = [
        2 * (weight @ ((true == k) & (said == k))) / np.maximum(weight @ ((true == k) * 1 + (said == k)), 1)
        for k in (0, 1)
    ]
    return np.array(found).T


def draws(n: int) -> np.ndarray:
    """How often each of n rows is drawn: once each, then at random."""
    rng = np.random.default_rng(0)
    drawn = [np.bincount(rng.integers(0, n, n), minlength=n) for _ in range(DRAWS)]
    return np.vstack([np.ones(n, dtype=int), *drawn])


def judge(topic: Topic, heads: dict[str | None, Heads], judged: Sequence[Example]) -> dict[str, np.ndarray]:
    """Give the figures of one topic, of the rows as they are and of each draw."""
    fresh = FreshTopic(heads[topic.id], topic)
    touched = np.array([topic.id in e.labels for e in judged])
    named = fresh.touched([e.text for e in judged]) >= 0.5
    weight = draws(len(judged))
    both, either = weight @ (touched & named), weight @ (touched * 1 + named)
    mine = [e for e in judged if topic.id in e.labels]
    true = np.array([STANCES.index(e.labels[topic.id]) for e in mine])
    texts, weight = [e.text for e in mine], draws(len(mine))
    trained = heads[None].stances(texts)[:, [t.id for t in heads[None].topics].index(topic.id)]
    found = f_scores(true, fresh.stances(texts).argmax(1), weight)
    return {
        "favor": found[:, 0],
        "against": found[:, 1],
        "F_avg": found.mean(1),
        "trained F_avg": f_scores(true, trained.argmax(1), weight).mean(1),
        "touched F1": 2 * both / either,
    }


def main(argv: list[str] | None = None) -> None:
    """Print the figures of each topic and their mean."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, default=6000, help="how many statements to train on")
    parser.add_argument("--held", type=int, default=3000, help="how many other statements to judge")
    parser.add_argument("--cache", type=Path, help="keep the trained models in this file, for trials of other rules")
    options = parser.parse_args(argv)
    train, judged = split(options.sample, options.held)
    heads = all_heads(train, options.cache)
    results = {t.id: judge(t, heads, judged) for t in shipped_topics()}
    columns = list(next(iter(results.values())))
    print(f"| topic | touching | {' | '.join(columns)} |\n" + "| --- " * (len(columns) + 2) + "|")
    for name, result in results.items():
        count = sum(name in e.labels for e in judged)
        print(f"| {name} | {count} | {' | '.join(describe(result[c]) for c in columns)} |")
    means = [describe(np.mean([result[c] for result in results.values()], axis=0)) for c in columns]
    print(f"| mean | | {' | '.join(means)} |")


if __name__ == "__main__":
    main(sys.argv[1:])
