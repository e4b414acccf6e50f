"""Logits as probabilities; scipy's own takes longer to be imported than an article to be labelled."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def softmax(logits: NDArray[np.float64], temperature: float = 1.0) -> NDArray[np.float64]:
    """Return the probabilities of logits, shape (items, targets); a higher temperature is less sure."""
    logits = logits / temperature
    # The greatest of each row becomes 0, so that none overflows.
    powers = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
