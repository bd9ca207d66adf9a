from stance.annotations import Annotation


def brief(annotations):
    """What most tests look at."""
    return [(a.text, a.topic, a.stance) for a in annotations]


def bag(annotations):
    return sorted(map(repr, annotations))


def sample():
    """Everything that an annotation can hold."""
    return [
        Annotation(
            text="We will join NATO.",
            topic="nato-membership",
            stance="favor",
            sentiment="positive",
            id="s1",
            coder="ana",
        ),
        Annotation(
            text="We will join NATO.",
            topic="eu-accession",
            stance="neutral",
            sentiment="positive",
            id="s1",
            coder="ana",
        ),
        Annotation(text="We will join NATO.", topic="nato-membership", stance="neutral", id="s1", coder="boris"),
        Annotation(
            text='=SUM(A1) is no; statement, "really"\nnot', sentiment="neutral", id="s2", coder="ana", speaker="@me"
        ),
        Annotation(
            text="Žita više nema.",
            topic="open balkan: trade",
            stance="against",
            id="s3",
            document="d1",
            start=3,
            end=18,
            speaker="Ana B.",
            side="Serbia",
            coder="ana",
            date="2024-05-06",
            source="Tanjug",
            weight=2.5,
            group="s1",
        ),
        Annotation(
            text="The day is long.", topic="eu-accession", stance=None, sentiment="neutral", id="s4", coder="boris"
        ),
    ]
