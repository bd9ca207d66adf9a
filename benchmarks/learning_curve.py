"""learning_curve.py --gold FILE: how the figures grow with the number of written statements.

    python benchmarks/learning_curve.py --gold GOLD.jsonl [--model models/press] [--plot docs/img/learning_curve.png]

Trains on nested random parts of ``seeds/statements.jsonl`` (twins stay together) with the settings of the shipped model
and measures each on the annotated statements given. Nothing is chosen by the outcome.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from pathlib import Path

import stance


def nested(rows: list[dict[str, object]], seed: int) -> list[dict[str, object]]:
    """Shuffle statements, twins next to each other."""
    groups = defaultdict(list)
    for row in rows:
        groups[row.get("twin") or row["id"]].append(row)
    order = list(groups.values())
    random.Random(seed).shuffle(order)
    return [row for group in order for row in group]


def draw(points: list[dict[str, float]], path: Path) -> None:
    """Draw the curve."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.2), layout="constrained")
    styles = {
        "pair_f1": ("#0072b2", "o"),
        "topic_f1": ("#009e73", "s"),
        "stance_f1": ("#d55e00", "^"),
        "sentiment_f1": ("#6f6f6f", "D"),
    }
    sizes = [point["statements"] for point in points]
    for name, (color, marker) in styles.items():
        values = [point[name] for point in points]
        axes.plot(sizes, values, color=color, marker=marker, label=name.replace("_f1", " F1"))
        axes.annotate(
            f"{values[-1]:.2f}", (sizes[-1], values[-1]), xytext=(6, -3), textcoords="offset points", color=color
        )
    axes.set_xscale("log", base=2)
    axes.set_xticks(sizes, [f"{size:,.0f}" for size in sizes])
    axes.minorticks_off()
    axes.set_ylim(0.2, 1.0)
    axes.set_xlabel("written statements trained on")
    axes.set_ylabel("on statements made after real press copy")
    axes.set_title("More written statements, better labels", loc="left")
    axes.grid(axis="y", alpha=0.3)
    axes.legend(frameon=False, loc="lower right")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    figure.savefig(path, dpi=130)


def main() -> None:
    """Train, measure, draw."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", required=True)
    parser.add_argument("--statements", default="seeds/statements.jsonl")
    parser.add_argument("--sizes", nargs="*", type=int, default=[500, 1000, 2000, 4000, 8000])
    parser.add_argument("--model", help="the model trained on all statements, where it is at hand")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--plot", type=Path)
    options = parser.parse_args()
    with open(options.statements, encoding="utf-8") as lines:
        rows = nested([json.loads(line) for line in lines], options.seed)
    points = []
    for size in [*options.sizes, len(rows)]:
        whole = size == len(rows) and options.model
        model = stance.load(options.model) if whole else stance.train(rows[:size], n_jobs=2, progress=False)
        found = {key: round(one.value, 3) for key, one in model.evaluate(options.gold, n_draws=10).figures.items()}
        points.append({"statements": size, **found})
        print(json.dumps(points[-1]), flush=True)
    if options.plot:
        draw(points, options.plot)


if __name__ == "__main__":
    main()
