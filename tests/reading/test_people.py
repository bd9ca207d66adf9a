"""The table of people: names, roles, sides."""

import pytest

from stance.reading import read
from stance.reading.names import parse


@pytest.mark.parametrize(
    ("text", "name", "role", "side"),
    [
        ("Danish Foreign Minister Lars Holm said no.", "Lars Holm", "Foreign Minister", "Denmark"),
        ("Denmark's foreign minister, Lars Holm, said no.", "Lars Holm", "Foreign Minister", "Denmark"),
        ("The Danish foreign minister, Lars Holm, said no.", "Lars Holm", "Foreign Minister", "Denmark"),
        ("Lars Holm, the Danish foreign minister, said no.", "Lars Holm", "Foreign Minister", "Denmark"),
        ("Denmark's acting Prime Minister Lars Holm said no.", "Lars Holm", "Acting Prime Minister", "Denmark"),
        ("deputy prime minister Lars Holm said no.", "Lars Holm", "Deputy Prime Minister", None),
        ("Danish Ambassador to Poland Lars Holm said no.", "Lars Holm", "Ambassador", "Denmark"),
        ("EU foreign policy chief Lars Holm said no.", "Lars Holm", "Foreign Policy Chief", "European Union"),
        ("Minister of Education Lars Holm said no.", "Lars Holm", "Minister of Education", None),
        ("Sen. Lars Holm said no.", "Lars Holm", "Senator", None),
        ("The Danish Defence Ministry said no.", "Danish Defence Ministry", None, "Denmark"),
        ("Copenhagen said no to it.", "Copenhagen", None, "Denmark"),
    ],
)
def test_names_roles_sides(text, name, role, side):
    speaker = read(
        text.replace("said no.", "said no deal was near.").replace("said no to it.", "said no deal was near.")
    )
    speaker = speaker.statements[0].speaker
    assert speaker.name == name
    if role is not None:
        assert speaker.role.removeprefix("Acting ") == role.removeprefix("Acting ")
    if side is not None:
        assert speaker.side == side


def test_the_role_may_come_at_the_end():
    doc = read('"It is late," Holm said.\n\n"We must go," he added.\n\nDanish Prime Minister Lars Holm then left.')
    assert [str(s.speaker) for s in doc.statements] == ["Lars Holm (Prime Minister, Denmark)"] * 2


def test_mentions_point_into_the_text():
    text = "Norwegian Prime Minister Siri Dahl met Swedish colleague Bo Ek in Oslo. Dahl said the road was open."
    doc = read(text)
    people = {person.name: person for person in doc.people}
    assert [text[a:b] for a, b in people["Siri Dahl"].mentions] == ["Siri Dahl", "Dahl"]
    assert (people["Bo Ek"].role, people["Bo Ek"].side) == ("Prime Minister", "Sweden")


def test_parse():
    found = parse("New Zealand's Prime Minister Ann Lee")
    assert (found.name, found.role, found.side) == ("Ann Lee", "Prime Minister", "New Zealand")
