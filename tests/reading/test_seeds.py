"""The three seed articles: every statement and who made it."""

from collections import Counter
from pathlib import Path

import pytest

from stance.reading import read

SEEDS = Path(__file__).parents[2] / "seeds" / "articles"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("lavrov-srpski-telegraf", {"Sergei Lavrov": 13, "Aleksandar Vucic": 1}),
        (
            "lukashevich-dacic-visit",
            {"Alexander Lukashevich": 8, "Slavenko Terzic": 1, "Aleksandar Vucic": 1, "Tomislav Nikolic": 1},
        ),
        ("lavrov-vucic-unga-2017", {"Sergey Lavrov": 1, "Russian Foreign Ministry": 4, "Aleksandar Vucic": 8}),
    ],
)
def test_speakers(name, expected):
    doc = read(SEEDS / f"{name}.txt")
    assert Counter(s.speaker.name for s in doc.statements) == expected


def test_roles_sides_and_header():
    doc = read(SEEDS / "lavrov-vucic-unga-2017.txt")
    assert (doc.date, doc.source) == ("2017-09-19", "TASS")
    assert {str(s.speaker) for s in doc.statements} == {
        "Sergey Lavrov (Foreign Minister, Russia)",
        "Russian Foreign Ministry (Russia)",
        "Aleksandar Vucic (President, Serbia)",
    }
