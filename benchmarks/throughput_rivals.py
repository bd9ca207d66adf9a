"""The tools that `throughput` measures beside stance, each made to do the same job; nothing here is run by itself."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

__all__ = ["SklearnPipeline", "fasttext_models", "read_rows", "vader"]

Row = dict[str, Any]
Job = Callable[[Sequence[str]], Any]


def read_rows(path: Path, n: int) -> list[Row]:
    """Draw rows of annotated statements."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    rows = [row for row in rows if row.get("sentiment")]
    random.Random(0).shuffle(rows)
    return rows[:n]


def _topics(rows: Sequence[Row]) -> list[str]:
    return sorted({topic for row in rows for topic in row["labels"]})


class SklearnPipeline:
    """TF-IDF, computed once, and linear models on it."""

    def __init__(self, rows: Sequence[Row]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import SGDClassifier
        from sklearn.pipeline import make_union

        def fit(matrix: Any, answers: list[Any]) -> Any:
            return SGDClassifier(loss="log_loss", alpha=1e-5, max_iter=5, tol=None, random_state=0).fit(matrix, answers)

        texts = [row["text"] for row in rows]
        self.union = make_union(
            TfidfVectorizer(ngram_range=(1, 3), sublinear_tf=True),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True),
        )
        matrix = self.union.fit_transform(texts)
        self.sentiment = fit(matrix, [row["sentiment"] for row in rows])
        self.topics = []
        for topic in _topics(rows):
            on = [i for i, row in enumerate(rows) if topic in row["labels"]]
            touched = fit(matrix, [topic in row["labels"] for row in rows])
            self.topics.append((touched, fit(matrix[on], [rows[i]["labels"][topic] for i in on])))

    def label(self, texts: Sequence[str]) -> Any:
        """Give all outputs, a batch of 5,000 texts at a time."""
        import numpy as np

        found = []
        for start in range(0, len(texts), 5000):
            matrix = self.union.transform(texts[start : start + 5000])
            judged = [self.sentiment.predict_proba(matrix)]
            for touched, stance in self.topics:
                probability = touched.predict_proba(matrix)[:, 1]
                on = np.flatnonzero(probability >= 0.5)
                judged.append((probability, on, stance.predict_proba(matrix[on]) if len(on) else None))
            found.append(judged)
        return found


def fasttext_models(rows: Sequence[Row]) -> tuple[Job, Job] | None:
    """Train fastText in two ways; None where it is not installed."""
    try:
        import fasttext
    except ImportError:
        return None

    def train(lines: list[tuple[list[str], str]], loss: str) -> Any:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "train.txt"
            path.write_text(
                "".join(" ".join(f"__label__{name}" for name in names) + f" {_line(text)}\n" for names, text in lines),
                encoding="utf-8",
            )
            return fasttext.train_supervised(
                str(path), minn=2, maxn=5, dim=100, bucket=200_000, epoch=5, loss=loss, thread=1, verbose=0
            )

    topics = _topics(rows)
    detect = train([(list(row["labels"]) or ["none"], row["text"]) for row in rows], "ova")
    tone = train([([row["sentiment"]], row["text"]) for row in rows], "softmax")
    on = {
        topic: train([([row["labels"][topic]], row["text"]) for row in rows if topic in row["labels"]], "softmax")
        for topic in topics
    }
    everything = train(
        [
            ([row["sentiment"], *row["labels"], *(f"{t}:{s}" for t, s in row["labels"].items())], row["text"])
            for row in rows
        ],
        "ova",
    )

    def label(texts: Sequence[str]) -> Any:
        lines = [_line(text) for text in texts]
        touched, sure = detect.predict(lines, k=-1, threshold=0.5)
        asked: dict[str, list[int]] = {topic: [] for topic in topics}
        for i, names in enumerate(touched):
            for name in names:
                if name != "__label__none":
                    asked[name.removeprefix("__label__")].append(i)
        stances = {topic: on[topic].predict([lines[i] for i in at], k=3) for topic, at in asked.items() if at}
        return touched, sure, stances, tone.predict(lines, k=3)

    def label_at_once(texts: Sequence[str]) -> Any:
        return everything.predict([_line(text) for text in texts], k=-1, threshold=0.1)

    return label, label_at_once


def _line(text: str) -> str:
    return text.replace("\n", " ")


def vader() -> Job | None:
    """Make VADER's analyser; None where it is not installed."""
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return None
    analyser = SentimentIntensityAnalyzer()
    return lambda texts: [analyser.polarity_scores(text) for text in texts]
