import pytest

import stance
from stance.labels import Labels

# All speakers are made up.
ROWS = [
    ("We will join NATO soon.", "Ada Roth", "Norland", "2014-03-01", "one.txt", "nato-membership", "favor", 0.9),
    ("NATO is a threat to us.", "Ada Roth", "Norland", "2015-03-01", "two.txt", "nato-membership", "against", 0.8),
    ("NATO must stay away.", "Jon Falk", "Sudland", "2014-05-01", "one.txt", "nato-membership", "against", 0.4),
    ("The sanctions must stay.", "Jon Falk", "Sudland", "2016-05-01", "two.txt", "russia-sanctions", "favor", 0.7),
    ("It rained on <b>Tuesday</b>.", None, None, "2016-05-01", "two.txt", None, None, 0.95),
]
KEYS = ("text", "speaker", "side", "date", "document", "topic", "stance", "confidence")


@pytest.fixture(scope="session")
def labels():
    rows = [dict(zip(KEYS, row, strict=True), statement=i) for i, row in enumerate(ROWS)]
    both = dict(rows[3], topic="russia-relations", stance="against", confidence=0.6)
    return Labels.from_records([*rows[:4], both, rows[4]])


@pytest.fixture(scope="session")
def model():
    return stance.load()
