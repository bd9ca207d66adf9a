"""Files, folders, HTML and everything that cannot be read."""

import subprocess
import sys

import pytest

from stance.errors import InputError, MissingExtra
from stance.reading import Document, read, read_all

TEXT = "“Très bien,” said Minister René Dupré."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path, encoding):
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    doc = read(path)
    assert doc.text == TEXT
    assert doc.statements[0].speaker.name == "René Dupré"
    assert doc.statements[0].document == doc.id == str(path)
    assert read(str(path)).statements == doc.statements


def test_markdown(tmp_path):
    path = tmp_path / "a.md"
    path.write_text(
        "# Bridge\n\n**Ada Roth**, the mayor, [said](http://example.org/a_b) that it was *safe*.\n", "utf-8"
    )
    doc = read(path)
    (statement,) = doc.statements
    assert (statement.text, str(statement.speaker)) == ("it was safe", "Ada Roth (Mayor)")
    assert doc.text[slice(*statement.cue_span)] == "said"


def test_html(tmp_path):
    pytest.importorskip("trafilatura")
    path = tmp_path / "a.html"
    story = (
        "<p>The old bridge over the river was closed for two years while engineers tested every part of it again.</p>"
    )
    path.write_text(
        "<!doctype html><html><head><title>Bridge opens</title></head><body><nav>Home | News</nav><article>"
        "<h1>Bridge opens</h1>"
        f"{story}<p>&quot;It is safe,&quot; Transport Minister Ada Roth told reporters at the river.</p>{story}"
        "</article><footer>Copyright</footer></body></html>",
        "utf-8",
    )
    doc = read(path)
    (statement,) = doc.statements
    assert (statement.text, statement.speaker.name) == ("It is safe", "Ada Roth")
    assert [doc.text[a:b] for a, b in statement.spans] == ["It is safe"]
    assert "Home | News" not in doc.text


def test_html_without_the_library(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    path = tmp_path / "a.html"
    path.write_text("<html><body>x</body></html>")
    with pytest.raises(MissingExtra, match=r"stance-nlp\[html\]"):
        read(path)


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n", "empty"),
        ("image.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "binary"),
        ("paper.txt", b"%PDF-1.4 abc", "binary"),
    ],
)
def test_bad_files(tmp_path, name, data, reason):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=reason) as error:
        read(tmp_path / name)
    assert name in str(error.value)
    assert "\n" not in str(error.value)


def test_missing_files(tmp_path):
    for source in (tmp_path / "no.txt", "no such file.txt", tmp_path / "no"):
        with pytest.raises(InputError, match="no such file"):
            read(source)


@pytest.mark.parametrize("value", [None, 3, 2.5, b"bytes", {"text": "x"}, object()])
def test_values_that_are_no_text(value):
    with pytest.raises(InputError, match="cannot read") as error:
        read(value)
    assert "\n" not in str(error.value)


def test_a_string_with_a_suffix_over_two_lines_is_text():
    assert isinstance(read("See\nnotes.txt"), Document)


def test_several_are_read_lazily(tmp_path):
    taken = []

    def sources():
        for text in ("Li said it was late.", "Bo said it was early."):
            taken.append(text)
            yield text

    docs = read(sources())
    assert taken == []
    assert next(docs).statements[0].speaker.name == "Li"
    assert len(taken) == 1
    assert [d.statements[0].speaker.name for d in docs] == ["Bo"]


def test_a_folder(tmp_path):
    for name in ("b.txt", "a.md", "c.csv", ".hidden.txt"):
        (tmp_path / name).write_text("Li said it was late.")
    assert [doc.id.rpartition("/")[2] for doc in read(tmp_path)] == ["a.md", "b.txt"]
    (tmp_path / "empty").mkdir()
    with pytest.raises(InputError, match="no articles"):
        read(tmp_path / "empty")


def test_progress_goes_to_standard_error(capsys):
    assert len(list(read_all(["Li said it was late."] * 3, progress=True))) == 3
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "reading" in captured.err
    assert len(list(read(["Li said it was late."] * 3))) == 3
    assert capsys.readouterr().err == ""


def test_import_is_light():
    code = (
        "import sys, stance.reading; stance.reading.read('Li said no.');"
        "heavy = {'numpy', 'scipy', 'sklearn', 'nltk', 'pandas', 'tqdm', 'trafilatura'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", ["article.docx", "my folder/A b.PDF", "x.doc", "x.odt", "x.rtf "])
def test_files_of_other_kinds_are_no_articles(name):
    with pytest.raises(InputError, match=r"\.txt, \.md, \.html, \.htm"):
        read(name)
