"""Putting a new model in the place of an old one, if it is better."""

from __future__ import annotations

from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from stance.annotations.gather import gather
from stance.annotations.naming import settle_topics
from stance.annotations.read import read_annotations
from stance.errors import ModelError
from stance.learning.compare import Comparison, compare_outcomes
from stance.learning.evaluate import judge_examples
from stance.learning.metrics import draw_figures
from stance.learning.train import _fingerprint
from stance.model import Model, load

__all__ = ["promote"]

_NEEDED = 0.95
_DRAWS = 1000


def promote(
    new: Model | str | PathLike[str],
    old: str | PathLike[str],
    gold: Any,
    *,
    force: bool = False,
    random_state: int = 0,
) -> Comparison:
    """Install a new model over an old one if it is better on annotated statements that neither has learned from.

    Better means: its pair F1 on the gold is higher, and it is higher in at least 95 % of 1,000 draws of the gold's
    documents (a paired bootstrap: both models on the same draws). The topics of both models count.

    Parameters
    ----------
    new : Model or path
    old : path
        The folder of the model to replace. A crash at any moment leaves the old or the new one whole.
    gold : path, DataFrame, or iterable of Annotation or dicts
    force : bool, default=False
        Whether to install it in any case, also where no model stands yet.
    random_state : int, default=0

    Returns
    -------
    Comparison
        Of the old (a) and the new model (b).

    Raises
    ------
    ModelError
        If the new model is not better; the old one stays as it is.
    """
    candidate = new if isinstance(new, Model) else load(new)
    target = Path(old)
    # Where no model stands, force installs the new one; it is then compared with itself.
    before = candidate if force and not (target / "model.json").exists() else load(target)
    examples = gather(settle_topics(read_annotations(gold), [*before.topics, *candidate.topics]))
    known = {topic.id for model in (before, candidate) for topic in model.topics}
    topics = sorted(known | {topic for example in examples for topic in example.labels})
    outcomes = [judge_examples(model._heads, examples, topics) for model in (before, candidate)]
    a, b = (draw_figures(outcome, _DRAWS, random_state)[None]["pair_f1"] for outcome in outcomes)
    higher = float(np.mean(b[1:] > a[1:])) if len(a) > 1 else 0.0
    better = bool(b[0] > a[0]) and higher >= _NEEDED
    if not better and not force:
        name = "the new model" if isinstance(new, Model) else str(new)
        raise ModelError(
            f"{name}: not better than {target} on this gold: pair F1 {b[0]:.3f} against {a[0]:.3f}, higher in "
            f"{higher:.0%} of the draws of documents where {_NEEDED:.0%} are needed; annotate more, or use force"
        )
    figures = {"pair_f1": float(b[0]), "pair_f1_before": float(a[0]), "higher_in": higher}
    promotion = {
        "gold_sha256": _fingerprint(examples),
        "statements": len(examples),
        "forced": not better,
        **{name: round(value, 4) for name, value in figures.items()},
    }
    heads = replace(candidate._heads, facts={**candidate._heads.facts, "promotion": promotion})
    Model(heads).save(target)
    return compare_outcomes(outcomes[0], outcomes[1], examples, _DRAWS, random_state)
