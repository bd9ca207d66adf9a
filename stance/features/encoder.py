"""Sentence vectors from an ONNX encoder in a local folder, as an optional block of features."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from stance.errors import ModelError, require

__all__ = ["SentenceEncoder", "encode"]

Encoder = str | PathLike[str] | Callable[[list[str]], Any]


class SentenceEncoder:
    """Mean-pooled vectors of length 1 from an ONNX sentence encoder; runs on the processor, fetches nothing.

    Parameters
    ----------
    folder : path
        Holds ``tokenizer.json`` and one ``.onnx`` file, at its top or in ``onnx/``.
    max_tokens : int, default=128
        Longer texts are cut.

    Raises
    ------
    ModelError
        If the folder lacks either file.
    MissingExtra
        If onnxruntime or tokenizers is not installed.

    References
    ----------
    N. Reimers and I. Gurevych (2019). Sentence-BERT. EMNLP.
    """

    def __init__(self, folder: str | PathLike[str], max_tokens: int = 128) -> None:
        runtime = require("onnxruntime", "encoder", "a sentence encoder")
        tokenizers = require("tokenizers", "encoder", "a sentence encoder")
        home = Path(folder)
        found = sorted([*home.glob("*.onnx"), *home.glob("onnx/*.onnx")])
        if not found or not (home / "tokenizer.json").is_file():
            raise ModelError(f"{home}: no sentence encoder; a folder with tokenizer.json and an .onnx file is needed")
        self._tokenizer = tokenizers.Tokenizer.from_file(str(home / "tokenizer.json"))
        self._tokenizer.enable_truncation(max_tokens)
        self._tokenizer.enable_padding()
        options = runtime.SessionOptions()
        options.log_severity_level = 3
        self._session = runtime.InferenceSession(str(found[0]), options, providers=["CPUExecutionProvider"])
        self._inputs = {one.name for one in self._session.get_inputs()}

    def __call__(self, texts: Sequence[str]) -> np.ndarray:
        """Encode texts.

        Returns
        -------
        ndarray of float32, shape (n_texts, d)
        """
        parts = [self._batch(list(texts[i : i + 64])) for i in range(0, len(texts), 64)]
        return np.concatenate(parts) if parts else np.zeros((0, 0), dtype=np.float32)

    def _batch(self, texts: list[str]) -> np.ndarray:
        encoded = self._tokenizer.encode_batch(texts)
        ids = np.array([one.ids for one in encoded], dtype=np.int64)
        mask = np.array([one.attention_mask for one in encoded], dtype=np.int64)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, {name: given[name] for name in self._inputs if name in given})[0]
        if hidden.ndim == 3:
            weight = mask[..., None].astype(hidden.dtype)
            hidden = (hidden * weight).sum(axis=1) / weight.sum(axis=1)
        vectors: np.ndarray = hidden / np.maximum(np.linalg.norm(hidden, axis=1, keepdims=True), 1e-9)
        return vectors.astype(np.float32)


@lru_cache(maxsize=2)
def _opened(folder: str) -> SentenceEncoder:
    return SentenceEncoder(folder)


def encode(encoder: Encoder, texts: Sequence[str]) -> np.ndarray:
    """Encode texts with a folder's encoder or with a callable.

    Returns
    -------
    ndarray of float64, shape (n_texts, d)
    """
    run = encoder if callable(encoder) else _opened(str(encoder))
    vectors = np.asarray(run(list(texts)), dtype=np.float64)
    if vectors.ndim != 2 or len(vectors) != len(texts):
        raise ModelError(f"the encoder gave an array of shape {vectors.shape} for {len(texts)} texts, not (n, d)")
    return vectors
