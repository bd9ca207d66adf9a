import json
from pathlib import Path

import pytest

import stance
from stance.annotations import gather
from stance.learning.train import Settings, train_heads
from stance.topics import Topic
from stance.training import _memory


@pytest.fixture(scope="session")
def rows():
    """220 annotated statements on a topic that the shipped model does not know."""
    path = Path(__file__).parent / "data" / "open_balkan.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def shipped():
    return stance.load()


@pytest.fixture(scope="session")
def small(rows):
    """A model of one topic with few columns: quick to train, save and load."""
    examples = gather(rows[:100])
    heads = train_heads(examples, [Topic("open-balkan")], settings=Settings(bits=12))
    heads.memory = _memory(heads, examples, 0)
    return stance.Model(heads)


@pytest.fixture(scope="session")
def updated(shipped, rows):
    return shipped.update(rows[:150])
