"""Errors that a user can cause, each one line that says what is wrong and what to do.

::

    StanceError
    ├── InputError          a text, file or value that cannot be read or labelled
    ├── AnnotationError     annotated data with bad rows (also an InputError)
    ├── TopicError          an unknown or badly formed topic (also an InputError)
    ├── ModelError          a model folder that is missing, broken, altered or of a newer format
    └── MissingExtra        an optional dependency is not installed (also an ImportError)
"""

from __future__ import annotations

import importlib
from types import ModuleType

__all__ = ["AnnotationError", "InputError", "MissingExtra", "ModelError", "StanceError", "TopicError", "require"]


class StanceError(Exception):
    """Base of every error that a user can cause."""


class InputError(StanceError, ValueError):
    """A text, file or value that cannot be read or labelled."""


class AnnotationError(InputError):
    """Annotated data with bad rows; the message names each with its line, column and reason."""


class TopicError(InputError):
    """An unknown or badly formed topic."""


class ModelError(StanceError):
    """A model folder that is missing, incomplete, altered, of a newer format or no model at all."""


class MissingExtra(StanceError, ImportError):
    """An optional dependency is not installed; the message names the extra to install."""


def require(module: str, extra: str, purpose: str) -> ModuleType:
    """Import an optional dependency or say which extra brings it.

    Parameters
    ----------
    module : str
        The module to import, for instance ``"pandas"``.
    extra : str
        The extra of ``stance-nlp`` that installs it.
    purpose : str
        What needs it, the subject of the message: ``"Labels.to_pandas"``.

    Raises
    ------
    MissingExtra
        If the module is not installed.

    Examples
    --------
    >>> require("json", "pandas", "this example").__name__
    'json'
    """
    try:
        return importlib.import_module(module)
    except ImportError as error:
        raise MissingExtra(
            f'{purpose} needs {module.partition(".")[0]}, which is not installed: pip install "stance-nlp[{extra}]"'
        ) from error
