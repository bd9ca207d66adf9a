"""The errors that a user can cause."""

import pickle

import pytest

from stance import errors
from stance.errors import AnnotationError, InputError, MissingExtra, ModelError, StanceError, TopicError, require


def test_every_error_is_a_stance_error_and_what_python_would_raise():
    for name in errors.__all__:
        if name != "require":
            assert issubclass(getattr(errors, name), StanceError)
    assert issubclass(InputError, ValueError)
    assert issubclass(AnnotationError, InputError)
    assert issubclass(TopicError, InputError)
    assert issubclass(MissingExtra, ImportError)
    assert not issubclass(ModelError, ValueError)


def test_errors_come_back_from_other_processes():
    error = pickle.loads(pickle.dumps(TopicError("unknown topic")))
    assert (type(error), str(error)) == (TopicError, "unknown topic")


def test_require_gives_the_module():
    import json.decoder

    assert require("json.decoder", "pandas", "this") is json.decoder


def test_require_says_what_to_install():
    with pytest.raises(MissingExtra) as caught:
        require("no_such_module.part", "parquet", "Labels.to_parquet")
    assert str(caught.value) == (
        'Labels.to_parquet needs no_such_module, which is not installed: pip install "stance-nlp[parquet]"'
    )
