"""What `import stance` offers, and what it loads."""

import subprocess
import sys
from pathlib import Path

import pytest

import stance

ROOT = Path(stance.__file__).parent.parent
NAMES = [
    *("read", "label", "load", "train", "compare", "suggest", "agreement", "suspects", "prevalence", "draw_sample"),
    *("Document", "Statement", "Speaker", "Topic", "Labels", "Model", "Annotation", "Evaluation", "Explanation"),
    *("StanceClassifier", "StanceFeatures", "SentimentClassifier", "StanceError"),
]
HEAVY = ("scipy", "sklearn", "nltk", "pandas", "matplotlib")


def loaded(code, modules):
    """Run code in a fresh interpreter; give which of the modules it has loaded."""
    code += f"\nimport sys; print('loaded', *(name for name in {modules!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.splitlines()[-1].split()[1:]


def test_these_names_and_no_others():
    assert sorted(stance.__all__) == sorted(NAMES)
    assert stance.__all__ == sorted(stance.__all__)
    assert dir(stance) == sorted([*NAMES, "__version__"])


@pytest.mark.parametrize("name", NAMES)
def test_every_name_is_there(name):
    assert getattr(stance, name).__doc__


def test_unknown_names_are_attribute_errors():
    with pytest.raises(AttributeError, match="no attribute 'stnace'"):
        stance.stnace  # noqa: B018


def test_importing_loads_nothing_heavy():
    code = "import sys; before = set(sys.modules); import stance; assert len(set(sys.modules) - before) < 40"
    assert loaded(code, (*HEAVY, "numpy", "joblib", "click", "tqdm")) == []


@pytest.mark.parametrize(
    "code",
    [
        "import stance; stance.label('We will never join NATO.')",
        "import stance; stance.label(stance.read('Serbian President Vidan said that Serbia would never join NATO.'))",
        "import stance; print(stance.label(['We will never join NATO.'] * 3))",
        "import stance; stance.label('We will never join NATO.', topics=[stance.Topic('open-balkan')])",
    ],
)
def test_labelling_loads_neither_scikit_learn_nor_nltk(code):
    assert [name for name in loaded(code, HEAVY) if name != "scipy"] == []


def test_star_import():
    assert loaded("from stance import *; label; StanceError", ("stance.model",)) == ["stance.model"]


def test_the_submodules_of_extras_are_found_when_asked_for():
    code = (
        "import sys, stance\n"
        "assert 'stance.spark' not in sys.modules\n"
        "print(stance.spark.__name__, stance.dask.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.split() == ["stance.spark", "stance.dask"], done.stderr
