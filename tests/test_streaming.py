"""Labelling files of any size: the same rows whatever the processes, the interruptions and the form."""

import csv
import json
import os
import signal
import sys
import threading

import pytest

import stance
from stance.errors import InputError, ModelError, TopicError
from stance.streaming import label_files, label_to_stream, read_inputs
from stance.streaming.parts import Parts
from stance.streaming.sources import find_sources
from stance.streaming.survey import survey

TEXTS = [
    "We will never join NATO.",
    "Serbia remains on the path to the European Union.",
    "Sanctions against Russia must be lifted\ratonce.",
    '=HYPERLINK("x") is what the minister\nwrote, "in haste".',
    "The weather was fine.",
    "",
    "Косово је Србија, naïve café 🙂",
]
ROWS = [{"id": i, "text": f"{TEXTS[i % 7]}", "page": i / 2 if i % 2 else i, "note": None} for i in range(23)]


@pytest.fixture
def jsonl(tmp_path):
    path = tmp_path / "in.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    return path


def run(source, out, **options):
    return label_files([source] if not isinstance(source, list) else source, out, progress=False, **options)


def records(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_the_same_as_in_memory(tmp_path, jsonl, form):
    out, plain = tmp_path / f"out.{form}", tmp_path / f"plain.{form}"
    assert run(jsonl, out, part_size=5) == 23
    # In memory a column that is empty throughout is dropped.
    labels = stance.label([{**row, "note": "x"} for row in ROWS])
    labels._meta["note"] = [None] * 23
    getattr(labels, f"to_{form}")(plain)
    assert out.read_bytes() == plain.read_bytes()
    assert not list(tmp_path.glob("*.parts"))


def test_parquet_has_the_types_of_the_whole_input(tmp_path, jsonl):
    parquet = pytest.importorskip("pyarrow.parquet")
    out = tmp_path / "out.parquet"
    run(jsonl, out, part_size=1)
    table = parquet.read_table(out)
    assert {name: str(table.schema.field(name).type) for name in ("statement", "id", "page", "note", "topic")} == {
        "statement": "int64",
        "id": "string",
        "page": "double",
        "note": "string",
        "topic": "string",
    }
    assert table["statement"].to_pylist() == sorted(table["statement"].to_pylist())
    assert set(table["statement"].to_pylist()) == set(range(23))
    plain = tmp_path / "plain.parquet"
    stance.label(ROWS).to_parquet(plain)
    assert parquet.read_table(plain).drop_columns([]).equals(table.drop_columns(["note"]))


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet"])
def test_every_kind_of_table_is_the_same_table(tmp_path, form):
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    texts = [text or "." for text in TEXTS]
    pages = [str(i) for i in range(7)]
    with open(tmp_path / "in.csv", "w", newline="", encoding="utf-8-sig") as stream:
        csv.writer(stream, quoting=csv.QUOTE_ALL).writerows([["text", "page"], *zip(texts, pages, strict=True)])
    with open(tmp_path / "in.tsv", "w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, delimiter="\t", quoting=csv.QUOTE_ALL)
        writer.writerows([["text", "page"], *zip(texts, pages, strict=True)])
    lines = [json.dumps({"text": t, "page": p}) for t, p in zip(texts, pages, strict=True)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines))
    parquet.write_table(arrow.table({"text": texts, "page": pages}), tmp_path / "in.parquet", row_group_size=3)
    outs = []
    for kind in ("csv", "tsv", "jsonl", "parquet"):
        outs.append(tmp_path / f"{kind}.{form}")
        run(tmp_path / f"in.{kind}", outs[-1], part_size=2)
    if form == "parquet":  # the rows are grouped as the input groups them
        assert all(parquet.read_table(out).equals(parquet.read_table(outs[0])) for out in outs)
    else:
        assert len({out.read_bytes() for out in outs}) == 1


def test_parquet_keeps_its_own_types(tmp_path):
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    columns = {
        "text": arrow.array(["We will never join NATO.", None, "It rained."]).dictionary_encode(),
        "day": arrow.array([1, None, 3], type=arrow.date32()),
        "n": arrow.array([1, 2, None], type=arrow.int16()),
        "words": arrow.array([["a"], [], None]),
        "x": arrow.array([float("nan"), 0.5, 1.0]),
    }
    parquet.write_table(arrow.table(columns), tmp_path / "in.parquet")
    run(tmp_path / "in.parquet", tmp_path / "out.parquet", part_size=2)
    table = parquet.read_table(tmp_path / "out.parquet")
    assert [str(table.schema.field(name).type) for name in ("day", "n", "words", "x")] == [
        "date32[day]",
        "int64",
        "string",
        "double",
    ]
    assert table["words"].to_pylist() == ['["a"]', "[]", None]
    assert table["text"].to_pylist()[1] == ""
    assert table["x"].to_pylist() == [None, 0.5, 1.0]


def test_processes_change_nothing(tmp_path, jsonl):
    run(jsonl, tmp_path / "one.jsonl", part_size=4)
    run(jsonl, tmp_path / "two.jsonl", part_size=4, n_jobs=2)
    assert (tmp_path / "one.jsonl").read_bytes() == (tmp_path / "two.jsonl").read_bytes()


def test_articles_and_tables_in_one_run(tmp_path, jsonl):
    folder = tmp_path / "press"
    folder.mkdir()
    (folder / "b.txt").write_text("President Marko Vidan said that Serbia would never join NATO.")
    (folder / "a.md").write_text("Nothing was said.")
    (folder / "c.csv").write_text("text\nWe want to join the EU.\n")
    (folder / ".hidden.txt").write_text("He said that it rained.")
    (folder / "d.pdf").write_bytes(b"%PDF")
    assert run([folder, folder / "c.csv", jsonl], tmp_path / "out.jsonl", part_size=3) == 25
    found = records(tmp_path / "out.jsonl")
    assert found[0]["speaker"] == "Marko Vidan"
    assert found[0]["document"] == str(folder / "b.txt")
    assert found[1]["text"] == "We want to join the EU."
    assert sorted({row["statement"] for row in found}) == list(range(25))


def test_articles_without_statements_give_a_table_without_rows(tmp_path):
    (tmp_path / "a.txt").write_text("It rained.")
    assert run(tmp_path / "a.txt", tmp_path / "out.csv") == 0
    assert len((tmp_path / "out.csv").read_text().splitlines()) == 1


def test_the_output_in_the_input_folder_is_no_input(tmp_path, jsonl):
    out = tmp_path / "out.jsonl"
    assert run(tmp_path, out) == 23
    before = out.read_bytes()
    assert run(tmp_path, out) == 23
    assert out.read_bytes() == before
    with pytest.raises(InputError, match="is the input and the output"):
        run(out, out)


def test_columns_that_labelling_fills_are_carried_under_another_name(tmp_path):
    source = tmp_path / "in.csv"
    source.write_text("text,topic,p_favor,body\nwas,a,7,We will never join NATO.\n")
    run(source, tmp_path / "out.jsonl", text_column="body")
    row = records(tmp_path / "out.jsonl")[0]
    assert (row["text"], row["topic"]) == ("We will never join NATO.", "nato-membership")
    assert (row["input_text"], row["input_topic"], row["input_p_favor"]) == ("was", "a", "7")


def test_written_tables_can_be_labelled_again(tmp_path, jsonl):
    for form in ("csv", "jsonl", "parquet"):
        first, again = tmp_path / f"first.{form}", tmp_path / f"again-{form}.jsonl"
        run(jsonl, first)
        assert run(first, again) > 0
        # One row a topic: what was one statement is several now; the texts are as they were.
        assert {row["text"] for row in records(again)} == {row["text"] for row in ROWS}


@pytest.mark.parametrize(
    ("content", "form"), [("text;page\nolé;1\n".encode("cp1252"), "csv"), ("sep=;\ntext;page\nolé;1\n".encode(), "csv")]
)
def test_what_spreadsheets_write(tmp_path, content, form):
    (tmp_path / "in.csv").write_bytes(content)
    run(tmp_path / "in.csv", tmp_path / "out.jsonl")
    row = records(tmp_path / "out.jsonl")[0]
    assert (row["text"], row["page"]) == ("olé", "1")


def test_to_a_stream(tmp_path, jsonl):
    run(jsonl, tmp_path / "out.csv", part_size=4)
    with open(tmp_path / "stream.csv", "wb") as stream:
        assert label_to_stream([jsonl], stream, "csv", part_size=4, progress=False) == 23
    assert (tmp_path / "out.csv").read_bytes() == (tmp_path / "stream.csv").read_bytes()
    with pytest.raises(InputError, match="cannot be written to a stream"):
        label_to_stream([jsonl], sys.stdout.buffer, "parquet")


def test_read_inputs_gives_records(tmp_path, jsonl):
    assert [row["text"] for row in read_inputs([jsonl])] == [row["text"] for row in ROWS]


# -- what is wrong with the input --------------------------------------------------------------------------------

BAD = {
    "empty.csv": (b"", "is empty"),
    "blank.jsonl": (b" \n\n", "is empty"),
    "header.csv": (b"text,a\n", "is empty"),
    "empty.txt": (b"\n", "is empty"),
    "binary.csv": (b"text\na\0b\n", "line 2: is binary"),
    "binary.txt": (b"\x00\x01", "is a binary file"),
    "binary.parquet": (b"PAR1", "is no Parquet file"),
    "utf16.csv": ("text\nhi\n".encode("utf-16"), "is binary, or UTF-16"),
    "neither.csv": (b"text\n\x81\n", "neither UTF-8 nor Windows-1252"),
    "column.csv": (b"body,a\nhi,1\n", "no column 'text' (it has body, a)"),
    "twice.csv": (b"text,a,a\nhi,1,2\n", "two columns would be named 'a'"),
    "taken.csv": (b"text,topic,input_topic\nhi,1,2\n", "two columns would be named 'input_topic'"),
    "short.csv": (b"text,a\nhi,1\n\nhello\n", "line 4: 1 cells where the header has 2"),
    "long.csv": (b"text,a\nhi,1,2\n", "line 2: 3 cells where the header has 2"),
    "quote.csv": (b'text,a\nhi,1\n"hi,1\n', "line 3: its cells cannot be made out"),
    "mac.csv": (b"text,a\rhi,1\r", "lone carriage returns"),
    "cut.jsonl": (b'{"text": "a"}\n{"text": "b', "line 2: is no JSON"),
    "array.jsonl": (b"[1]\n", "line 1: an object is wanted"),
    "key.jsonl": (b'{"text": "a"}\n{"txt": "b"}\n', "line 2: has no 'text' (its keys are txt)"),
    "number.jsonl": (b'{"text": 5}\n', "line 1: 'text' is no text but 5"),
    "half.jsonl": (b'{"text": "\\ud800"}\n', "line 1: holds half a character"),
    "nul.jsonl": (b'{"text": "\\u0000"}\n', "line 1: holds a NUL"),
    "deep.jsonl": (b'{"text": "a", "b": ' + b"[" * 50_000 + b"]" * 50_000 + b"}\n", "line 1: is no JSON"),
    "unknown.xyz": (b"hi", "its ending says no kind"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_leaves_nothing(tmp_path, name):
    content, message = BAD[name]
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError) as caught:
        run(tmp_path / name, tmp_path / "out.csv")
    assert message in str(caught.value)
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_lines_of_many_megabytes_are_refused_in_little_memory(tmp_path):
    (tmp_path / "in.jsonl").write_bytes(b'{"text": "' + b"a" * (17 << 20) + b'"}\n')
    with pytest.raises(InputError, match="line 1: is longer than 16 MiB"):
        run(tmp_path / "in.jsonl", tmp_path / "out.csv")
    (tmp_path / "in.csv").write_bytes(b'text\n"' + b"word\n" * (4 << 20))
    with pytest.raises(InputError, match="line 2: its cells cannot be made out"):
        run(tmp_path / "in.csv", tmp_path / "out.csv")


def test_missing_files_and_options(tmp_path, jsonl):
    out = tmp_path / "out.csv"
    for source, options, error, message in (
        (tmp_path / "no.csv", {}, InputError, "no such file"),
        (jsonl, {"topics": ["nothing"]}, TopicError, "unknown topic 'nothing'"),
        (jsonl, {"min_confidence": 2}, InputError, "between 0 and 1"),
        (jsonl, {"model": tmp_path}, ModelError, "is no model"),
        (jsonl, {"part_size": 0}, InputError, "must be 1 or more"),
        (jsonl, {"format": "xml"}, InputError, "no format 'xml'"),
    ):
        with pytest.raises(error, match=message):
            run(source, out, **options)
    with pytest.raises(InputError, match="its folder is missing"):
        run(jsonl, tmp_path / "no" / "out.csv")
    with pytest.raises(InputError, match="holds no texts or tables"):
        (tmp_path / "empty").mkdir()
        run(tmp_path / "empty", out)
    with pytest.raises(InputError, match="the ending names no format"):
        run(jsonl, tmp_path / "out.xyz")
    assert not out.exists()


def test_pieces_are_bounded_in_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr("stance.streaming.survey._PIECE_BYTES", 1000)
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"text": "a" * 300}) + "\n" for _ in range(20)))
    found = survey(find_sources([str(tmp_path / "in.jsonl")]), "text", 10_000)
    assert [piece.rows for piece in found.pieces] == [4] * 5
    assert sum(piece.size for piece in found.pieces) == (tmp_path / "in.jsonl").stat().st_size


# -- interruptions -----------------------------------------------------------------------------------------------


def in_child(work):
    """Run in a forked process, so that it can be killed; give the signal that killed it, or its status."""
    child = os.fork()
    if not child:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return os.waitpid(child, 0)[1]


def killing_at(moment):
    """Kill this process just before the given one of all steps that change files."""
    left = [moment]

    def counted(function):
        def wrapper(*args, **kwargs):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return function(*args, **kwargs)

        return wrapper

    for name in ("replace", "fsync", "unlink", "mkdir", "rmdir", "open"):
        setattr(os, name, counted(getattr(os, name)))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(("form", "step"), [("csv", 1), ("parquet", 6)])
def test_killed_at_any_moment_and_resumed_it_is_the_same(tmp_path, jsonl, form, step):
    jsonl.write_text("".join(jsonl.read_text().splitlines(True)[:11]))
    article = tmp_path / "a.txt"
    article.write_text("President Marko Vidan said that Serbia would never join NATO.")
    whole, out = tmp_path / f"whole.{form}", tmp_path / f"out.{form}"
    run([article, jsonl], whole, part_size=6)
    moment, killed = 1, 0
    while True:

        def work(moment=moment):
            killing_at(moment)
            run([article, jsonl], out, part_size=6)

        if in_child(work) == 0:
            break
        killed += 1
        assert not out.exists() or out.read_bytes() == whole.read_bytes()
        run([article, jsonl], out, part_size=6, resume=True)
        assert out.read_bytes() == whole.read_bytes()
        assert not list(tmp_path.glob("*.parts"))
        out.unlink()
        moment += step
    assert killed > 25 / step


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_again_and_again_it_still_comes_to_an_end(tmp_path, jsonl):
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    run(jsonl, whole, part_size=4)
    killed = 0
    while killed < 10:

        def work():
            killing_at(18)
            run(jsonl, out, part_size=4, resume=True)

        if in_child(work) == 0:
            break
        killed += 1
        assert not out.exists() or out.read_bytes() == whole.read_bytes()
    assert 1 < killed < 10
    assert out.read_bytes() == whole.read_bytes()


@pytest.fixture
def interrupted(tmp_path, jsonl):
    """Leave what an interrupted run leaves: the first parts."""
    out = tmp_path / "out.csv"
    interrupt_after(2, jsonl, out)
    return out


def interrupt_after(parts, source, out, **options):
    from stance.streaming import work

    done = []
    original = work._write

    def write(*args):
        if len(done) == parts:
            raise KeyboardInterrupt
        done.append(1)
        original(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "_write", write)
        with pytest.raises(KeyboardInterrupt) as caught:
            run(source, out, part_size=5, **options)
    return str(caught.value)


def test_an_interruption_says_how_to_go_on(tmp_path, jsonl):
    message = interrupt_after(2, jsonl, tmp_path / "out.csv")
    assert "2 finished parts" in message and "--resume" in message
    assert not (tmp_path / "out.csv").exists()


def test_an_interruption_before_anything_is_done_leaves_nothing(tmp_path, jsonl):
    interrupt_after(0, jsonl, tmp_path / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_parts_are_not_overwritten_unasked(interrupted, jsonl):
    before = sorted(path.name for path in interrupted.with_name("out.csv.parts").iterdir())
    with pytest.raises(InputError, match="go on with --resume, or delete the folder"):
        run(jsonl, interrupted, part_size=5)
    assert sorted(path.name for path in interrupted.with_name("out.csv.parts").iterdir()) == before


def test_resuming_uses_the_parts_that_are_there(interrupted, jsonl, tmp_path, monkeypatch):
    from stance.streaming import work

    written = []
    original = work._write
    monkeypatch.setattr(work, "_write", lambda *args: (written.append(args[2].first), original(*args)))
    run(jsonl, interrupted, part_size=5, resume=True)
    assert written == [10, 15, 20]
    run(jsonl, tmp_path / "whole.csv", part_size=5)
    assert interrupted.read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_another_input_option_or_model_is_refused(interrupted, jsonl, tmp_path):
    def refused(message, **options):
        options = {"part_size": 5, **options}
        with pytest.raises(InputError, match=message) as caught:
            run(jsonl, interrupted, resume=True, **options)
        assert "delete the folder to start anew" in str(caught.value)
        assert interrupted.with_name("out.csv.parts").is_dir()

    refused("another topics", topics=["nato"])
    refused("another min confidence", min_confidence=0.5)
    refused("another part size", part_size=6)
    refused("another format", format="jsonl")
    stance.load().save(tmp_path / "model")
    settings = tmp_path / "model" / "model.json"
    settings.write_text(settings.read_text().replace('"random_state": 0', '"random_state": 1'))
    refused("another model", model=tmp_path / "model")
    content = jsonl.read_text()
    jsonl.write_text(content.replace("fine", "fain"))  # as long as before
    refused("in.jsonl has changed")
    jsonl.write_text(content)
    run(jsonl, interrupted, part_size=5, resume=True)


def test_a_foreign_folder_is_left_alone(tmp_path, jsonl):
    folder = tmp_path / "out.csv.parts"
    folder.mkdir()
    (folder / "thesis.txt").write_text("dear")
    for resume in (False, True):
        with pytest.raises(InputError, match=r"holds 'thesis\.txt'"):
            run(jsonl, tmp_path / "out.csv", resume=resume)
    assert (folder / "thesis.txt").read_text() == "dear"


def test_a_broken_manifest_is_told(interrupted, jsonl):
    (interrupted.with_name("out.csv.parts") / "manifest.json").write_text("{")
    with pytest.raises(InputError, match="cannot be read; delete"):
        run(jsonl, interrupted, part_size=5, resume=True)


def test_two_processes_do_not_write_one_output(tmp_path, jsonl):
    pytest.importorskip("fcntl")
    other = Parts(tmp_path / "out.csv")
    other.begin({"version": "0", "model": "", "options": {}, "inputs": []}, False)
    with pytest.raises(InputError, match="another process is writing it"):
        run(jsonl, tmp_path / "out.csv", resume=True)
    other.remove()
    run(jsonl, tmp_path / "out.csv")


def test_an_input_that_changes_meanwhile_is_refused(tmp_path, jsonl, monkeypatch):
    from stance.streaming import work

    original = work._write

    def write(*args):
        original(*args)
        with open(jsonl, "a") as stream:
            stream.write('{"text": "more"}\n')

    monkeypatch.setattr(work, "_write", write)
    with pytest.raises(InputError, match="was changed while"):
        run(jsonl, tmp_path / "out.csv", part_size=5)
    assert [path.name for path in tmp_path.iterdir()] == ["in.jsonl"]


def test_a_model_that_is_replaced_meanwhile_is_refused(tmp_path, jsonl, monkeypatch):
    from stance.streaming import work

    stance.load().save(tmp_path / "model")
    work._model.cache_clear()
    monkeypatch.setattr("stance.streaming.options.fingerprint", lambda path: "another")
    with pytest.raises(ModelError, match="was replaced"):
        run(jsonl, tmp_path / "out.csv", model=tmp_path / "model")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "model"]


def test_memory_does_not_grow_with_the_input(tmp_path):
    """Ten times the rows take as much memory, but for the list of pieces."""
    import tracemalloc

    peaks = []
    for rows in (100, 1000):
        source = tmp_path / f"{rows}.jsonl"
        source.write_text("".join(json.dumps({"text": f"{i} " + "word " * 200}) + "\n" for i in range(rows)))
        tracemalloc.start()
        run(source, tmp_path / f"{rows}.csv", part_size=50)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.3 * peaks[0]


def test_no_thread_is_left_behind(tmp_path, jsonl):
    before = threading.active_count()
    run(jsonl, tmp_path / "out.csv", part_size=5)
    assert threading.active_count() == before
