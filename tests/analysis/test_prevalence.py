import warnings

import numpy as np
import pytest

from stance.analysis import draw_sample, prevalence
from stance.errors import InputError
from stance.labels import Labels

from .helpers import answers, corpus, table


@pytest.fixture(scope="module")
def world():
    labels, truth = corpus()
    return labels, truth, answers(draw_sample(labels, 200), truth)


def test_shares_come_nearer_to_the_truth(world):
    labels, truth, sample = world
    shares = prevalence(labels, "topic", sample)
    stances = [t["nato"] for t in truth.values() if t]
    for row in shares[:3]:
        known = stances.count(row["label"]) / len(stances)
        assert row["low"] < known < row["high"] and row["low"] < row["share"] < row["high"]
    assert sum(row["share"] for row in shares[:3]) == pytest.approx(1)
    assert shares[3]["label"] == "off-topic" and shares[3]["labelled"] == 200
    assert shares[3]["share"] == pytest.approx(sum(not t for t in truth.values()) / len(truth), abs=0.04)


def test_cells_of_side_topic_and_year(world):
    labels, _, sample = world
    shares = prevalence(labels, ("side", "topic", "year"), sample, n_boot=100)
    cells = {(row["side"], row["topic"], row["year"]) for row in shares}
    assert len(cells) == 10 and len(shares) == 40 and shares.columns[:3] == ("side", "topic", "year")
    assert sum(row["labelled"] for row in shares if row["label"] == "off-topic") == 200


def test_without_topic_positions_are_pooled(world):
    labels, _, sample = world
    assert [row["label"] for row in prevalence(labels, "side", sample, n_boot=100)] == [
        "favor", "against", "neutral", "off-topic",
    ] * 2  # fmt: skip


def test_by_nothing_is_one_cell(world):
    labels, _, sample = world
    assert len(prevalence(labels, (), sample, n_boot=100)) == 4


def test_without_sample_naive_shares_and_a_warning(world):
    labels = world[0]
    with pytest.warns(UserWarning, match="Naive shares only"):
        shares = prevalence(labels)
    assert all(row["share"] is None and row["low"] is None and row["flag"] == "naive" for row in shares)
    favor = [
        s for s, side in zip(labels.column("stance"), labels.column("side"), strict=True) if s and side == "Norland"
    ]
    assert shares[0]["naive"] == pytest.approx(favor.count("favor") / len(favor))
    assert "Naive shares only" in repr(shares) and not shares.corrected


def test_with_sample_no_warning(world):
    labels, _, sample = world
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        prevalence(labels, "topic", sample, n_boot=100)


def test_small_cells_are_flagged_not_hidden():
    labels, truth = corpus(n=60, documents=3, sides=("A", "B", "C"))
    sample = answers(draw_sample(labels, 6, by="side"), truth)
    shares = prevalence(labels, "side", sample, n_boot=100)
    assert len(shares) == 12 and all("few" in row["flag"] or row["flag"] == "no labels" for row in shares)
    assert any("are flagged" in note for note in shares.notes)


def test_topics_that_the_sample_never_names():
    labels = table(("Ana", "nato", "favor"), ("Bo", "energy", "favor"))
    sample = [{"text": "No. 0", "labels": {"nato": "favor"}}]
    shares = prevalence(labels, "topic", sample)
    assert {row["flag"] for row in shares if row["topic"] == "energy"} == {"not corrected"}
    assert "The sample never names energy: not corrected." in shares.notes


def test_weights_of_a_stratified_sample_count():
    rows = [{"id": str(i), "text": str(i), "topic": "t", "stance": "neutral", "document": str(i)} for i in range(400)]
    truth = {str(i): {"t": "favor" if i < 40 else "against"} for i in range(400)}
    for i, row in enumerate(rows):
        row["rare"] = i < 40
    sample = answers(draw_sample(Labels.from_records(rows), 100, by="rare"), truth)
    favor = prevalence(Labels.from_records(rows), "topic", sample)[0]
    assert sum(a["labels"]["t"] == "favor" for a in sample) == 40 and favor["share"] == pytest.approx(0.1)


def test_same_seed_same_table_whatever_the_order(world):
    labels, _, sample = world
    first = prevalence(labels, "topic", sample, n_boot=100).to_records()
    assert first == prevalence(labels, "topic", sample[::-1], n_boot=100).to_records()
    assert first != prevalence(labels, "topic", sample, n_boot=100, random_state=1).to_records()


def test_documents_matter(world):
    labels, truth, _ = world
    sample = [{"id": k, "text": f"Statement {k[1:]}", "labels": v} for k, v in truth.items()]
    clustered = prevalence(labels, "topic", sample)[0]
    alone = prevalence(labels, "topic", sample, document="id")[0]
    assert clustered["high"] - clustered["low"] > 1.5 * (alone["high"] - alone["low"])
    nameless = prevalence(labels, "topic", sample, n_boot=100, document="role")
    assert any("taken as independent" in note for note in nameless.notes)


def test_one_document_has_no_intervals(world):
    rows = [{**r, "document": "all.csv"} for r in world[0]]
    shares = prevalence(Labels.from_records(rows), "topic", world[2])
    assert shares[0]["low"] is None and shares[0]["share"] is not None
    assert any("All statements have the same document" in note for note in shares.notes)


def test_scope_corpus_is_narrower_and_a_complete_sample_is_certain(world):
    labels, truth, sample = world
    press, exact = (prevalence(labels, "topic", sample, scope=scope)[0] for scope in ("press", "corpus"))
    assert exact["high"] - exact["low"] < 0.6 * (press["high"] - press["low"])
    everything = answers(draw_sample(labels, len(truth)), truth)
    stances = [t["nato"] for t in truth.values() if t]
    favor = prevalence(labels, "topic", everything, scope="corpus")[0]
    assert favor["low"] == favor["high"] == pytest.approx(stances.count("favor") / len(stances))


def test_scope_corpus_covers():
    covered = []
    for seed in range(60):
        labels, truth = corpus(n=400, seed=seed)
        stances = [t["nato"] for t in truth.values() if t]
        sample = answers(draw_sample(labels, 120, random_state=seed), truth)
        favor = prevalence(labels, "topic", sample, n_boot=200, scope="corpus")[0]
        covered.append(favor["low"] <= stances.count("favor") / len(stances) <= favor["high"])
    assert np.mean(covered) >= 0.87


def test_a_file_is_a_sample(world, tmp_path):
    from stance.annotations import read_annotations, write_annotations

    labels, _, sample = world
    path = tmp_path / "sample.jsonl"
    write_annotations(read_annotations(sample), path)
    assert prevalence(labels, "topic", path)[0] == prevalence(labels, "topic", sample)[0]


def test_undecided_rows_leave_the_naive_base():
    labels = table(("Ana", "nato", "favor"), ("Ana", "nato", None))
    with pytest.warns(UserWarning):
        favor = prevalence(labels, "topic")[0]
    assert favor["naive"] == 1 and favor["n"] == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"level": 1.0}, "level 1.0 is no probability"),
        ({"n_boot": 10}, "too few draws"),
        ({"scope": "world"}, "scope is"),
        ({"by": "party"}, "no column 'party'"),
        ({"document": "paper"}, "no column 'paper'"),
    ],
)
def test_what_users_get_wrong(world, change, message):
    with pytest.raises(InputError, match=message):
        prevalence(world[0], **{"sample": world[2], **change})


def test_empty_table():
    with pytest.raises(InputError, match="no rows"):
        prevalence(Labels.from_records([]))


@pytest.mark.parametrize("share", [0.1, 0.4])
def test_intervals_cover_and_are_narrower_than_labels_alone(share):
    """A small version of benchmarks/prevalence.py: 60 corpora of 30 documents."""
    covered, widths, blind = [], [], []
    for seed in range(60):
        labels, truth = corpus(n=500, documents=30, seed=seed, share=share)
        sample = answers(draw_sample(labels, 150, random_state=seed), truth)
        favor = prevalence(labels, "topic", sample, n_boot=200)[0]
        covered.append(favor["low"] <= share <= favor["high"])
        widths.append(favor["high"] - favor["low"])
        known = {a["id"] for a in sample}
        alone = prevalence(labels.filter(lambda r, known=known: r["id"] in known), "topic", sample, n_boot=200)[0]
        blind.append(alone["high"] - alone["low"])
    # Three standard errors below 0.95 in 60 corpora.
    assert np.mean(covered) >= 0.87 and np.mean(widths) < np.mean(blind)
