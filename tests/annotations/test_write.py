import csv
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance.annotations import Annotation, read_annotations, write_annotations
from stance.errors import InputError
from stance.labels import SENTIMENTS, STANCES, Labels

from .helpers import bag, brief, sample

WHOLE = ["a.csv", "a.tsv", "a.xlsx", "a.jsonl", "a.zip"]
TOOLS = ["label-studio", "prodigy", "argilla"]


@pytest.mark.parametrize("name", WHOLE)
def test_round_trip_by_suffix(tmp_path, name):
    write_annotations(sample(), tmp_path / name)
    assert bag(read_annotations(tmp_path / name)) == bag(sample())


@pytest.mark.parametrize("format", TOOLS)
def test_round_trip_by_format(tmp_path, format):
    write_annotations(sample(), tmp_path / "a.json", format)
    assert bag(read_annotations(tmp_path / "a.json")) == bag(sample())


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.xlsx"])
def test_wide_round_trip(tmp_path, name):
    write_annotations(sample(), tmp_path / name, wide=True)
    assert bag(read_annotations(tmp_path / name)) == bag(sample())


def test_dna_round_trip_but_for_its_signs(tmp_path):
    write_annotations(sample(), tmp_path / "a.csv", "dna")
    found = read_annotations(tmp_path / "a.csv")
    changed = [a.text.replace(";", ",").replace('"', "'") for a in sample()]
    assert [a.text for a in found] == changed
    assert [(a.id, a.topic, a.stance, a.coder, a.weight) for a in found] == [
        (a.id, a.topic, a.stance, a.coder, a.weight) for a in sample()
    ]
    line = (tmp_path / "a.csv").read_text().split("\n")[1]
    assert line.startswith('1;"";"";"";"nato-membership";1;"favor";')


def test_semeval(tmp_path, data):
    found = read_annotations(data / "semeval.txt")
    write_annotations(found, tmp_path / "a.txt", "semeval")
    assert (tmp_path / "a.txt").read_text() == (data / "semeval.txt").read_text()
    for bad in (Annotation(text="A", topic="t", stance="neutral", id="x"), Annotation(text="A", id="x")):
        with pytest.raises(InputError, match=r"statement x.*SemEval"):
            write_annotations([bad], tmp_path / "b.txt", "semeval")
    assert not (tmp_path / "b.txt").exists()


def test_formulas_are_escaped(tmp_path):
    import openpyxl

    rows = [
        Annotation(text=t, topic="=cmd", stance="favor", speaker=t) for t in ("=1+1", "+1", "-1", "@x", "'=1", "\t=1")
    ]
    for name in ("a.csv", "a.tsv", "a.xlsx"):
        write_annotations(rows, tmp_path / name)
        assert bag(read_annotations(tmp_path / name))[:4] == bag(rows)[:4]
    with open(tmp_path / "a.csv", newline="") as stream:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for row in csv.reader(stream) for cell in row)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert not any(cell.data_type == "f" for row in sheet for cell in row)


def test_several_coders_need_a_zip_for_doccano(tmp_path):
    with pytest.raises(InputError, match="one coder's labels"):
        write_annotations(sample(), tmp_path / "a.jsonl", "doccano")
    assert list(tmp_path.iterdir()) == []
    write_annotations(sample(), tmp_path / "a.zip")
    assert zipfile.ZipFile(tmp_path / "a.zip").namelist() == ["ana.jsonl", "boris.jsonl"]
    before = (tmp_path / "a.zip").read_bytes()
    write_annotations(sample(), tmp_path / "a.zip")
    assert (tmp_path / "a.zip").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "format", "wide", "message"),
    [
        ("a.foo", None, False, "names no format"),
        ("a.csv", "foo", False, "no format 'foo'"),
        ("a.jsonl", None, True, "wide form"),
        ("missing/a.csv", None, False, "make the folder first"),
    ],
)
def test_bad_targets(tmp_path, name, format, wide, message):
    with pytest.raises(InputError, match=message):
        write_annotations(sample(), tmp_path / name, format, wide=wide)


def test_what_a_table_cannot_hold_is_refused(tmp_path):
    with pytest.raises(InputError, match="NUL"):
        write_annotations([Annotation(text="a\0b")], tmp_path / "a.csv")
    with pytest.raises(InputError, match="control character"):
        write_annotations([Annotation(text="a\x01b")], tmp_path / "a.xlsx")
    with pytest.raises(InputError, match=r"Excel cell holds 32,767"):
        write_annotations([Annotation(text="a" * 40_000)], tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="also the name of a column"):
        write_annotations([Annotation(text="a", topic="Source", stance="favor")], tmp_path / "a.csv", wide=True)
    assert list(tmp_path.iterdir()) == []


# -- predictions -------------------------------------------------------------------------------------------------


def predictions():
    return Labels.from_records(
        [
            {
                "statement": 0,
                "id": "p1",
                "text": "We join.",
                "topic": "nato",
                "stance": "favor",
                "confidence": 0.9,
                "sentiment": "positive",
                "sentiment_confidence": 0.7,
            },
            {
                "statement": 0,
                "id": "p1",
                "text": "We join.",
                "topic": "eu",
                "stance": "neutral",
                "confidence": 0.6,
                "sentiment": "positive",
                "sentiment_confidence": 0.7,
            },
            {
                "statement": 1,
                "id": "p2",
                "text": "Nice day.",
                "confidence": 0.8,
                "sentiment": "neutral",
                "sentiment_confidence": 0.9,
            },
            {
                "statement": 2,
                "id": "p3",
                "text": "Hm.",
                "topic": "nato",
                "stance": None,
                "confidence": 0.4,
                "reason": "unsure",
                "sentiment": "neutral",
            },
        ]
    )


def test_predictions_become_predictions_in_label_studio(tmp_path):
    write_annotations(predictions(), tmp_path / "a.json", "label-studio")
    tasks = json.loads((tmp_path / "a.json").read_text())
    assert [t["data"]["id"] for t in tasks] == ["p1", "p2", "p3"] and all(t["annotations"] == [] for t in tasks)
    first = tasks[0]["predictions"][0]
    assert first["score"] == 0.6 and first["result"][0]["value"]["choices"] == ["nato:favor", "eu:neutral"]
    assert [r["from_name"] for r in tasks[2]["predictions"][0]["result"]] == ["sentiment"]


def test_predictions_become_suggestions_in_argilla(tmp_path):
    write_annotations(predictions(), tmp_path / "a.json", "argilla")
    records = json.loads((tmp_path / "a.json").read_text())
    assert records[0]["id"] == "p1" and records[0]["responses"] == {}
    assert records[0]["suggestions"]["label"] == {
        "value": ["nato:favor", "eu:neutral"],
        "score": 0.6,
        "agent": "stance",
    }
    assert records[1]["suggestions"]["label"]["value"] == ["none"] and "label" not in records[2]["suggestions"]


def test_predictions_become_open_tasks_in_prodigy(tmp_path):
    write_annotations(predictions(), tmp_path / "a.jsonl", "prodigy")
    tasks = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert [t["meta"]["id"] for t in tasks] == ["p1", "p2", "p3"] and not any("answer" in t for t in tasks)
    assert tasks[0]["accept"] == ["nato:favor", "eu:neutral", "sentiment:positive"]
    assert {"id": "nato:against", "text": "nato:against"} in tasks[0]["options"]
    answered = [{**t, "answer": "accept", "_annotator_id": "ana"} for t in tasks[:2]]
    (tmp_path / "b.jsonl").write_text("".join(json.dumps(t) + "\n" for t in answered))
    found = read_annotations(tmp_path / "b.jsonl")
    assert [(a.id, a.topic, a.stance) for a in found] == [
        ("p1", "nato", "favor"),
        ("p1", "eu", "neutral"),
        ("p2", None, None),
    ]


@pytest.mark.parametrize("wide", [False, True])
def test_predictions_are_no_labels_in_tables(tmp_path, wide):
    path = tmp_path / "a.csv"
    write_annotations(predictions(), path, wide=wide)
    with pytest.raises(InputError, match=r"no row is labelled yet|holds no labels"):
        read_annotations(path)
    rows = list(csv.DictReader(path.read_text().splitlines()))
    assert all(row["coder"] == row["sentiment"] == "" for row in rows)
    if not wide:
        assert [r["predicted_topic"] for r in rows] == ["nato", "eu", "", "nato"]
        assert [r["predicted_stance"] for r in rows] == ["favor", "neutral", "none", ""]
        assert [r["predicted_sentiment"] for r in rows] == ["positive", "positive", "neutral", "neutral"]
        assert [r["confidence"] for r in rows] == ["0.9", "0.6", "0.8", "0.4"]
    rows[0]["coder"] = "ana"
    rows[0] |= {"nato": "against"} if wide else {"topic": "nato", "stance": "against"}
    with open(path, "w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    found = read_annotations(path)
    assert [(a.id, a.topic, a.stance, a.coder) for a in found] == [("p1", "nato", "against", "ana")]
    assert len(found.skipped) == len(rows) - 1


def test_predictions_are_no_labels_in_json_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    write_annotations(predictions(), path)
    with pytest.raises(InputError, match="holds no annotations"):
        read_annotations(path)
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert rows[0]["predicted_labels"] == {"nato": "favor", "eu": "neutral"}
    rows[1]["labels"] = {}
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    found = read_annotations(path)
    assert [(a.id, a.topic) for a in found] == [("p2", None)] and len(found.skipped) == 2


def test_a_statement_without_an_id_has_its_position(tmp_path):
    write_annotations(Labels.from_records([{"text": "A"}, {"text": "B"}]), tmp_path / "a.csv")
    assert [r["id"] for r in csv.DictReader((tmp_path / "a.csv").read_text().splitlines())] == ["0", "1"]


@pytest.mark.parametrize("format", ["csv", "jsonl", *TOOLS, "doccano"])
def test_a_sample_that_nobody_has_labelled_is_refused(tmp_path, format):
    from stance.analysis import draw_sample

    path = tmp_path / "sample"
    draw_sample(Labels.from_records([{"text": "A"}, {"text": "B"}]), 2, path=path, format=format)
    with pytest.raises(InputError):
        read_annotations(path)


def test_predictions_in_doccano(tmp_path):
    write_annotations(predictions(), tmp_path / "a.jsonl", "doccano")
    found = read_annotations(tmp_path / "a.jsonl")
    assert [a.id for a in found] == ["p1", "p1", "p2"] and len(found.skipped) == 1


# -- properties --------------------------------------------------------------------------------------------------

WORD = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=8)
NAMES = st.one_of(st.none(), WORD)
TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=60).filter(
    str.strip
)


@st.composite
def annotation(draw):
    topic = draw(st.sampled_from([None, "nato", "Open Balkan!", "a:b", "č/ć", "=x"]))
    start = draw(st.one_of(st.none(), st.integers(0, 10**6)))
    return Annotation(
        text=draw(TEXT),
        topic=topic,
        stance=None if topic is None else draw(st.sampled_from([*STANCES, None])),
        sentiment=draw(st.sampled_from([*SENTIMENTS, None])),
        id=draw(NAMES),
        document=draw(NAMES),
        start=start,
        end=None if start is None else start + 5,
        speaker=draw(NAMES),
        side=draw(NAMES),
        date="2020-01-02",
        source=draw(NAMES),
        weight=draw(st.floats(1e-3, 1e6)),
        group=draw(NAMES),
    )


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(annotation(), min_size=1, max_size=5))
def test_any_annotation_survives(tmp_path, name, rows):
    write_annotations(rows, tmp_path / name)
    assert bag(read_annotations(tmp_path / name)) == bag(rows)


@pytest.mark.parametrize("format", TOOLS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(annotation(), min_size=1, max_size=4, unique_by=lambda a: a.text))
def test_the_tools_keep_text_and_labels(tmp_path, format, rows):
    write_annotations(rows, tmp_path / "a.json", format)
    assert sorted(map(repr, brief(read_annotations(tmp_path / "a.json")))) == sorted(map(repr, brief(rows)))
