"""Reading whole texts: the patterns of attribution."""

import pytest

from stance.reading import read


def found(text):
    return [(s.speaker.name if s.speaker else None, s.text, s.kind) for s in read(text).statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # before, after, inverted, with a title or an apposition
        ('"The bridge is safe," Ada Roth said.', [("Ada Roth", "The bridge is safe", "direct")]),
        ("“The bridge is safe,” said Transport Minister Ada Roth.", [("Ada Roth", "The bridge is safe", "direct")]),
        ('Ada Roth replied, "The bridge is safe."', [("Ada Roth", "The bridge is safe.", "direct")]),
        ('Ada Roth wrote on her blog: "The bridge is safe."', [("Ada Roth", "The bridge is safe.", "direct")]),
        (
            'Ada Roth went on:\n\n"The bridge is safe. It will stand."',
            [("Ada Roth", "The bridge is safe. It will stand.", "direct")],
        ),
        (
            '"Is it safe?" asked Ada Roth. "It is."',
            [("Ada Roth", "Is it safe?", "direct"), ("Ada Roth", "It is.", "direct")],
        ),
        ('"It is safe!" Ada Roth said.', [("Ada Roth", "It is safe!", "direct")]),
        (
            '"The bridge is safe," Ada Roth, the transport minister, told reporters.',
            [("Ada Roth", "The bridge is safe", "direct")],
        ),
        (
            '"The bridge is safe," the transport minister, Ada Roth, told Radio Nord.',
            [("Ada Roth", "The bridge is safe", "direct")],
        ),
        (
            "'The bridge is safe,' Ada Roth says. The builders' guild agrees.",
            [("Ada Roth", "The bridge is safe", "direct")],
        ),
        # split
        (
            '"The bridge is safe," Ada Roth said, "and it will stand."',
            [("Ada Roth", "The bridge is safe and it will stand.", "direct")],
        ),
        (
            '"The bridge is safe," Ada Roth said. "It will stand."',
            [("Ada Roth", "The bridge is safe", "direct"), ("Ada Roth", "It will stand.", "direct")],
        ),
        # indirect
        ("Ada Roth said on Friday that the bridge was safe.", [("Ada Roth", "the bridge was safe", "indirect")]),
        ("Ada Roth said the bridge was safe.", [("Ada Roth", "the bridge was safe", "indirect")]),
        ("The bridge is safe, Ada Roth said.", [("Ada Roth", "The bridge is safe", "indirect")]),
        (
            "The bridge, Ada Roth said, has been tested twice.",
            [("Ada Roth", "The bridge has been tested twice", "indirect")],
        ),
        ("According to Ada Roth, the bridge is safe.", [("Ada Roth", "the bridge is safe", "indirect")]),
        ("The bridge is safe, according to Ada Roth.", [("Ada Roth", "The bridge is safe", "indirect")]),
        ("Ada Roth denied that the bridge had moved.", [("Ada Roth", "the bridge had moved", "indirect")]),
        (
            "Ada Roth said the bridge was safe, adding that it would be painted.",
            [("Ada Roth", "the bridge was safe", "indirect"), ("Ada Roth", "it would be painted", "indirect")],
        ),
        (
            "Ada Roth said that the bridge was safe and that it would be painted.",
            [("Ada Roth", "the bridge was safe and that it would be painted", "indirect")],
        ),
        (
            "Ada Roth said the bridge was safe, but Bo Lind said it was not.",
            [("Ada Roth", "the bridge was safe", "indirect"), ("Bo Lind", "it was not", "indirect")],
        ),
        # mixed
        (
            'Ada Roth said the bridge was "as safe as a church" by now.',
            [("Ada Roth", 'the bridge was "as safe as a church" by now', "mixed")],
        ),
        ("As Ada Roth put it, the bridge was safe.", [("Ada Roth", "the bridge was safe", "indirect")]),
        ("According to Ada Roth the bridge was safe.", [("Ada Roth", "the bridge was safe", "indirect")]),
        ("Ada Roth, 52, a former judge, said the bridge was safe.", [("Ada Roth", "the bridge was safe", "indirect")]),
        ("Sen. Ada Roth, D-Ohio, said the bridge was safe.", [("Ada Roth", "the bridge was safe", "indirect")]),
        ("Ada Roth on Friday said the bridge was safe.", [("Ada Roth", "the bridge was safe", "indirect")]),
        ("Asked about it, Ada Roth said the bridge was safe.", [("Ada Roth", "the bridge was safe", "indirect")]),
        ("The bridge is safe, in her view.\n\n", [(None, "The bridge is safe", "indirect")]),
        # an agency that only passes on
        (
            "Ada Roth said that the bridge was safe, Reuters reported.",
            [("Ada Roth", "the bridge was safe", "indirect")],
        ),
        # an unknown verb
        ('"The bridge is safe," Ada Roth grinned.', [("Ada Roth", "The bridge is safe", "direct")]),
        # nested, bracketed
        ("“He told me ‘go’ and I went,” Ada Roth said.", [("Ada Roth", "He told me ‘go’ and I went", "direct")]),
        ('"It [the bridge] is safe," Ada Roth said.', [("Ada Roth", "It [the bridge] is safe", "direct")]),
        # several paragraphs of one quotation
        (
            '"It is safe," Ada Roth said.\n\n"We tested it.\n\n"It held."',
            [
                ("Ada Roth", "It is safe", "direct"),
                ("Ada Roth", "We tested it.", "direct"),
                ("Ada Roth", "It held.", "direct"),
            ],
        ),
        (
            '"We tested it.\n\n"It held," Ada Roth said.',
            [("Ada Roth", "We tested it.", "direct"), ("Ada Roth", "It held", "direct")],
        ),
        # two speakers
        (
            '"It holds," Roth said. "It falls," Lind said.',
            [("Roth", "It holds", "direct"), ("Lind", "It falls", "direct")],
        ),
        # an unclosed mark
        (
            '"It holds, Roth told us.\n\nShe said nobody would fall.',
            [("Roth", "It holds", "indirect"), ("Roth", "nobody would fall", "indirect")],
        ),
    ],
)
def test_patterns(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "They crossed the so-called “red line” at night.",
        "The film “Long Road Home” was shown in the square.",
        "The bridge is 300 metres long. It was built in 1930.",
        'The ship "Northern Star" left the port at noon.',
        'READ MORE: Roth says bridge "will stand"',
        "",
        "   \n\n ",
    ],
)
def test_nothing_said(text):
    assert found(text) == []


def test_spans_of_a_split_quotation():
    text = '"The bridge is safe," Ada Roth said, "and it will stand."'
    (statement,) = read(text).statements
    assert [text[a:b] for a, b in statement.spans] == ["The bridge is safe", "and it will stand."]
    assert text[slice(*statement.cue_span)] == "said"
    assert 0.9 < statement.confidence <= 1
    assert statement.pattern == "quote-split"


def test_statements_and_documents_are_values():
    text = "Ada Roth said that it was late."
    assert read(text) == read(text)
    assert len({read(text).statements[0], read(text).statements[0]}) == 1
    assert read(text).statements[0].spans == [(19, 30)]


def test_html_in_a_string_is_text_like_any_other():
    text = "<html><p>Ada Roth said that it was late.</p></html>"
    assert read(text).text == text


def test_the_text_is_kept_as_given():
    text = "\ufeff“Yes,”\u00a0Ada Roth said.\r\n\r\n"
    doc = read(text)
    assert doc.text == text
    assert doc.statements[0].text == "Yes"


def test_representations():
    doc = read('<b>"Yes & no," Ada Roth said.</b>')
    assert "1 statements" in repr(doc)
    assert "Ada Roth" in repr(doc.statements[0])
    page = doc._repr_html_()
    assert "&lt;b&gt;" in page and '<b>"Yes' not in page and "<script" not in page
    assert "Yes &amp; no" in page
