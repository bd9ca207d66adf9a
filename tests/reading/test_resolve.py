"""Pronouns, roles and bodies are resolved to the name that the article gives."""

import pytest

from stance.reading import read


def speakers(text):
    return [s.speaker.name if s.speaker else None for s in read(text).statements]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'Mayor Olga Brandt met Karl Voss. "It was useful," Voss said. He added that more would follow.',
            ["Karl Voss"] * 2,
        ),
        ("Mayor Olga Brandt met Karl Voss on Monday. She said the talks were useful.", ["Olga Brandt"]),
        ("Interior Minister Karl Voss visited the port. The minister said it was safe.", ["Karl Voss"]),
        (
            "Polish President Jan Wilk met Czech President Petr Novy. The Czech president said the border was open.",
            ["Petr Novy"],
        ),
        (
            "Polish President Jan Wilk spoke in Prague. According to the Polish leader, the border is open.",
            ["Jan Wilk"],
        ),
        ('"We wait," Voss said. "They do not," the spokesman added.', ["Voss", "Voss"]),
        (
            "The Norwegian Fisheries Ministry protested. The ministry said that the nets were illegal.",
            ["Norwegian Fisheries Ministry"],
        ),
        (
            "Spokeswoman Ida Wolf left. Spokesman Karl Voss stayed. The spokeswoman said that the talks were over.",
            ["Ida Wolf"],
        ),
        ("Karl Voss said that it was late, while Ida Wolf stressed that it was early.", ["Karl Voss", "Ida Wolf"]),
        ("Finance Minister Karl Voss spoke. One adviser said the budget was a mess.", ["One adviser"]),
        ("Hans Berg, who has led the party since May, said the vote was fair.", ["Hans Berg"]),
        ("Karl Voss's campaign said that the vote was fair.", ["Karl Voss's campaign"]),
        ("The council's statement said that the vote was fair.", ["council"]),
        ("He said that the vote was fair.", [None]),
        ("Mayor Bill de Vries said it was late. De Vries added that it rained.", ["Bill de Vries", "Bill de Vries"]),
        ("NASA Administrator Ada Roth said it was late.", ["Ada Roth"]),
        (
            'Jan Wilk said it was late.\n"No," the Hungarian foreign minister said.',
            ["Jan Wilk", "Hungarian foreign minister"],
        ),
    ],
)
def test_speakers(text, expected):
    assert speakers(text) == expected


def test_a_role_without_a_name_goes_to_the_last_speaker_and_stays_with_him():
    doc = read('"We wait," Karl Voss said. "They hurry," the spokesman noted.')
    assert [str(s.speaker) for s in doc.statements] == ["Karl Voss (Spokesman)"] * 2


def test_source_span_is_the_mention():
    text = "Minister Karl Voss arrived. He said that the port was safe."
    (statement,) = read(text).statements
    assert text[slice(*statement.source_span)] == "He"
    assert statement.sentence == "He said that the port was safe."


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Enlargement Commissioner Ida Wolf said no.", "Ida Wolf (Enlargement Commissioner, European Union)"),
        (
            "European Commissioner for Enlargement Ida Wolf said no.",
            "Ida Wolf (European Commissioner for Enlargement, European Union)",
        ),
        ("Polish European Affairs Minister Ida Wolf said no.", "Ida Wolf (European Affairs Minister, Poland)"),
        ("Minister for European Affairs Ida Wolf said no.", "Ida Wolf (Minister for European Affairs)"),
        ("Polish Minister of Health Ida Wolf said no.", "Ida Wolf (Minister of Health, Poland)"),
        (
            "The Foreign Minister of Bosnia and Herzegovina, Ida Wolf, said no.",
            "Ida Wolf (Foreign Minister, Bosnia and Herzegovina)",
        ),
        ("The Prime Minister of Montenegro, Karl Voss, said no.", "Karl Voss (Prime Minister, Montenegro)"),
        (
            "The Minister of Foreign Affairs of Norway, Ida Wolf, said no.",
            "Ida Wolf (Minister of Foreign Affairs, Norway)",
        ),
        ("Kosovo Foreign Minister Ida Wolf said no.", "Ida Wolf (Foreign Minister, Kosovo)"),
    ],
)
def test_offices_and_sides(text, speaker):
    text = text.replace("said no.", "said that it was late.")
    assert [str(s.speaker) for s in read(text).statements] == [speaker]


def test_a_state_of_two_parts_is_one_name():
    assert speakers("Bosnia and Herzegovina said that it was late.") == ["Bosnia and Herzegovina"]
    assert speakers("Croatia and Bosnia and Herzegovina's president met. Karl Voss said that it was late.") == [
        "Karl Voss"
    ]


def test_two_spellings_in_one_article_are_one_person():
    text = "Mayor {} Karlin said that it was late. {} Karlin said that it was cold. Karlin said that it was dark."
    for one, other in (("Andrei", "Andrey"), ("Yuri", "Yuriy"), ("Dmitry", "Dmitri"), ("Alexei", "Aleksey")):
        doc = read(text.format(one, other))
        assert {str(s.speaker) for s in doc.statements} == {f"{doc.people[0].name} (Mayor)"}
    assert speakers("Ida Karlin said that it was late. Ada Karlin said that it was cold.") == [
        "Ida Karlin",
        "Ada Karlin",
    ]
    assert len(set(speakers("Petro Zorensky said that it was late. Zorenskyy said that it was cold."))) == 1
