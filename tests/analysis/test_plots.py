"""Every picture is drawn with one row, with few, with hundreds and with none; what it looks like is judged by eye."""

from itertools import pairwise

import pytest

from stance.analysis import agreement_network, changes, matrix, prevalence, timeline
from stance.analysis.plotting import shorten, spread
from stance.errors import MissingExtra
from stance.labels import STANCES

from .helpers import table

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")
pytestmark = pytest.mark.filterwarnings("error", "ignore:Naive shares only")


def labels(n):
    rows = [
        {"speaker": f"Ana $x_{i}$ <b>", "side": f"Side {i % 9}", "topic": f"topic-{i % 4}",
         "stance": STANCES[i * 7 % 3], "date": f"{2000 + i % 25}-0{1 + i % 9}-11", "document": f"d{i // 3}"}
        for i in range(n)
    ]  # fmt: skip
    return table(*rows)


DRAWN = {
    "matrix": lambda found: matrix(found, "speaker", n_boot=50),
    "timeline": lambda found: timeline(found, "topic-0", "side", "month", n_boot=50),
    "line": lambda found: timeline(found, "topic-0", n_boot=50),
    "network": lambda found: agreement_network(found),
    "sides": lambda found: agreement_network(found, "side"),
    "changes": lambda found: changes(found, "Side 0", "topic-0"),
    "naive": lambda found: prevalence(found),
    "prevalence": lambda found: prevalence(
        found,
        ("speaker", "topic"),
        [{"text": r["text"], "labels": {r["topic"]: r["stance"]}} for r in found],
        n_boot=50,
    ),
}


@pytest.fixture(autouse=True)
def closed():
    yield
    matplotlib.pyplot.close("all")


@pytest.mark.parametrize("n", [1, 12, 500])
@pytest.mark.parametrize("name", DRAWN)
def test_drawn(name, n):
    ax = DRAWN[name](labels(n)).plot()
    ax.figure.canvas.draw()
    assert ax.get_title(loc="left")


@pytest.mark.parametrize("name", [name for name in DRAWN if name != "prevalence"])
def test_nothing_to_draw_says_so(name):
    empty = table({"speaker": "Ana", "side": "Side 0", "topic": "topic-0", "stance": None, "date": "2014-01-01"})
    ax = DRAWN[name](empty).plot()
    ax.figure.canvas.draw()
    assert name in ("network", "sides") or ax.texts[0].get_text()


def test_draws_on_the_axes_given():
    _, ax = matplotlib.pyplot.subplots()
    assert matrix(labels(3)).plot(ax) is ax


@pytest.mark.parametrize("name", ["matrix", "line", "network", "changes", "naive"])
def test_missing_matplotlib_names_the_extra(name, monkeypatch):
    found = DRAWN[name](labels(3))

    def without(module):
        raise ImportError(module)

    monkeypatch.setattr("importlib.import_module", without)
    with pytest.raises(MissingExtra, match=r'pip install "stance-nlp\[plot\]"'):
        found.plot()


def test_helpers():
    assert shorten("a" * 40) == "a" * 27 + "…"
    placed = spread([0.0, 0.0, 0.0, 1.0], 0.2, -1.0, 1.0)
    assert all(b - a >= 0.2 - 1e-9 for a, b in pairwise(placed))
