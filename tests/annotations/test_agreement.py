import json
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stance.annotations import Annotation, agreement
from stance.annotations.codings import code
from stance.annotations.coefficients import alpha, alpha_of_counts, kappa, kappa_of_counts
from stance.annotations.statements import group_statements
from stance.errors import InputError


def rows(table, topic="t", **known):
    """A row of letters for each statement, one coder each: f, a, n; o is untouched, a blank unlabelled."""
    words = {"f": "favor", "a": "against", "n": "neutral", "o": None}
    return [
        Annotation(text=f"statement {i}", topic=topic, stance=words[letter], coder=f"c{j}", **known)
        for i, line in enumerate(table)
        for j, letter in enumerate(line)
        if letter != " "
    ]


def test_krippendorffs_own_example():
    # Krippendorff (2011), section C: nominal data, several observers, missing values; alpha is 0.743.
    table = ["11 1", "2232", "3333", "3333", "2222", "1234", "4444", "1121", "2222", " 555", "  11", " 3  "]
    triples = [(f"c{j}", str(i), v) for i, line in enumerate(table) for j, v in enumerate(line) if v != " "]
    assert alpha(triples) == pytest.approx(0.743, abs=5e-4)


def test_kappa_by_hand():
    found = agreement(rows(["ff"] * 20 + ["fa"] * 5 + ["af"] * 10 + ["aa"] * 15))
    assert found["t"].kappa["c0 & c1"].value == pytest.approx(0.4)
    assert found["t"].n == 50 and found["t"].f1["favor"] == pytest.approx(40 / 55)
    assert len(found.differences) == 15
    low, high = found["t"].kappa["c0 & c1"][1:]
    assert low < 0.4 < high and low > 0.1 and high < 0.7


TABLES = st.integers(2, 4).flatmap(
    lambda k: st.lists(st.text("fano ", min_size=k, max_size=k), min_size=1, max_size=25)
)


@settings(max_examples=60, deadline=None)
@given(table=TABLES)
def test_counts_give_what_nltk_gives(table):
    codings = code(group_statements(rows(table)))
    if not codings.clusters:
        return
    tally, triples = codings.tally(["t"]), codings.triples(["t"])
    assert alpha_of_counts(tally.coincidences.sum(axis=0)[None])[0] == pytest.approx(alpha(triples), nan_ok=True)
    seen = [t for t in triples if t[2] != "none"]
    assert alpha_of_counts(tally.stance.sum(axis=0)[None])[0] == pytest.approx(alpha(seen), nan_ok=True)
    for (a, b), counts in tally.pairs.items():
        assert kappa_of_counts(counts.sum(axis=0)[None])[0] == pytest.approx(kappa(triples, a, b), nan_ok=True)


def test_a_topic_left_out_is_not_touched():
    data = [
        Annotation(text="A", topic="x", stance="favor", coder="ana"),
        Annotation(text="A", topic="y", stance="favor", coder="boris"),
        Annotation(text="B", coder="ana"),
        Annotation(text="B", coder="boris"),
    ]
    found = agreement(data)
    assert {(d["topic"], d["label_a"], d["label_b"]) for d in found.differences} == {
        ("x", "favor", "none"),
        ("y", "none", "favor"),
    }
    assert found["x"].n == 2 and found.overall.n == 4 and found.overall.f1["touched"] == 0


def test_perfect_agreement_and_one_label():
    found = agreement(rows(["ff", "ff", "ff"]))
    assert found["t"].alpha == (1, 1, 1) and found.differences == []


def test_same_seed_same_intervals_and_documents_are_drawn_whole():
    table = ["ff", "fa", "aa", "nn", "nf", "ff", "aa", "aa"] * 6
    assert agreement(rows(table)).to_json() == agreement(rows(table)).to_json()
    assert agreement(rows(table), random_state=1).to_json() != agreement(rows(table)).to_json()
    one = agreement(rows(table, document="d"))["t"].alpha
    assert one.low == pytest.approx(one.value) and one.high == pytest.approx(one.value)


def test_sentiment_and_output(tmp_path):
    data = [
        Annotation(text=f"<b>{i}", topic="t<", stance="favor", sentiment=s, coder=c, id=str(i))
        for i, (p, q) in enumerate([("positive", "positive"), ("negative", "neutral"), ("neutral", "neutral")])
        for s, c in ((p, "<i>"), (q, "b"))
    ]
    found = agreement(data)
    assert [f.topic for f in found.figures] == ["t<", "all topics", "sentiment"] and found[
        "sentiment"
    ].alpha_stance is None
    assert found.differences == [
        {
            "id": "1",
            "document": None,
            "text": "<b>1",
            "topic": "sentiment",
            "coder_a": "<i>",
            "label_a": "negative",
            "coder_b": "b",
            "label_b": "neutral",
        }
    ]
    page = found._repr_html_()
    assert "<b>" not in page and "<i>" not in page and "&lt;b&gt;1" in page
    assert "sentiment" in repr(found) and "2 coders" in repr(found)
    text = found.to_json(tmp_path / "a.json")
    assert json.loads(text) == json.loads((tmp_path / "a.json").read_text()) and "NaN" not in text
    assert found.to_records()[2]["topic"] == "sentiment" and not math.isnan(found.to_records()[2]["alpha"])
    with pytest.raises(InputError, match="no agreement on 'x'"):
        found["x"]


def test_without_two_coders():
    with pytest.raises(InputError, match="no statement that two of them labelled"):
        agreement([Annotation(text="A", topic="t", stance="favor", coder="ana")])
    with pytest.raises(InputError, match="no statement that two"):
        agreement([Annotation(text="A", topic="t", stance="favor")] * 2)
    apart = [Annotation(text="A", id=i, topic="t", stance="favor", coder=i) for i in "xy"]
    with pytest.raises(InputError, match='match="text"'):
        agreement(apart)
    assert agreement(apart, match="text")["t"].n == 1


def test_intervals_cover():
    rng = np.random.default_rng(0)
    truth = []
    for seed in range(20):
        table = ["ff" if rng.random() < 0.4 else "aa" if rng.random() < 0.6 else "fa" for _ in range(80)]
        truth.append(agreement(rows(table), draws=300, random_state=seed)["t"].alpha)
    centre = np.mean([t.value for t in truth])
    assert sum(t.low <= centre <= t.high for t in truth) >= 17
