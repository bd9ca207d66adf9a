import json

import pandas as pd
import pytest

from stance.annotations import Annotation, Annotations, read_annotations
from stance.errors import AnnotationError, InputError
from stance.topics import Topic

from .helpers import brief, sample


def write(path, content, encoding="utf-8"):
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def test_own_jsonl(tmp_path):
    rows = [
        {
            "id": "a",
            "text": "We join.",
            "labels": {"nato": "favor", "eu": "neutral"},
            "sentiment": "positive",
            "kind": "direct",
        },
        {"id": "b", "text": "Nice day.", "labels": {}, "sentiment": "neutral", "twin": "a"},
        {"id": "c", "text": "No.", "labels": {"nato": None}},
    ]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, rows)))
    found = read_annotations(path)
    assert brief(found) == [
        ("We join.", "nato", "favor"),
        ("We join.", "eu", "neutral"),
        ("Nice day.", None, None),
        ("No.", "nato", None),
    ]
    assert found[2].group == "a" and found[2].sentiment == "neutral"
    assert found.ignored == ("kind",) and found.topics == ("eu", "nato")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_long_table(tmp_path, delimiter, encoding):
    rows = [
        ["id", "text", "topic", "stance", "sentiment"],
        ["1", "Café naïf", "nato", "Supports", "pos"],
        ["2", "Rien", "", "", "neutral"],
    ]
    text = "\r\n".join(delimiter.join(row) for row in rows)
    found = read_annotations(write(tmp_path / "a.csv", text, encoding))
    assert found == [
        Annotation(id="1", text="Café naïf", topic="nato", stance="favor", sentiment="positive"),
        Annotation(id="2", text="Rien", sentiment="neutral"),
    ]


def test_delimiter_inside_text_and_excels_sep_line(tmp_path):
    text = 'sep=;\r\ntext;topic;stance\r\n"a, b; c\r\nd";nato;-1\r\nx;nato;0\r\n'
    assert brief(read_annotations(write(tmp_path / "a.csv", text))) == [
        ("a, b; c\r\nd", "nato", "against"),
        ("x", "nato", "neutral"),
    ]


def test_wide_table(tmp_path):
    text = "text;kosovo;nato;remark\nA;for;con;first\nB;;none;second\nC;;;\n"
    found = read_annotations(write(tmp_path / "a.csv", text))
    assert brief(found) == [("A", "kosovo", "favor"), ("A", "nato", "against"), ("B", "nato", None), ("C", None, None)]
    assert found.ignored == ("remark",)


def test_wide_table_reports_misspelt_words(tmp_path):
    with pytest.raises(AnnotationError, match=r"line 3, column nato: 'favr' is no stance.*did you mean 'favor'"):
        read_annotations(write(tmp_path / "a.csv", "text,nato\nA,favor\nB,favr\n"))


def test_all_bad_rows_at_once(tmp_path):
    lines = [
        "text,topic,stance,sentiment,weight",
        "A,nato,favor,,1",
        ",nato,favor,,",
        "C,nato,favr,,",
        "D,nato,,,",
        "E,,favor,,",
    ]
    lines += ["F,nato,favor,happy,", "G,nato,favor,,-1", "H,nato", "I,nato,0,,"]
    path = write(tmp_path / "a.csv", "\n".join(lines))
    with pytest.raises(AnnotationError) as caught:
        read_annotations(path)
    first, *rest = str(caught.value).split("\n")
    assert first == f'{path}: 8 of 9 rows cannot be read; mend them, or leave them out with errors="skip"'
    places = [line.strip().split(":")[0] for line in rest]
    assert places == [
        "line 3, column text",
        "line 4, column stance",
        "line 5, column stance",
        "line 6, column topic",
        "line 7, column sentiment",
        "line 8, column weight",
        "line 9",
        "line 10, column stance",
    ]
    found = read_annotations(path, errors="skip")
    assert brief(found) == [("A", "nato", "favor")] and len(found.skipped) == 8
    assert "8 rows skipped" in repr(found)


def test_only_the_first_twenty_are_listed():
    with pytest.raises(AnnotationError, match="30 of 30 rows") as caught:
        read_annotations([{"text": "A", "topic": "t", "stance": "?"}] * 30)
    assert str(caught.value).count("\n") == 21 and str(caught.value).endswith("… and 10 more")


def test_a_row_is_taken_whole_or_not_at_all():
    rows = [{"text": "A", "labels": {"x": "favor", "y": "what"}}, {"text": "B", "labels": {"x": "favor"}}]
    assert brief(read_annotations(rows, errors="skip")) == [("B", "x", "favor")]


def test_nothing_left_is_an_error():
    with pytest.raises(AnnotationError, match="holds no annotations; the first of 1 rows left out: item 1"):
        read_annotations([{"text": "A", "labels": {"x": "what"}}], errors="skip")
    with pytest.raises(AnnotationError, match="holds no annotations"):
        read_annotations([])


def test_topic_for_plain_labels(tmp_path):
    path = write(tmp_path / "a.csv", "text,label\nA,favor\nB,none\n")
    with pytest.raises(AnnotationError, match="needs a topic"):
        read_annotations(path)
    assert brief(read_annotations(path, topic="nato")) == [("A", "nato", "favor"), ("B", "nato", None)]


def test_topics_by_name_or_alias():
    rows = [{"text": "A", "topic": "NATO", "stance": "pro"}, {"text": "B", "topic": "mini-Schengen", "stance": "con"}]
    asked = ["nato-membership", Topic("open-balkan", aliases=["mini-schengen"])]
    assert [a.topic for a in read_annotations(rows, topics=asked)] == ["nato-membership", "open-balkan"]
    with pytest.raises(AnnotationError, match="item 2, column stance: 'mini-Schengen' is none of the topics asked for"):
        read_annotations(rows, topics=["nato-membership"])
    assert [a.topic for a in read_annotations(rows)] == ["NATO", "mini-Schengen"]


def test_topics_from_toml(tmp_path):
    path = write(tmp_path / "t.toml", '[[topic]]\nid = "x"\naliases = ["ex"]\n')
    assert read_annotations([{"text": "A", "topic": "ex", "stance": "pro"}], topics=path)[0].topic == "x"


def test_zero_is_not_guessed():
    rows = [{"text": "A", "topic": "t", "stance": s} for s in (1, 0)]
    with pytest.raises(AnnotationError, match="0 can mean against"):
        read_annotations(rows)
    rows.append({"text": "B", "topic": "t", "stance": -1})
    assert [a.stance for a in read_annotations(rows)] == ["favor", "neutral", "against"]


def test_one_coder_does_not_say_two_things():
    rows = [{"text": "A", "topic": "t", "stance": s, "coder": "ana"} for s in ("pro", "con")]
    with pytest.raises(
        AnnotationError, match="item 2, column stance: against here, but favor in item 1, by the same coder"
    ):
        read_annotations(rows)
    assert len(read_annotations([{**row, "coder": name} for row, name in zip(rows, "ab", strict=True)])) == 2


def test_data_frame():
    frame = pd.DataFrame(
        {
            "text": ["A", "B"],
            "topic": ["nato", None],
            "stance": ["for", None],
            "weight": [2, 3],
            "date": pd.to_datetime(["2024-01-02", None]),
        }
    )
    assert read_annotations(frame) == [
        Annotation(text="A", topic="nato", stance="favor", weight=2, date="2024-01-02"),
        Annotation(text="B", weight=3),
    ]
    nested = pd.DataFrame({"text": ["A"], "labels": [{"nato": "con"}]})
    assert brief(read_annotations(nested)) == [("A", "nato", "against")]
    wide = pd.DataFrame({"text": ["A", "B"], "nato": [1, float("nan")], "eu": [-1, 0]}, index=["x", "y"])
    assert brief(read_annotations(wide)) == [("A", "nato", "favor"), ("A", "eu", "against"), ("B", "eu", "neutral")]
    with pytest.raises(AnnotationError, match="row y, column nato"):
        read_annotations(wide.assign(nato=["favor", "wat"]))


def test_annotations_are_checked_and_kept():
    given = sample()
    assert read_annotations(given) == given
    read = read_annotations(given)
    assert read_annotations(read) is read
    with pytest.raises(AnnotationError, match="item 1, column stance"):
        read_annotations([Annotation(text="A", topic="t", stance="maybe")])


def test_mixed_list():
    found = read_annotations(
        [
            Annotation(text="A", topic="t", stance="favor"),
            {"text": "B", "labels": {}},
            {"text": "C", "topic": "t", "stance": "con"},
        ]
    )
    assert brief(found) == [("A", "t", "favor"), ("B", None, None), ("C", "t", "against")]


@pytest.mark.parametrize("bad", [5, b"x", {"text": "A"}, None])
def test_what_is_no_source(bad):
    with pytest.raises(InputError, match="annotations are a path"):
        read_annotations(bad)


def test_an_object_without_labels_is_no_off_topic_statement():
    with pytest.raises(AnnotationError, match="item 2, column labels: no labels"):
        read_annotations([{"text": "A", "labels": {}}, {"text": "B"}])
    with pytest.raises(AnnotationError, match="item 2"):
        read_annotations([{"text": "A", "topic": "t", "stance": "pro"}, {"text": "B"}])


def test_missing_columns_say_which(tmp_path):
    with pytest.raises(AnnotationError, match=r"no text of the statements found \(columns: a, b\)"):
        read_annotations(write(tmp_path / "a.csv", "a,b\n1,2\n"))
    with pytest.raises(AnnotationError, match="holds no labels"):
        read_annotations(write(tmp_path / "a.csv", "text,b\nx,2\n"))
    with pytest.raises(AnnotationError, match="none for the stance"):
        read_annotations(write(tmp_path / "a.csv", "text,topic\nx,nato\n"))


def test_own_words(tmp_path):
    path = write(tmp_path / "w.toml", '[stance]\nfavor = ["da"]\n')
    assert read_annotations([{"text": "A", "topic": "t", "stance": "DA"}], words=path)[0].stance == "favor"


def test_shown_in_a_notebook():
    found = read_annotations([{"text": "<script>", "labels": {"<b>": "favor"}}])
    assert (
        "<script>" not in found._repr_html_()
        and "&lt;script&gt;" in found._repr_html_()
        and "<b>" not in found._repr_html_()
    )
    assert isinstance(found, Annotations) and found.to_records()[0]["text"] == "<script>"
