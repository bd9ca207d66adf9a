import pytest

from stance.analysis import agreement_network
from stance.errors import InputError
from stance.labels import Labels

from .helpers import table

LABELS = table(
    {"speaker": "Ana", "topic": "t", "stance": "favor", "side": "N"},
    {"speaker": "Ana", "topic": "u", "stance": "against", "side": "N"},
    ("Bo", "t", "favor"), ("Bo", "t", "favor"), ("Bo", "t", "against"), ("Bo", "u", "favor"),
    ("Cy", "u", "neutral"), (None, "t", "favor"),
)  # fmt: skip


def test_congruence_and_conflict():
    found = agreement_network(LABELS)
    assert found.to_records() == [
        {"a": "Ana", "b": "Bo", "agreement": 0, "congruence": 1, "conflict": 1, "agree_on": ["t"], "differ_on": ["u"]}
    ]
    assert found.nodes[0] == {"name": "Ana", "statements": 2, "topics": 2, "side": "N"}
    assert [node["name"] for node in found.nodes] == ["Ana", "Bo", "Cy"]


def test_any_position_counts_as_in_dna():
    assert agreement_network(LABELS, position="any")[0]["differ_on"] == ["t", "u"]


def test_topics_and_shared():
    assert agreement_network(LABELS, topics=["t"])[0]["agreement"] == 1
    assert len(agreement_network(LABELS, min_shared=3)) == 0


def test_graph_and_graphml(tmp_path):
    networkx = pytest.importorskip("networkx")
    labels = table(("A & <b>\x00", "t", "favor"), ("B", "t", "against"))
    path = tmp_path / "net.graphml"
    found = agreement_network(labels)
    found.to_graphml(path)
    graph = networkx.read_graphml(path)
    assert set(graph) == {"A & <b>", "B"} and graph.edges["A & <b>", "B"]["weight"] == -1
    assert found.to_networkx().nodes["B"]["statements"] == 1
    assert "&lt;b&gt;" in found._repr_html_()


def test_nobody_shares_a_topic():
    found = agreement_network(table(("Ana", "t", "favor")))
    assert found.notes == ("No two speakers take a position on the same topic.",) and len(found.to_networkx()) == 1


def test_what_users_get_wrong():
    with pytest.raises(InputError, match="position is"):
        agreement_network(LABELS, position="mean")
    with pytest.raises(InputError, match="no row is on the topic 'v'; the table has t, u"):
        agreement_network(LABELS, topics=["v"])
    with pytest.raises(InputError, match="no rows"):
        agreement_network(Labels.from_records([]))
