"""Who stands where on what: reads press statements and labels their topic, stance and tone, offline and explained.

>>> import stance
>>> labels = stance.label("Serbia has no plans to join NATO and wants to keep military neutrality.")
>>> labels[0]["topic"], labels[0]["stance"]
('nato-membership', 'against')

Names are loaded when they are first used, so that ``import stance`` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stance.analysis import draw_sample, prevalence
    from stance.annotations import Annotation, agreement, suggest
    from stance.errors import StanceError
    from stance.evaluation import Evaluation
    from stance.explanation import Explanation
    from stance.features.transformer import StanceFeatures
    from stance.labels import Labels
    from stance.learning.classifiers import SentimentClassifier, StanceClassifier
    from stance.learning.compare import compare
    from stance.learning.cross_validate import suspects
    from stance.model import Model, label, load
    from stance.reading import Document, Speaker, Statement, read
    from stance.topics import Topic
    from stance.training import train

__version__ = "0.1.0"

_HOME = {
    "Annotation": "stance.annotations.annotation",
    "Document": "stance.reading",
    "Evaluation": "stance.evaluation",
    "Explanation": "stance.explanation",
    "Labels": "stance.labels",
    "Model": "stance.model",
    "SentimentClassifier": "stance.learning.classifiers",
    "Speaker": "stance.reading",
    "StanceClassifier": "stance.learning.classifiers",
    "StanceError": "stance.errors",
    "StanceFeatures": "stance.features.transformer",
    "Statement": "stance.reading",
    "Topic": "stance.topics",
    "agreement": "stance.annotations",
    "compare": "stance.learning.compare",
    "draw_sample": "stance.analysis",
    "label": "stance.model",
    "load": "stance.model",
    "prevalence": "stance.analysis",
    "read": "stance.reading",
    "suggest": "stance.annotations",
    "suspects": "stance.learning.cross_validate",
    "train": "stance.training",
}

__all__ = [
    "Annotation",
    "Document",
    "Evaluation",
    "Explanation",
    "Labels",
    "Model",
    "SentimentClassifier",
    "Speaker",
    "StanceClassifier",
    "StanceError",
    "StanceFeatures",
    "Statement",
    "Topic",
    "agreement",
    "compare",
    "draw_sample",
    "label",
    "load",
    "prevalence",
    "read",
    "suggest",
    "suspects",
    "train",
]


_EXTRAS = ("dask", "spark")  # submodules that need an extra; not among the names that a star imports


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in _EXTRAS:
        return import_module(f"stance.{name}")
    if name not in _HOME:
        raise AttributeError(f"module 'stance' has no attribute {name!r}")
    value = getattr(import_module(_HOME[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
