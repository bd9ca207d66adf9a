"""Press releases and transcripts."""

from stance.reading import read


def pairs(text):
    return [(s.speaker.name if s.speaker else None, s.text) for s in read(text).statements]


def test_signed_quotations():
    text = (
        '"The farms will get help in spring." - Commissioner Ada Roth\n\n'
        "“The rivers are clean again.” — Bo Lind, Minister of Environment\n\n"
        '"We are proud of it."\n— Ivo Hrast, mayor of the town'
    )
    assert pairs(text) == [
        ("Ada Roth", "The farms will get help in spring."),
        ("Bo Lind", "The rivers are clean again."),
        ("Ivo Hrast", "We are proud of it."),
    ]


def test_from_lines():
    text = 'From Chairwoman Ada Roth: "The vote was close."\n\nFrom Senator Bo Lind:\n\n"It was not."'
    assert pairs(text) == [("Ada Roth", "The vote was close."), ("Bo Lind", "It was not.")]


def test_from_the_desk_of():
    text = (
        "From the desk of Governor Ada Roth\n\nThe roads are icy.\n\nStay at home.\n\n###\n\nOur office has 40 staff."
    )
    assert pairs(text) == [("Ada Roth", "The roads are icy."), ("Ada Roth", "Stay at home.")]


def test_statement_by():
    body = "The elections were fair and calm in all the districts of the land."
    assert pairs(f"Statement by Foreign Minister Bo Lind on the elections\n\n{body}") == [("Bo Lind", body)]


def test_following_statement():
    text = (
        "Foreign Minister Bo Lind issued the following statement:\n\nWe regret the incident.\n\nWe will look into it."
    )
    assert pairs(text) == [("Bo Lind", "We regret the incident."), ("Bo Lind", "We will look into it.")]


def test_transcript():
    text = (
        "Ada Roth: Good morning, colleagues.\n\nI am glad to be here.\n\nQuestion: Will you sign?\n\n"
        "Ada Roth: We will see.\n\n(Laughter.)\n\nBo Lind (through an interpreter): So will we."
    )
    assert pairs(text) == [
        ("Ada Roth", "Good morning, colleagues."),
        ("Ada Roth", "I am glad to be here."),
        ("Question", "Will you sign?"),
        ("Ada Roth", "We will see."),
        ("Bo Lind", "So will we."),
    ]


def test_a_note_is_no_turn():
    assert pairs("Note: The office is closed.\n\nThe road is open. It rained all day in the town.") == []
