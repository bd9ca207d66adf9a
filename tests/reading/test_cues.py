"""Cue words: inflected, of several words, and not where they are nouns."""

import pytest

from stance.reading import read
from stance.reading.vocabulary import inflect, vocabulary


def test_inflection():
    assert set(inflect("deny", {})) == {"deny", "denies", "denied", "denying"}
    assert set(inflect("stress", {})) == {"stress", "stresses", "stressed", "stressing"}
    assert set(inflect("agree", {})) >= {"agree", "agrees", "agreeing"}
    assert "told" in vocabulary().verbs


@pytest.mark.parametrize(
    ("text", "cue", "cue_type", "content"),
    [
        ("Ida Wolf pointed out that the road was closed.", "pointed out", "speech", "the road was closed"),
        ("Ida Wolf made it clear that nobody had asked her.", "made it clear", "speech", "nobody had asked her"),
        ("Ida Wolf voiced concern over the delays.", "voiced concern", "speech", "over the delays"),
        ("Ida Wolf expressed her hope that trade would grow.", "expressed her hope", "speech", "trade would grow"),
        ("Ida Wolf hopes that trade will grow.", "hopes", "belief", "trade will grow"),
        ("Ida Wolf wants the port to reopen.", "wants", "belief", "the port to reopen"),
        ("Ida Wolf is convinced that the port will reopen.", "is convinced", "belief", "the port will reopen"),
        ("Ida Wolf plans to visit the port.", "plans", "belief", "to visit the port"),
        ("Ida Wolf refused to sign the letter.", "refused", "speech", "to sign the letter"),
        ("Ida Wolf spoke in favour of a new port.", "spoke in favour of", "speech", "a new port"),
        ("Ida Wolf accused the council of waste.", "accused", "speech", "the council of waste"),
        ("Ida Wolf asked whether the port was safe.", "asked", "speech", "whether the port was safe"),
        ("Ida Wolf was quoted as saying that the port was safe.", "quoted as saying", "speech", "the port was safe"),
        (
            "Ida Wolf told the newspaper Dnevnik on Sunday that the port was safe.",
            "told",
            "speech",
            "the port was safe",
        ),
        ("Ida Wolf said in an interview with Radio Nord the port was safe.", "said", "speech", "the port was safe"),
        ("Ida Wolf said, after visiting the harbour, that it was safe.", "said", "speech", "it was safe"),
    ],
)
def test_cues(text, cue, cue_type, content):
    (statement,) = read(text).statements
    assert text[slice(*statement.cue_span)] == cue
    assert (statement.cue_type, statement.text, statement.speaker.name) == (cue_type, content, "Ida Wolf")


@pytest.mark.parametrize(
    "text",
    [
        "The plans for the port were drawn up by two engineers.",
        "A motion backed by the council was on the table.",
        "He had questions regarding the port.",
        "The United States is far away.",
        "The port is expected to open in May.",
        "The city announced the start of a public tender.",
        "Ida Wolf left the hall, referring to the harbour.",
        "Ida Wolf declined to comment.",
        "Ida Wolf refused to comment on the report.",
        "Ida Wolf declined to say whether the port was safe.",
    ],
)
def test_no_cue(text):
    assert read(text).statements == []
