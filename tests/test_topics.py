"""Topics: as data, asked for, and read from files."""

import pytest

from stance.errors import TopicError
from stance.topics import Topic, read_topics, resolve_topics, shipped_topics


def ids(asked, known=None):
    return [topic.id for topic in resolve_topics(asked, known or shipped_topics())]


def test_the_shipped_topics():
    assert [topic.id for topic in shipped_topics()] == [
        "kosovo-independence",
        "eu-accession",
        "nato-membership",
        "russia-sanctions",
        "russia-relations",
        "russian-energy",
        "belgrade-pristina-dialogue",
        "republika-srpska-secession",
    ]
    assert all(topic.description and topic.name and topic.aliases for topic in shipped_topics())


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("nato", "nato-membership"),
        ("NATO", "nato-membership"),
        ("eu", "eu-accession"),
        ("kosovo", "kosovo-independence"),
        ("kosovo-sovereignty", "kosovo-independence"),
        ("Kosovo_Independence", "kosovo-independence"),
    ],
)
def test_short_names_work(asked, found):
    assert ids(asked) == [found]


def test_in_the_order_asked_and_once():
    assert ids(["nato", "eu", "nato-membership"]) == ["nato-membership", "eu-accession"]
    assert ids([Topic("new"), "nato"]) == ["new", "nato-membership"]
    assert ids([]) == []


@pytest.mark.parametrize(
    ("asked", "message"),
    [("nothing", "unknown topic 'nothing'; known are kosovo"), ([5], "not by 5"), ([None], "not by None")],
)
def test_what_is_no_topic_is_refused(asked, message):
    with pytest.raises(TopicError, match=message):
        ids(asked)


def test_a_name_that_fits_several_is_refused():
    known = [Topic("a", aliases=["both"]), Topic("b", aliases=["both"])]
    with pytest.raises(TopicError, match="fits a and b; ask by id"):
        ids("both", known)
    assert ids("b", [*known, Topic("c", aliases=["b"])]) == ["b"]  # an id goes before an alias


def test_a_topic_checks_itself():
    topic = Topic("open-balkan", favor=["We want it."])
    assert (topic.name, topic.favor) == ("Open balkan", ("We want it.",))
    assert Topic(**topic.to_dict()) == topic
    assert hash(topic) == hash(Topic(**topic.to_dict()))
    for wrong in (
        {"id": ""},
        {"id": " "},
        {"id": 5},
        {"id": "a", "aliases": "b"},
        {"id": "a", "favor": [1]},
        {"id": "a", "aliases": 5},
        {"id": "a", "description": 5},
        {"id": "a", "name": ["b"]},
        {"id": "a", "against": ["x"] * 6},
    ):
        with pytest.raises(TopicError):
            Topic(**wrong)


def test_topics_from_a_file(tmp_path):
    path = tmp_path / "topics.toml"
    path.write_text('[[topic]]\nid = "a"\naliases = ["x"]\n[[topic]]\nid = "b"\n', encoding="utf-8-sig")
    assert [topic.id for topic in read_topics(path)] == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "holds no topics"),
        ("topic = 5", "holds no topics"),
        ("[[topic]]\nname = 'a'", "not a topic"),
        ("[[topic]]\nid = 'a'\ncolour = 'red'", "not a topic"),
        ("topic = [1]", "not a topic"),
        ("[[topic]]\nid = 'a'\n[[topic]]\nid = 'a'", "stands there twice"),
        ("[[topic]]\nid = ''", "a topic needs an id"),
        ("[", "is no TOML file"),
        (b"\xff\xfe", "is no TOML file"),
        (None, "cannot be read"),
    ],
)
def test_bad_files_are_told_in_one_line(tmp_path, content, message):
    path = tmp_path / "topics.toml"
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(TopicError, match=message) as caught:
        read_topics(path)
    assert str(caught.value).startswith(str(path))
    assert "\n" not in str(caught.value)
