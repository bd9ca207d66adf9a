"""Simulation: the intervals of `stance.analysis.prevalence` hold, and are narrower than hand labels alone.

Simulates corpora of statements in 30 documents that differ in their positions and in how much they speak of the
topic. A biased classifier labels all statements, 250 drawn at random are labelled by hand. For each corpus the share
of favor is estimated by counting the classifier's labels (naive), from the hand labels alone, and by
`stance.analysis.prevalence`; the truth is the share in the process that the documents come from.

    python benchmarks/prevalence.py                        # 1,000 corpora, three seeds, all settings: about 10 minutes
    python benchmarks/prevalence.py --corpora 100 --seeds 1

The figures measured stand in RESULTS-prevalence.md. With ppi-python installed the point estimates are
compared with its own (``--check``); QuaPy, where it is installed, adjusts the same counts (ACC).
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from stance.analysis import prevalence
from stance.analysis.estimator import difference_estimate
from stance.analysis.intervals import cluster_interval
from stance.annotations.annotation import Annotation
from stance.annotations.table import Annotations
from stance.labels import STANCES, Labels

TOPIC = "nato-membership"
SHARES = (0.1, 0.33, 0.6)
# Rows: truth (favor, against, neutral, off-topic); columns: what the classifier says.
CLASSIFIERS = {
    "moderate bias": np.array(
        [[0.66, 0.08, 0.18, 0.08], [0.10, 0.70, 0.14, 0.06], [0.13, 0.07, 0.74, 0.06], [0.02, 0.02, 0.04, 0.92]]
    ),
    "strong bias": np.array(
        [[0.84, 0.02, 0.09, 0.05], [0.30, 0.52, 0.10, 0.08], [0.34, 0.06, 0.50, 0.10], [0.08, 0.02, 0.05, 0.85]]
    ),
}


@dataclass(frozen=True)
class Setting:
    """One kind of corpus."""

    share: float
    classifier: str
    documents: int = 30
    statements: int = 1500
    labelled: int = 250
    touching: float = 0.6
    correlation: float = 0.08


@dataclass
class Tally:
    """What the estimators gave over the corpora."""

    covered: list[bool] = field(default_factory=list)
    width: list[float] = field(default_factory=list)
    error: list[float] = field(default_factory=list)

    def add(self, truth: float, value: float, ends: tuple[float, float]) -> None:
        """Note one estimate and its interval."""
        self.covered.append(ends[0] <= truth <= ends[1])
        self.width.append(ends[1] - ends[0])
        self.error.append(value - truth)


@dataclass(frozen=True)
class Corpus:
    """A simulated corpus."""

    document: np.ndarray
    truth: np.ndarray
    guess: np.ndarray
    probabilities: np.ndarray
    labelled: np.ndarray


def simulate(setting: Setting, rng: np.random.Generator) -> Corpus:
    """Draw documents, their statements, the classifier's labels and the labelled sample."""
    share = np.array([setting.share, (1 - setting.share) * 0.6, (1 - setting.share) * 0.4])
    positions = rng.dirichlet(share * (1 / setting.correlation - 1), setting.documents)
    touching = rng.beta(setting.touching * 8, (1 - setting.touching) * 8, setting.documents)
    sizes = 5 + rng.poisson(setting.statements / setting.documents - 5, setting.documents)
    document = np.repeat(np.arange(setting.documents), sizes)
    truth = _draw(positions[document], rng)
    truth[rng.random(len(truth)) > touching[document]] = 3
    # The classifier errs more in some documents than in others, as it does on unfamiliar wording.
    confusion = CLASSIFIERS[setting.classifier]
    skill = rng.beta(18, 2, setting.documents)[document, None]
    said = skill * confusion[truth] + (1 - skill) * confusion.mean(axis=0)
    guess = _draw(said, rng)
    probabilities = 0.7 * np.eye(4)[guess][:, :3] + 0.1
    labelled = rng.choice(len(truth), setting.labelled, replace=False)
    return Corpus(document, truth, guess, probabilities, labelled)


def _draw(probabilities: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return (rng.random(len(probabilities))[:, None] > probabilities.cumsum(axis=1)[:, :-1]).sum(axis=1)


def as_labels(corpus: Corpus) -> Labels:
    """Give the classifier's labels as `stance.label` gives them."""
    n = len(corpus.guess)
    touched = corpus.guess < 3
    rows = {
        "statement": np.arange(n),
        "topic": np.where(touched, 0, -1).astype(np.int16),
        "stance": np.where(touched, corpus.guess, -1).astype(np.int16),
        "confidence": np.full(n, 0.7),
        "probabilities": np.where(touched[:, None], corpus.probabilities, np.nan),
        "sentiment": np.full(n, 2, dtype=np.int16),
        "sentiment_confidence": np.full(n, 0.9),
        "reason": np.full(n, -1, dtype=np.int16),
    }
    names = [str(i) for i in range(n)]
    meta = {"id": names, "text": names, "document": [f"d{i}" for i in corpus.document.tolist()]}
    return Labels(meta, rows, [TOPIC])


def as_sample(corpus: Corpus) -> Annotations:
    """Give the hand labels as annotations."""
    rows = []
    for i in corpus.labelled.tolist():
        stance = [*STANCES, None][corpus.truth[i]]
        rows.append(Annotation(id=str(i), text=str(i), topic=TOPIC if stance else None, stance=stance))
    return Annotations(rows)


def labels_alone(corpus: Corpus) -> tuple[float, tuple[float, float]]:
    """Estimate the share of favor from the hand labels alone, by the same kind of interval."""
    one = np.eye(4)[corpus.truth[corpus.labelled]][:, :3]
    gold = np.hstack([one, one.sum(axis=1, keepdims=True)])
    documents = corpus.document[corpus.labelled]
    everything, weight = np.arange(len(gold)), np.ones(len(gold))
    rng = np.random.default_rng(0)
    found = difference_estimate(gold, gold, everything, weight, documents, n_boot=400, rng=rng, tuned=False)
    ends = cluster_interval(found.value[0], found.se[0], clusters=found.clusters, n=found.n)
    return float(found.value[0]), ends or (0.0, 1.0)


def naive_interval(corpus: Corpus) -> tuple[float, tuple[float, float]]:
    """Count the classifier's labels, with the binomial interval that is often put beside such counts."""
    on = corpus.guess < 3
    p, n = float((corpus.guess[on] == 0).mean()), int(on.sum())
    half = 1.96 * (p * (1 - p) / n) ** 0.5
    return p, (p - half, p + half)


def measure(setting: Setting, corpora: int, seed: int) -> dict[str, Tally]:
    """Run the estimators over many corpora."""
    rng = np.random.default_rng([seed, int(100 * setting.share), list(CLASSIFIERS).index(setting.classifier)])
    tallies = {"naive": Tally(), "labels alone": Tally(), "corrected": Tally()}
    for number in range(corpora):
        corpus = simulate(setting, rng)
        tallies["naive"].add(setting.share, *naive_interval(corpus))
        tallies["labels alone"].add(setting.share, *labels_alone(corpus))
        favor = prevalence(as_labels(corpus), "topic", as_sample(corpus), n_boot=400, random_state=number)[0]
        tallies["corrected"].add(setting.share, favor["share"], (favor["low"], favor["high"]))
    return tallies


def settings() -> Iterator[Setting]:
    """List the settings: each true share with each classifier."""
    for classifier in CLASSIFIERS:
        for share in SHARES:
            yield Setting(share, classifier)


def check(seed: int = 0) -> None:
    """Compare point estimates with those of ppi-python and QuaPy, where they are installed."""
    corpus = simulate(Setting(0.33, "moderate bias", touching=0.999, labelled=400), np.random.default_rng(seed))
    y = (corpus.truth[corpus.labelled] == 0).astype(float)
    guess = (corpus.guess == 0).astype(float)
    single, known = (np.stack([x, np.ones_like(x)], axis=1) for x in (guess, y))
    for name, document in (("as independent", np.arange(len(guess))), ("by document", corpus.document)):
        options = {"n_boot": 2000, "rng": np.random.default_rng(0)}
        found = difference_estimate(single, known, corpus.labelled, np.ones(len(y)), document, **options)
        ends = cluster_interval(found.value[0], found.se[0], clusters=found.clusters, n=found.n) or (0.0, 1.0)
        print(f"stance          share {found.value[0]:.4f}  [{ends[0]:.4f}, {ends[1]:.4f}] (statements {name})")
    rest = np.setdiff1d(np.arange(len(guess)), corpus.labelled)
    try:
        from ppi_py import ppi_mean_ci, ppi_mean_pointestimate
    except ImportError:
        print("ppi-python is not installed: pip install ppi-python")
    else:
        value = float(np.squeeze(ppi_mean_pointestimate(y, guess[corpus.labelled], guess[rest])))
        ends = [float(np.squeeze(e)) for e in ppi_mean_ci(y, guess[corpus.labelled], guess[rest], alpha=0.05)]
        print(f"ppi-python      share {value:.4f}  [{ends[0]:.4f}, {ends[1]:.4f}] (statements as independent)")
    try:
        from quapy.functional import solve_adjustment_binary
    except ImportError:
        print("QuaPy is not installed: pip install quapy")
    else:
        said = guess[corpus.labelled]
        adjusted = solve_adjustment_binary(guess.mean(), said[y == 1].mean(), said[y == 0].mean())
        print(f"QuaPy (ACC)     share {float(adjusted):.4f}  no interval")


def main() -> None:
    """Print a table of coverage, width and bias."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=int, default=1000, help="corpora for each seed and setting")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--check", action="store_true", help="compare with ppi-python and QuaPy, and stop")
    options = parser.parse_args()
    if options.check:
        return check()
    start = time.perf_counter()
    print("| classifier | true share | seed | estimator | bias | coverage | width |\n" + "| --- " * 7 + "|")
    for setting in settings():
        for seed in range(options.seeds):
            for name, tally in measure(setting, options.corpora, seed).items():
                figures = f"{np.mean(tally.error):+.3f} | {np.mean(tally.covered):.3f} | {np.mean(tally.width):.3f}"
                print(f"| {setting.classifier} | {setting.share} | {seed} | {name} | {figures} |", flush=True)
    print(f"\n{time.perf_counter() - start:.0f} s")


if __name__ == "__main__":
    main()
