"""Every tool's real export form, read; small files as the tools write them stand in data/."""

import shutil
import zipfile

import pytest

from stance.annotations import Annotation, read_annotations
from stance.annotations.formats import FORMATS, get_format
from stance.errors import AnnotationError

from .helpers import brief

NEVER = "We will never recognise Kosovo."
BOTH = "We want to join NATO and the EU."
NOON = "The session starts at noon."


def test_doccano_jsonl(data):
    found = read_annotations(data / "doccano-all.jsonl")
    assert brief(found) == [
        (NEVER, "kosovo-independence", "against"),
        (NOON, None, None),
        (BOTH, "nato-membership", "favor"),
        (BOTH, "eu-accession", "favor"),
    ]
    assert found[0].sentiment == "negative" and found[0].id == "11" and found[0].coder is None
    assert [str(s).split(":")[0] for s in found.skipped] == ["line 4"]


def test_doccano_older_keys_and_plain_stances(data):
    assert brief(read_annotations(data / "doccano-old.jsonl", topic="kosovo")) == [
        (NEVER, "kosovo", "against"),
        ("Kosovo is a state.", "kosovo", "favor"),
    ]
    with pytest.raises(AnnotationError, match=r"2 of 2 rows.*\n.*line 1, column label: against needs a topic"):
        read_annotations(data / "doccano-old.jsonl")


def test_doccano_zip_has_a_file_for_each_coder(data, tmp_path):
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        for name in ("ana", "boris", "unknown"):
            archive.write(data / f"doccano-{name}.jsonl", f"{name}.jsonl")
    found = read_annotations(tmp_path / "export.zip")
    assert [(a.id, a.coder, a.stance) for a in found] == [
        ("21", "ana", "against"),
        ("22", "ana", "favor"),
        ("21", "boris", "against"),
        ("22", "boris", "neutral"),
    ]
    assert str(found.skipped[0]).startswith("unknown.jsonl line 1: no label") and found.ignored == ("url",)


def test_doccano_csv_and_spans(data):
    found = read_annotations(data / "doccano.csv")
    assert [(a.id, a.topic) for a in found] == [
        ("31", "nato-membership"),
        ("31", "eu-accession"),
        ("32", "kosovo-independence"),
    ]
    spans = read_annotations(data / "doccano-spans.jsonl")
    assert brief(spans) == [
        ("Yes to NATO.", "nato-membership", "favor"),
        ("No to sanctions on Russia.", "russia-sanctions", "against"),
    ]
    assert (spans[1].document, spans[1].start, spans[1].end) == ("41", 13, 39)
    assert brief(read_annotations(data / "doccano-relations.jsonl")) == [("Yes to NATO.", "nato-membership", "favor")]


def test_label_studio_json(data):
    found = read_annotations(data / "label-studio.json")
    assert brief(found) == [
        (NEVER, "kosovo-independence", "against"),
        (NEVER, "kosovo-independence", "neutral"),
        ("No to sanctions on Russia.", "russia-sanctions", "against"),
    ]
    assert [a.coder for a in found] == ["ana@example.org", "8", "7"] and found[0].sentiment == "negative"
    assert (
        found[0].id == "101" and found[0].speaker == "Minister" and (found[2].start, found[2].document) == (13, "104")
    )
    assert [s.reason.split(" ")[0] for s in found.skipped] == ["skipped", "nobody"] and found.ignored == ("url",)


@pytest.mark.parametrize("name", ["label-studio-min.json", "label-studio.csv"])
def test_label_studio_min(data, name):
    found = read_annotations(data / name)
    assert brief(found) == [
        (NEVER, "kosovo-independence", "against"),
        (BOTH, "nato-membership", "favor"),
        (BOTH, "eu-accession", "favor"),
    ]
    assert [a.coder for a in found] == ["7", "8", "8"] and found[0].sentiment == "negative" and found[0].id == "101"


def test_prodigy_textcat(data):
    found = read_annotations(data / "prodigy-textcat.jsonl")
    assert found == [
        Annotation(
            text=NEVER, topic="kosovo-independence", stance="against", id="s1", coder="stance-ana", source="Tanjug"
        )
    ]
    assert [s.reason.split(" ")[0] for s in found.skipped] == ["rejected:", "ignored"]


def test_prodigy_choice_and_spans(data):
    found = read_annotations(data / "prodigy-choice.jsonl")
    assert brief(found) == [(BOTH, "nato-membership", "favor"), (BOTH, "eu-accession", "favor"), (NOON, None, None)]
    assert found[0].id == "5" and found[0].coder == "ana"
    spans = read_annotations(data / "prodigy-spans.jsonl")
    assert brief(spans) == [("Yes to NATO.", "nato-membership", "favor")] and spans[0].end == 12


def test_argilla(data):
    found = read_annotations(data / "argilla-nested.json")
    assert [(a.coder, a.stance, a.sentiment) for a in found] == [
        ("u-1", "against", "negative"),
        ("u-2", "neutral", None),
    ]
    assert found[0].id == "s1" and found[0].speaker == "Minister" and len(found.skipped) == 1
    flat = read_annotations(data / "argilla-flat.json")
    assert [(a.topic, a.stance, a.coder) for a in flat] == [
        ("kosovo-independence", "against", "u-1"),
        ("russia-relations", "favor", "u-1"),
    ]
    assert [s.reason.split(" (")[-1] for s in flat.skipped] == ["discarded)", "nobody has answered yet"]


def test_dna(data):
    found = read_annotations(data / "dna.csv")
    assert [(a.topic, a.stance, a.coder) for a in found] == [
        ("Kosovo should be independent", "against", "Ana"),
        ("Serbia should join the EU", "favor", "Ana"),
        ("Kosovo should be independent", "against", "Boris"),
    ]
    first = found[0]
    assert (first.id, first.document, first.start, first.end) == ("3:120-151", "3", 120, 151)
    assert (first.speaker, first.side, first.date, first.source) == (
        "Ana Brnabic",
        "Government of Serbia",
        "2019-02-14",
        "Tanjug",
    )
    assert {a.id for a in found} == {"3:120-151"}


def test_semeval(data):
    found = read_annotations(data / "semeval.txt")
    assert [(a.id, a.topic, a.stance) for a in found] == [
        ("10001", "Hillary Clinton", "favor"),
        ("10002", "Hillary Clinton", None),
        ("10003", "Atheism", "against"),
    ]
    assert found[0].text.startswith('"Made up as an example, she is" the') and '"all' in found[2].text


def test_the_name_of_a_file_does_not_matter(data, tmp_path):
    for name in ("label-studio.json", "prodigy-choice.jsonl", "dna.csv", "argilla-flat.json", "semeval.txt"):
        shutil.copy(data / name, tmp_path / "x.dat")
        assert read_annotations(tmp_path / "x.dat") == read_annotations(data / name)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_has_what_the_registry_asks_for(name):
    module = get_format(name)
    assert isinstance(module.SUFFIXES, tuple) and isinstance(module.BINARY, bool)
    assert all(callable(getattr(module, part)) and getattr(module, part).__doc__ for part in ("sniff", "read", "write"))
