"""What to label next: statements that `stance.suggest` picks against statements picked at random.

    python benchmarks/active_learning.py [--corpus FILE] [--seeds 3] [--rounds 8] [--plot FILE]

Part of an annotated corpus is held out. The rest plays a pool whose labels are hidden: a first model learns from a few
statements at random, then in each round a strategy picks more, their labels are looked up, and a new model is trained
from scratch. Printed: pair F1 on the held-out part after each round, and the labels that a strategy saves at the best
F1 that both reach. Intervals: 95 %, a bootstrap over the held-out groups, of the mean over the seeds.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

import stance
from stance.annotations import gather
from stance.learning.evaluate import judge_examples
from stance.learning.metrics import draw_figures
from stance.learning.train import Settings, train_heads
from stance.topics import shipped_topics

ROOT = Path(__file__).parents[1]
DRAWS = 500


def parse():
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--corpus", type=Path, default=ROOT / "seeds" / "statements.jsonl")
    parser.add_argument("--by", nargs="+", default=["uncertainty+diversity"], help="strategies beside random")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first", type=int, default=150, help="statements that the first model learns from")
    parser.add_argument("--step", type=int, default=100, help="statements labelled in a round")
    parser.add_argument("--rounds", type=int, default=8)
    parser.add_argument("--pool", type=int, default=4000)
    parser.add_argument("--held", type=int, default=1000)
    parser.add_argument("--bits", type=int, default=16)
    parser.add_argument("--plot", type=Path)
    return parser.parse_args()


def split(examples, options, seed):
    """Hold some groups out, and shuffle the rest into the pool."""
    groups = np.random.default_rng(0).permutation(sorted({e.group for e in examples})).tolist()
    place = {group: i for i, group in enumerate(groups)}
    ordered = sorted(examples, key=lambda e: place[e.group])
    held, rest = ordered[: options.held], ordered[options.held :]
    kept = {e.group for e in held}
    rest = [e for e in rest if e.group not in kept]
    return held, [rest[i] for i in np.random.default_rng(seed + 1).permutation(len(rest))[: options.pool]]


def run(by, held, pool, options, seed):
    """Play all rounds of one strategy; give the draws of pair F1 after each."""
    topics = shipped_topics()
    labelled, curve = list(range(options.first)), []
    for turn in range(options.rounds + 1):
        chosen = [pool[i] for i in labelled]
        model = stance.Model(train_heads(chosen, topics, settings=Settings(bits=options.bits), random_state=seed))
        curve.append(draw_figures(judge_examples(model._heads, held), DRAWS)[None]["pair_f1"])
        if turn == options.rounds:
            break
        known = set(labelled)
        hidden = [{"id": str(i), "text": e.text} for i, e in enumerate(pool) if i not in known]
        picked = stance.suggest(model, hidden, options.step, by, random_state=seed)
        labelled += [int(name) for name in dict.fromkeys(picked.column("id"))]
    return np.array(curve)


def needed(curve, sizes, goal):
    """How many labels a curve needs to reach the goal for the first time."""
    return np.interp(goal, np.maximum.accumulate(curve), sizes)


def share_saved(random, other, sizes):
    """Which part of random picking's labels a strategy saves at the best F1 that both reach; less than 0 is a loss."""
    goal = min(random.max(), other.max())
    return 1 - needed(other, sizes, goal) / needed(random, sizes, goal)


def interval(draws):
    """Show a value and its interval."""
    low, high = np.quantile(draws[1:], [0.025, 0.975])
    return f"{draws[0]:.3f} [{low:.3f}, {high:.3f}]"


def report(curves, sizes):
    """Print the curves, and the labels saved at equal F1."""
    names = list(curves)
    print(f"{'labels':>7}  " + "  ".join(f"{name:<24}" for name in names))
    for k, size in enumerate(sizes):
        print(f"{size:>7,}  " + "  ".join(f"{interval(curves[name][k]):<24}" for name in names))
    for name in names[1:]:
        saved = np.array([share_saved(*pair, sizes) for pair in zip(curves["random"].T, curves[name].T, strict=True)])
        low, high = np.quantile(saved[1:], [0.025, 0.975])
        print(f"{name}: {saved[0]:.0%} [{low:.0%}, {high:.0%}] of the labels saved at the best F1 that both reach")


def plot(curves, sizes, path):
    """Draw the curves."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    from stance.analysis.plotting import PALETTE, clean, title

    _, ax = pyplot.subplots(figsize=(7, 4.4), layout="constrained")
    for color, (name, curve) in zip(PALETTE, curves.items(), strict=False):
        low, high = np.quantile(curve[:, 1:], [0.025, 0.975], axis=1)
        ax.fill_between(sizes, low, high, color=color, alpha=0.12, linewidth=0)
        ax.plot(sizes, curve[:, 0], color=color, marker="o", markersize=4, linewidth=2, label=name)
    ax.legend(frameon=False, loc="lower right")
    ax.set_xlabel("labelled statements")
    ax.set_ylabel("pair F1 on held-out statements")
    title(ax, "What to label next", "Mean over the seeds; bands are 95 % bootstrap intervals over held-out statements")
    clean(ax, "y")
    ax.figure.savefig(path, dpi=120)


def main():
    """Play all strategies and report."""
    options = parse()
    examples = gather(options.corpus)
    sizes = [options.first + k * options.step for k in range(options.rounds + 1)]
    curves = {}
    for by in ["random", *options.by]:
        start = time.perf_counter()
        seeds = [run(by, *split(examples, options, seed), options, seed) for seed in range(options.seeds)]
        curves[by] = np.mean(seeds, axis=0)
        spread = np.std([seed[-1, 0] for seed in seeds])
        print(f"{by}: {time.perf_counter() - start:.0f} s; spread of the last F1 over seeds {spread:.3f}", flush=True)
    report(curves, sizes)
    if options.plot:
        plot(curves, sizes, options.plot)


if __name__ == "__main__":
    main()
