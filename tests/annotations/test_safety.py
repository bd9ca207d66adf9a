"""Hostile and broken files: each is refused with one clear error."""

import contextlib
import io
import json
import os
import pickle
import stat
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stance.annotations import read_annotations, safety
from stance.errors import AnnotationError, InputError, StanceError

GOOD = '{"text": "A", "labels": {"nato": "favor"}}\n'


def save(tmp_path, content, name="a.jsonl"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def archive(tmp_path, members, name="a.zip"):
    path = tmp_path / name
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as stream:
        for member, content in members.items():
            stream.writestr(member, content)
    return path


def refused(path, match, **options):
    with pytest.raises(InputError, match=match) as caught:
        read_annotations(path, **options)
    assert str(path) in str(caught.value)


def test_pickle_is_never_loaded(tmp_path):
    class Evil:
        def __reduce__(self):
            return os.mkdir, (str(tmp_path / "pwned"),)

    for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
        with pytest.raises(InputError):
            read_annotations(save(tmp_path, pickle.dumps(Evil(), protocol), "a.csv"), errors="skip")
    assert not (tmp_path / "pwned").exists()


def test_missing_empty_folder_and_device(tmp_path):
    refused(tmp_path / "no.csv", "cannot be read")
    refused(tmp_path, "is no file")
    refused(save(tmp_path, b" \n"), "is empty")
    os.mkfifo(tmp_path / "fifo")
    refused(tmp_path / "fifo", "is no file")


def test_binary_files(tmp_path):
    refused(save(tmp_path, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "binary file")
    refused(save(tmp_path, b"\x01\x02\x03\x81"), "neither UTF-8 nor Windows-1252")
    refused(save(tmp_path, b"\x01\x02\x03\x80\x04"), "binary file")
    refused(save(tmp_path, "text,topic,stance\nž,t,pro\n".encode()), "cannot be read as utf-99", encoding="utf-99")


def test_size(tmp_path, monkeypatch):
    monkeypatch.setattr(safety, "LARGEST_FILE", 100)
    refused(save(tmp_path, GOOD * 10), "split the file")
    refused(archive(tmp_path, {"a.jsonl": GOOD * 10}), "split the|split")


@pytest.mark.parametrize("deep", ["[" * 100_000, '{"a":' * 100_000, GOOD + '{"text": ' + "[" * 200_000])
def test_deep_json(tmp_path, deep):
    refused(save(tmp_path, deep), "nested too deep|no JSON")


def test_odd_json(tmp_path):
    refused(
        save(tmp_path, '{"text": "A", "labels": {"t": "pro", "t": "con"}}'), "line 1: the key 't' stands there twice"
    )
    refused(save(tmp_path, GOOD + '{"text": "A", \n' + GOOD), "line 2: no JSON")
    refused(save(tmp_path, GOOD + "[1]\n"), r"line 2: an object is wanted, not \[1\]")
    refused(save(tmp_path, '["a", 1]'), "item 1: an object is wanted")
    refused(save(tmp_path, '{"text": "\\ud800", "labels": {}}'), "half a character")
    refused(save(tmp_path, '{"text": ["A"], "labels": {}}'), "a statement is a text")
    refused(save(tmp_path, '{"text": "A", "labels": {"t": {"x": 1}}}'), "is no stance")
    refused(save(tmp_path, '{"text": "A", "labels": {"": "pro"}}'), "a topic without a name")
    refused(save(tmp_path, '{"text": "A", "labels": {"a\\nb": "pro"}}'), "one line")
    refused(save(tmp_path, '{"text": "A", "labels": {}, "weight": Infinity}'), "a weight is a number above 0")
    refused(save(tmp_path, '{"text": "A", "labels": {}, "start": 1e999}'), "whole number")
    refused(save(tmp_path, '{"text": "A", "labels": {}, "start": 9, "end": 3}'), "before the start")
    refused(save(tmp_path, '{"text": "A", "labels": {}, "id": {}}'), "one value is wanted")
    refused(save(tmp_path, '{"text": "A", "labels": {}, "weight": ' + "9" * 5000 + "}"), "line 1")
    refused(save(tmp_path, json.dumps({"text": "A" * 100_001, "labels": {}})), "100,001 characters")
    assert len(read_annotations(save(tmp_path, json.dumps({"text": "A", "labels": {}}, indent=2)))) == 1


def test_broken_tables(tmp_path):
    refused(save(tmp_path, 'text,topic,stance\n"a"b,nato,pro\n'), "line 2: no cell can be made out")
    refused(save(tmp_path, 'text,topic,stance\nx,nato,pro\n"a,nato,pro\n'), "line 3: no cell can be made out")
    refused(save(tmp_path, "text,text,stance\na,b,pro\n"), "two columns are named 'text'")
    refused(save(tmp_path, "Text,TEXT,topic,stance\na,b,t,pro\n"), "could both be the text")
    refused(save(tmp_path, "text,topic,stance\n" + "a" * 200_000 + ",t,pro\n"), "field larger")
    refused(save(tmp_path, ",".join(f"c{i}" for i in range(2000))), "more than 1,000 columns")


def test_zip_paths_links_and_passwords(tmp_path):
    for name in ("../a.jsonl", "/etc/a.jsonl", "x/../../a.jsonl", "C:\\a.jsonl", "..\\a.jsonl"):
        refused(archive(tmp_path, {name: GOOD}), "points outside of it")
    link = zipfile.ZipInfo("all.jsonl")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    refused(archive(tmp_path, {link: "/etc/passwd"}), "is a link or device")
    content = bytearray(archive(tmp_path, {"a.jsonl": GOOD}).read_bytes())
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    refused(save(tmp_path, bytes(content), "b.zip"), "is encrypted")


def test_zip_bombs(tmp_path):
    refused(archive(tmp_path, {"a.jsonl": b" " * 5_000_000 + GOOD.encode()}), "times its size")
    refused(archive(tmp_path, {f"{i}.jsonl": GOOD for i in range(1_001)}), "1,001 files in the archive")
    many = {f"{i}.jsonl": os.urandom(1000) * 1000 for i in range(300)}
    refused(archive(tmp_path, many), "unpacks to more than 256 MiB|times its size")
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as stream:
        stream.writestr("a.jsonl", GOOD)
    refused(archive(tmp_path, {"inner.zip": inner.getvalue()}), "binary file")


def test_a_member_that_holds_more_than_it_claims(tmp_path):
    content = bytearray(archive(tmp_path, {"a.jsonl": GOOD * 1000}).read_bytes())
    for mark, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.index(mark) + offset
        content[place : place + 4] = (10).to_bytes(4, "little")
    refused(save(tmp_path, bytes(content), "b.zip"), "more than it claims|cannot be unpacked")
    refused(save(tmp_path, b"PK\x03\x04" + b"x" * 100, "c.zip"), "broken zip")


def workbook(tmp_path, rows, **parts):
    import openpyxl

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "good.xlsx")
    with (
        zipfile.ZipFile(tmp_path / "good.xlsx") as old,
        zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            for part, change in parts.items():
                if part in name:
                    content = change(content)
            new.writestr(name, content)
    return tmp_path / "a.xlsx"


ROWS = [["text", "topic", "stance"], ["A", "nato", "pro"]]


def test_workbook_with_entities(tmp_path):
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    refused(workbook(tmp_path, ROWS, sheet1=lambda c: bomb + c), "declares XML entities")
    utf16 = lambda c: (bomb + c).decode().encode("utf-16")  # noqa: E731
    refused(workbook(tmp_path, ROWS, sheet1=utf16), "declares XML entities")


def test_workbook_that_claims_a_million_columns(tmp_path):
    wide = lambda c: c.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')  # noqa: E731
    start = time.perf_counter()
    assert len(read_annotations(workbook(tmp_path, ROWS, sheet1=wide))) == 1
    assert time.perf_counter() - start < 5
    far = [["text", "topic", "stance", *[None] * 1500, "x"]]
    refused(workbook(tmp_path, far), "more than 1,000 columns")


def test_broken_workbook(tmp_path):
    refused(workbook(tmp_path, ROWS, sheet1=lambda c: c[:200]), "no workbook that can be read")
    refused(archive(tmp_path, {"[Content_Types].xml": "<x/>"}, "a.xlsx"), "no workbook that can be read")


def test_workbook_sheets_and_cells(tmp_path):
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["id", "text", "topic", "stance", "date", None])
    book.active.append([7, "A", "nato", 1, datetime.datetime(2024, 1, 2), None])
    book.active.append([None] * 6)
    book.active.append([8.0, "B", "nato", "wat", None, None])
    second = book.create_sheet("more")
    second.append(["text", "topic", "stance"])
    second.append(["C", "eu", "con"])
    book.create_sheet("empty")
    book.save(tmp_path / "a.xlsx")
    refused(tmp_path / "a.xlsx", "sheet 'Sheet' row 4, column stance: 'wat' is no stance")
    found = read_annotations(tmp_path / "a.xlsx", errors="skip")
    assert [(a.id, a.text, a.stance, a.date) for a in found] == [
        ("7", "A", "favor", "2024-01-02"),
        (None, "C", "against", None),
    ]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.one_of(
        st.binary(max_size=200), st.text(max_size=200).map(lambda t: ('{"text": ' + t).encode("utf-8", "replace"))
    )
)
def test_any_bytes_give_annotations_or_one_error(tmp_path, content):
    with contextlib.suppress(StanceError):
        read_annotations(save(tmp_path, content, "a.dat"), errors="skip")


KEYS = [
    "text",
    "labels",
    "label",
    "answer",
    "options",
    "accept",
    "spans",
    "data",
    "annotations",
    "result",
    "value",
    "choices",
    "start",
    "end",
    "fields",
    "responses",
    "x.responses",
    "_task_hash",
    "id",
    "topic",
    "stance",
    "annotator",
    "annotation_id",
    "meta",
    "user_id",
    "status",
    "statement_id",
    "start_position",
    "stop_position",
    "agreement",
    "from_name",
    "completed_by",
    "metadata",
    "entities",
    "predictions",
]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=6)
    | st.sampled_from(["favor", "nato:pro", "accept"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6), min_size=1, max_size=3))
def test_any_objects_give_annotations_or_one_error(rows):
    with contextlib.suppress(AnnotationError):
        read_annotations(rows, errors="skip")
