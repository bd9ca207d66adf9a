"""What `throughput` measures of stance alone: cold start, the model, the stages, the cost by number of statements."""

from __future__ import annotations

import json
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest import mock

__all__ = ["cold_starts", "curve", "load", "model_facts", "plot", "read_texts", "stages"]

LONGEST = 1000
_END = re.compile(r"(?<=[.!?…])[\"”’]?\s+(?=[A-Z“\"‘])|\n+")
FIRST_LABEL = "import stance; stance.label('We will never join NATO.')"
COLD = {
    "python -c pass": "pass",
    "stance, a first label": FIRST_LABEL,
    "import sklearn's vectorizer and classifier": (
        "import sklearn\nfrom sklearn.feature_extraction.text import TfidfVectorizer\n"
        "from sklearn.linear_model import LogisticRegression"
    ),
}


def load() -> str:
    """The machine's load, in words."""
    return f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores" if hasattr(os, "getloadavg") else "load unknown"


def read_texts(paths: Sequence[Path]) -> list[str]:
    """Read distinct texts in random order, the long ones cut into sentences."""
    found: dict[str, None] = {}
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            text = json.loads(line)["text"] if line.startswith("{") else line
            pieces = [text] if len(text) <= LONGEST else _END.split(text)
            for piece in pieces:
                if piece.strip():
                    found[piece.strip()] = None
    texts = list(found)
    random.Random(0).shuffle(texts)
    return texts


def model_facts() -> dict[str, float]:
    """Measure the shipped model: its files and how long loading takes."""
    start = time.perf_counter()
    import stance

    model = stance.load()
    first = time.perf_counter() - start
    folder = model._path
    assert folder is not None
    seconds = []
    for _ in range(15):
        start = time.perf_counter()
        stance.load(folder)
        seconds.append(time.perf_counter() - start)
    return {
        "megabytes": sum(path.stat().st_size for path in folder.iterdir()) / 1e6,
        "load_ms": 1000 * statistics.median(seconds),
        "first_load_ms": 1000 * first,
    }


def cold_starts(rounds: int) -> dict[str, Any]:
    """Time whole processes, alternating."""
    seconds: dict[str, list[float]] = {name: [] for name in COLD}
    for number in range(rounds + 1):
        for name, code in COLD.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            if number:  # the first round fills the system's cache of files
                seconds[name].append(time.perf_counter() - start)
    names = list(COLD)
    ratio = [ours / theirs for ours, theirs in zip(seconds[names[1]], seconds[names[2]], strict=True)]
    return {"seconds": seconds, "ratio": ratio}


def stages(texts: Sequence[str]) -> tuple[dict[str, float], dict[str, float]]:
    """Time the stages of labelling, and count what is hashed and gathered for a statement."""
    import stance
    from stance import labelling, model
    from stance.features import extractor, scoring
    from stance.learning.heads import Heads

    spent: dict[str, float] = {}
    counts = {"bytes": 0.0, "words": 0.0, "features hashed": 0.0}

    def timed(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **named: Any) -> Any:
            start = time.process_time()
            try:
                return call(*args, **named)
            finally:
                spent[name] = spent.get(name, 0.0) + time.process_time() - start

        return run

    def timed_columns(self: Any, words: Any, distinct: Any) -> Iterator[Any]:
        steps = columns(self, words, distinct)
        counts["words"] += len(words.start)
        while True:
            start = time.process_time()
            step = next(steps, None)
            spent["hash"] = spent.get("hash", 0.0) + time.process_time() - start
            if step is None:
                return
            counts["features hashed"] += sum(len(part.column) for part in step[1])
            yield step

    columns = extractor.TextFeatures.columns
    stance.label(list(texts))
    with ExitStack() as stack:
        for owner, name in (
            (scoring, "find_words"),
            (scoring, "distinct_words"),
            (labelling, "_table"),
            (labelling, "label_texts"),
            (model, "flatten"),
            (scoring.ScoreTable, "score"),
            (Heads, "judge"),
            (Heads, "stances"),
        ):
            stack.enter_context(mock.patch.object(owner, name, timed(name, getattr(owner, name))))
        stack.enter_context(mock.patch.object(extractor.TextFeatures, "columns", timed_columns))
        start = time.process_time()
        stance.label(list(texts))
        total = time.process_time() - start
    found, hashed = spent["find_words"], spent["hash"] + spent["distinct_words"]
    named = {
        "take the input in": spent["flatten"],
        "normalise, find words, running hash": found,
        "distinct words and their tags": spent["distinct_words"],
        "hash the features": spent["hash"],
        "gather weights and sum them": spent["score"] - found - hashed,
        "probabilities and calibration": spent["judge"] + spent["stances"] - spent["score"],
        "build the table": spent["_table"],
    }
    named["all else"] = total - sum(named.values())
    counts["bytes"] = sum(len(text.encode()) for text in texts)
    return named, {name: value / len(texts) for name, value in counts.items()}


def curve(texts: Sequence[str], largest: int, repeats: int) -> Iterator[dict[str, float]]:
    """Time one call for more and more statements, in a process of its own each; by processor time."""
    sizes = [1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 5_000_000]
    for n in [size for size in sizes if size <= largest]:
        sample = list(take(texts, n))
        size = sum(len(text.encode()) for text in sample)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            found = pool.submit(_measure, sample, size, repeats if n < 300_000 else 1).result()
        yield {"n": n, "whole": n <= len(texts), **found}


def take(texts: Sequence[str], n: int) -> Iterator[str]:
    """Give so many distinct texts: the texts themselves, then windows of running words as long as these."""
    yield from texts[:n]
    if n <= len(texts):
        return
    draw = random.Random(1)
    running = " ".join(texts).split()
    lengths = [len(text.split()) for text in texts]
    seen = set()
    left = n - len(texts)
    while left:
        start, length = draw.randrange(len(running)), draw.choice(lengths)
        if (start, length) not in seen and start + length <= len(running):
            seen.add((start, length))
            left -= 1
            yield " ".join(running[start : start + length])


def _measure(texts: list[str], size: int, repeats: int) -> dict[str, float]:
    import stance

    stance.label(texts[:20_000])  # tables that are made once
    seconds: list[float] = []
    # Small samples are over so soon that their clock needs more tries.
    for _ in range(max(repeats, min(20, 20_000 // len(texts)))):
        start = time.process_time()
        labels = stance.label(texts)
        seconds.append(time.process_time() - start)
        del labels
    us = [1e6 * s / len(texts) for s in seconds]
    middle = statistics.median(us)
    return {
        "us": middle,
        "least": min(us),
        "most": max(us),
        "us_per_kb": middle * len(texts) / (size / 1000),
        "peak_mb": _peak_memory(),
    }


def _peak_memory() -> float:
    """The most memory that this process has held, in MB; NaN where the system does not say."""
    try:  # Linux: of this program alone, where `resource` counts what its parent held when it began
        found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    except OSError:
        found = None
    if found:
        return int(found[1]) / 1024
    try:
        import resource
    except ImportError:
        return float("nan")
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def plot(points: Sequence[dict[str, float]], path: Path) -> None:
    """Draw the cost of a statement by their number."""
    import matplotlib

    matplotlib.use("Agg")
    matplotlib.rcParams["svg.hashsalt"] = "stance"
    from matplotlib import pyplot as plt
    from matplotlib.ticker import FuncFormatter

    figure, axes = plt.subplots(figsize=(6.4, 3.4), layout="constrained")
    n, us = [p["n"] for p in points], [p["us"] for p in points]
    error = [[p["us"] - p["least"] for p in points], [p["most"] - p["us"] for p in points]]
    axes.errorbar(n, us, yerr=error, color="#1f5a85", capsize=3, linewidth=1.5)
    for whole, face, name in ((True, "#1f5a85", "sentences"), (False, "white", "and windows of running words")):
        of = [p for p in points if p["whole"] == whole]
        axes.plot(
            [p["n"] for p in of],
            [p["us"] for p in of],
            "o",
            color="#1f5a85",
            markerfacecolor=face,
            label=name,
            zorder=3,
        )
    axes.set_xscale("log")
    axes.set_ylim(0, 1.25 * max(p["most"] for p in points))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.set_xlabel("statements in one call")
    axes.set_ylabel("µs a statement, one core")
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="lower right")
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None, dpi=150)
    plt.close(figure)
