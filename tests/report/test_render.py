import re
import sys
from html.parser import HTMLParser
from itertools import pairwise

import pytest

import stance
from stance.report import render_report

EVIL = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>"
VOID = {"meta", "input", "br", "hr", "img"}


class _Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.attributes = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, f"</{tag}> closes nothing"


def _parse(page):
    parser = _Tags()
    parser.feed(page)
    assert not parser.open
    return parser


def test_page_is_whole_and_needs_nothing_from_elsewhere(labels, model):
    page = render_report(labels, model=model, documents=stance.read('"We will join NATO," said Ada Roth.'))
    tags = _parse(page)
    assert tags.seen.count("script") == 1 and "link" not in tags.seen and "img" not in tags.seen
    assert not re.search(r"https?:|//[a-z]", re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL))
    assert not [a for a in tags.attributes if a[1].startswith("on") or a[1] in ("src", "style")]
    ids = [value for _, name, value in tags.attributes if name == "id"]
    assert len(ids) == len(set(ids))
    targets = {value[1:] for _, name, value in tags.attributes if name == "href"}
    assert targets <= set(ids)
    spoken = {one for _, n, value in tags.attributes if n == "aria-labelledby" for one in value.split()}
    assert spoken <= set(ids)


def test_everything_given_is_escaped(model):
    row = dict.fromkeys(("text", "speaker", "role", "side", "document", "topic"), EVIL)
    labels = stance.Labels.from_records([dict(row, stance="favor", date=f"{year}-01-01") for year in (2014, 2015)])
    document = stance.read(f'"{EVIL} We will join NATO," said Ada Roth.')
    page = render_report(labels, title=EVIL, documents=[document], model=model)
    tags = _parse(page)
    assert tags.seen.count("script") == 1 and "img" not in tags.seen
    assert "&lt;/script&gt;" in page


def test_characters_that_no_page_can_hold_are_replaced(model):
    labels = stance.Labels.from_records([{"text": "a\x00b\x1bc \ud800 d", "topic": "nato", "stance": "favor"}])
    page = render_report(labels, model=model)
    assert "\x00" not in page and "\x1b" not in page
    page.encode("utf-8")


def test_same_table_same_page(labels, model):
    assert render_report(labels, model=model) == render_report(labels, model=model)


def test_headings_do_not_skip_a_level(labels, model):
    levels = [int(level) for level in re.findall(r"<h(\d)", render_report(labels, model=model))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))


def _archive(words):
    """Make 250 articles of 8 statements."""
    said = [f'"{words} no. {i}," said Foreign Minister Ada{i // 33} Roth in the capital.' for i in range(2000)]
    return list(stance.read(["\n\n".join(said[i : i + 8]) for i in range(0, 2000, 8)]))


@pytest.mark.parametrize(("length", "all_shown"), [(1, True), (4, False)])
def test_two_thousand_statements_stay_under_a_megabyte(model, monkeypatch, length, all_shown):
    monkeypatch.setattr("stance.report.collect.EXPLAINED", 3)
    words = "The republic sees no alternative to NATO membership, as its parliament has often decided. " * length
    documents = _archive(words.strip())
    labels = model.label(documents)
    assert labels.n_statements >= 2000
    page = render_report(labels, documents=documents, model=model)
    assert len(page.encode()) < 1_000_000
    assert ("chosen evenly" not in page) == all_shown


def test_the_worst_of_all_tables_stays_under_a_megabyte(model, monkeypatch):
    monkeypatch.setattr("stance.report.collect.EXPLAINED", 0)
    keys = ("text", "speaker", "side", "document", "date", "topic", "stance")
    rows = [
        (f"{i} <é> & on, " * 20, f"Name {i}", f"Side {i % 60}", f"{i}.txt", f"20{i % 25:02}-01-01", f"topic-{i % 30}")
        for i in range(2400)
    ]
    labels = stance.Labels.from_records([dict(zip(keys, (*row, "favor"), strict=True)) for row in rows])
    documents = [stance.read(f"An article & more, no. {i}.") for i in range(600)]
    page = render_report(labels, documents=documents, model=model)
    assert 800_000 < len(page.encode()) < 1_000_000
    assert "chosen evenly from 2,400" in page and "200 more articles" in page


def test_missing_jinja_names_the_extra(labels, model, monkeypatch):
    from stance.report import render

    render._environment.cache_clear()
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(stance.StanceError, match=r"stance-nlp\[report\]"):
        render_report(labels, model=model)


def test_method_writes_the_file(labels, model, tmp_path):
    labels.report(tmp_path / "report.html", title="A title", model=model)
    assert "<title>A title</title>" in (tmp_path / "report.html").read_text(encoding="utf-8")
    with pytest.raises(stance.StanceError, match="make the folder"):
        labels.report(tmp_path / "missing" / "report.html", model=model)
