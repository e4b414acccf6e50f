"""Fitted arrays in files: floats of 32 bits, which take half the room and tell as much."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stance.errors import StanceError


def rounded(array: NDArray[np.float64]) -> NDArray[np.float64]:
    """Round to what a file keeps, so that what is fitted predicts as it will once it is read."""
    return array.astype(np.float32).astype(np.float64)


def write_arrays(arrays: Mapping[str, NDArray[np.float64]], path: Path) -> None:
    """Write named arrays of numbers into a safetensors file, as floats of 32 bits."""
    from safetensors.numpy import save_file

    save_file(
        {name: np.ascontiguousarray(array, np.float32) for name, array in arrays.items()}, path
    )


def read_arrays(path: Path) -> dict[str, NDArray[np.float64]]:
    """Read a safetensors file of named arrays of numbers; whatever it holds, nothing is run.

    Raises
    ------
    StanceError
        If it is missing or broken.
    """
    from safetensors import SafetensorError
    from safetensors.numpy import load_file

    try:
        arrays = load_file(path)
    except (OSError, ValueError, KeyError, SafetensorError) as error:
        raise StanceError(
            f"{path} is missing, or broken, or no safetensors file ({error}): restore it, or train "
            "the run again"
        ) from error
    if any(array.dtype != np.float32 for array in arrays.values()):
        raise StanceError(
            f"{path} holds other numbers than a stance run does: get it from its source again, or "
            "train the run again"
        )
    return {name: array.astype(np.float64) for name, array in arrays.items()}
