"""Small tables for the tests of the analysis."""

from __future__ import annotations

import numpy as np

from stance.labels import STANCES, Labels


def table(*rows, **shared):
    """Make labels from (speaker, topic, stance) or dicts, with shared columns."""
    records = [
        row if isinstance(row, dict) else dict(zip(("speaker", "topic", "stance"), row, strict=True)) for row in rows
    ]
    return Labels.from_records({"text": f"No. {i}", **shared, **record} for i, record in enumerate(records))


def corpus(n=400, documents=20, seed=0, share=0.4, hit=0.75, sides=("Norland", "Sudland")):
    """Simulate labels with errors, and what is true of each statement."""
    rng = np.random.default_rng(seed)
    lean = rng.beta(share * 8, (1 - share) * 8, documents)
    records, truth = [], {}
    for i in range(n):
        document = int(rng.integers(documents))
        stance = "favor" if rng.random() < lean[document] else STANCES[1 + int(rng.integers(2))]
        said = stance if rng.random() < hit else STANCES[int(rng.integers(3))]
        touches = rng.random() < 0.8
        truth[f"i{i}"] = {"nato": stance} if touches else {}
        record = {"id": f"i{i}", "text": f"Statement {i}", "side": sides[i % len(sides)], "document": f"d{document}"}
        record |= {"topic": "nato", "stance": said} if touches or rng.random() < 0.1 else {}
        records.append(record | {"date": f"{2010 + i % 5}-0{1 + i % 9}-15"})
    return Labels.from_records(records), truth


def answers(sample, truth):
    """Label a drawn sample with the truth."""
    return [{"id": a.id, "text": a.text, "labels": truth[a.id], "weight": a.weight} for a in sample]
