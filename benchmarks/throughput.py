"""Measure how fast real text is labelled, beside scikit-learn, fastText and VADER, on one core.

Usage::

    python benchmarks/throughput.py --text FILE [FILE ...] [--data seeds/statements.jsonl] [--rounds 5] [--n N]
                                    [--fit 4000] [--largest 300000] [--full] [--json FILE] [--plot FILE]

``--text`` takes JSON lines with a ``text``, or plain lines; a text longer than 1,000 characters is cut into its
sentences. Every text is labelled once a round: none is repeated, nothing is kept from one text for another. The job is
all topics, the stance on each touched topic, the sentiment, and how sure each is. The same job is done with

* scikit-learn: TF-IDF of word 1- to 3-grams and ``char_wb`` 2- to 5-grams, computed once a text, and linear models: one
  a topic (touched?), one a topic for the stance (asked for the touched texts only), one for the sentiment;
* fastText with subwords of 2 to 5 letters: one model for the topics, one a topic for the stance (asked for the touched
  texts only), one for the sentiment; and, as the least that fastText can do, a single model with all outputs;
* VADER, for the sentiment alone.

The rivals learn from ``--fit`` rows of ``--data``; what they find is not judged here. Rounds alternate within one
process on one core, and ratios are taken within a round, since a machine that others use changes its speed. The bounds
are checked on processor time, which others disturb less; all jobs run in one thread, so that on a machine of one's own
it is the time on the clock. ``--full`` follows the cost per statement to 5 million.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import throughput_parts as parts
import throughput_rivals as rivals

ROOT = Path(__file__).resolve().parent.parent
LEAST_SKLEARN, LEAST_FASTTEXT, MOST_COLD, MOST_MEGABYTES, MOST_LOAD_MS = 10, 2, 1 / 3, 15, 50
STANCE, SKLEARN, FASTTEXT, ONE_FASTTEXT, VADER = (
    "stance",
    "scikit-learn",
    "fastText, a model an output",
    "fastText, one model for all",
    "VADER (sentiment only)",
)


def main() -> int:
    """Measure, print, and say whether the bounds hold."""
    options = _options()
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"  # numpy is not loaded yet
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    everything = parts.read_texts(options.text)
    texts = everything[: options.n]
    size = sum(len(text.encode()) for text in texts) / 1e6
    print(f"{len(texts):,} distinct texts, {size:.2f} MB, {1e6 * size / len(texts):.0f} bytes each; {parts.load()}")
    result: dict[str, Any] = {"texts": len(texts), "megabytes": size}
    result["model"] = show_model()
    result["cold"] = show_cold(options.rounds)
    result["rounds"] = show_rounds(texts, size, options)
    result["stages"] = show_stages(texts)
    if options.largest:
        result["curve"] = show_curve(everything, options)
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    return judge(result)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--text", nargs="+", required=True, type=Path)
    parser.add_argument("--data", type=Path, default=ROOT / "seeds" / "statements.jsonl")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--n", type=int, help="label at most so many of the texts in the rounds")
    parser.add_argument("--fit", type=int, default=4000, help="how many rows the rivals learn from")
    parser.add_argument("--largest", type=int, default=300_000, help="follow the cost to so many; 0 leaves it out")
    parser.add_argument("--full", action="store_true", help="follow the cost to 5 million")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--plot", type=Path, help="where the plot of the cost goes (.svg or .png)")
    options = parser.parse_args()
    if options.full:
        options.largest = 5_000_000
    return options


def show_model() -> dict[str, float]:
    """Size of the model, how long loading takes, and the memory of one process that labels."""
    found = parts.model_facts()
    print(
        f"\nmodel: {found['megabytes']:.1f} MB, loaded in {found['load_ms']:.1f} ms (median of 15; the first, with its "
        f"imports, {found['first_load_ms']:.0f} ms)"
    )
    return found


def show_cold(rounds: int) -> dict[str, Any]:
    """Whole processes, from start to end: a first label against the import of scikit-learn."""
    found = parts.cold_starts(max(rounds, 7))
    print("\ncold start, whole processes, alternating")
    for name, seconds in found["seconds"].items():
        print(f"  {name:<44} {statistics.median(seconds):6.3f} s  ({min(seconds):.3f} to {max(seconds):.3f})")
    print(f"  stance's first label over scikit-learn's import, within rounds: {_spread(found['ratio'], 2)}")
    return found


def show_rounds(texts: Sequence[str], size: float, options: argparse.Namespace) -> dict[str, Any]:
    """Label the texts with each tool in turn."""
    import stance

    jobs: dict[str, Callable[[Sequence[str]], Any]] = {STANCE: lambda texts: stance.label(list(texts))}
    start = time.perf_counter()
    rows = rivals.read_rows(options.data, options.fit)
    jobs[SKLEARN] = rivals.SklearnPipeline(rows).label
    fast = rivals.fasttext_models(rows)
    if fast is None:
        print("\nfastText is not installed; its ratio is left out")
    else:
        jobs[FASTTEXT], jobs[ONE_FASTTEXT] = fast
    vader = rivals.vader()
    if vader is None:
        print("\nVADER is not installed; it is left out")
    else:
        jobs[VADER] = vader
    print(f"\nrivals fitted on {len(rows):,} rows in {time.perf_counter() - start:.0f} s; {parts.load()}")
    for job in jobs.values():
        job(texts[:3000])  # imports, and tables that are made once
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    clock: dict[str, list[float]] = {name: [] for name in jobs}
    for number in range(options.rounds):
        order = list(jobs.items()) if number % 2 == 0 else list(jobs.items())[::-1]
        for name, job in order:
            start, busy = time.perf_counter(), time.process_time()
            job(texts)
            seconds[name].append(time.process_time() - busy)
            clock[name].append(time.perf_counter() - start)
        print(f"  round {number + 1}: {parts.load()}", flush=True)
    print(f"\n{'by processor time':<30} statements/s      MB/s   so many times stance's time       by the clock")
    ratios, by_clock = {}, {}
    for name, taken in seconds.items():
        rate, line = [len(texts) / s for s in taken], f"{name:<30}"
        line += f" {statistics.median(rate):>12,.0f} {statistics.median([size / s for s in taken]):>9.2f}"
        if name == STANCE:
            slow = statistics.median(clock[name]) / statistics.median(taken)
            line += f"   (itself {min(rate):,.0f} to {max(rate):,.0f}; the clock ran {slow:.1f} times as long)"
        else:
            ratios[name] = [theirs / ours for theirs, ours in zip(taken, seconds[STANCE], strict=True)]
            by_clock[name] = [theirs / ours for theirs, ours in zip(clock[name], clock[STANCE], strict=True)]
            line += f"   {_spread(ratios[name], 1):<33} {_spread(by_clock[name], 1)}"
        print(line)
    labels = stance.label(list(texts))
    on_topic = sum(topic is not None for topic in labels.column("topic"))
    print(f"stance found {on_topic:,} pairs of statement and topic")
    return {"seconds": seconds, "clock": clock, "ratios": ratios, "ratios_by_clock": by_clock}


def show_stages(texts: Sequence[str]) -> dict[str, float]:
    """Say where the time goes, and what comes in for one statement."""
    stages, facts = parts.stages(texts)
    total = sum(stages.values())
    print(f"\nwhere the time goes, {1e6 * total / len(texts):.1f} µs a statement (clocks included)")
    for name, seconds in stages.items():
        print(f"  {name:<44} {100 * seconds / total:5.1f} %  {1e6 * seconds / len(texts):6.2f} µs")
    print("a statement, on average: " + ", ".join(f"{value:,.0f} {name}" for name, value in facts.items()))
    return {**stages, **facts}


def show_curve(texts: Sequence[str], options: argparse.Namespace) -> list[dict[str, float]]:
    """Follow the cost of a statement from 1,000 to as many as asked for."""
    print(f"\ncost of a statement by how many are labelled in one call; {parts.load()}")
    points = []
    for point in parts.curve(texts, options.largest, repeats=3):
        points.append(point)
        kind = "" if point["whole"] else "  (windows of running text)"
        print(
            f"  {point['n']:>9,}: {point['us']:6.1f} µs ({point['least']:.1f} to {point['most']:.1f}), "
            f"{point['us_per_kb']:.0f} µs/kB, process at most {point['peak_mb']:,.0f} MB{kind}",
            flush=True,
        )
    if options.plot:
        parts.plot(points, options.plot)
    return points


def judge(result: dict[str, Any]) -> int:
    """Print each bound and whether it holds; the exit status."""
    ratios = {name: statistics.median(values) for name, values in result["rounds"]["ratios"].items()}
    checks = [
        (f"at least {LEAST_SKLEARN} times scikit-learn", ratios[SKLEARN], ratios[SKLEARN] >= LEAST_SKLEARN),
        (
            "cold start below a third of the import",
            cold := statistics.median(result["cold"]["ratio"]),
            cold < MOST_COLD,
        ),
        (f"model at most {MOST_MEGABYTES} MB", size := result["model"]["megabytes"], size <= MOST_MEGABYTES),
        (f"loaded in under {MOST_LOAD_MS} ms", load := result["model"]["load_ms"], load < MOST_LOAD_MS),
    ]
    for name in (FASTTEXT, ONE_FASTTEXT):
        if name in ratios:
            checks.append((f"at least {LEAST_FASTTEXT} times {name}", ratios[name], ratios[name] >= LEAST_FASTTEXT))
    print()
    for what, value, holds in checks:
        print(f"{'holds' if holds else 'MISSED':<7} {what}: {value:.2f}")
    return 0 if all(holds for *_, holds in checks) else 1


def _spread(values: Sequence[float], digits: int) -> str:
    return f"{statistics.median(values):.{digits}f} ({min(values):.{digits}f} to {max(values):.{digits}f})"


if __name__ == "__main__":
    sys.exit(main())
