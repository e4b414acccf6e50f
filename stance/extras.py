"""Extras: packages that only some uses need."""

from __future__ import annotations

from importlib import import_module
from typing import Final

from stance.errors import StanceError

_EXTRAS: Final = {
    "neural": (("torch", "transformers", "safetensors"), "neural models need"),
    "export": (("torch", "onnx", "onnxscript"), "an export needs"),
    "tune": (("optuna",), "tuning needs"),
    "mlflow": (("mlflow",), "logging to MLflow needs"),
}


def require(extra: str) -> None:
    """Make sure that the packages of an extra are installed.

    Raises
    ------
    StanceError
        If one is not; it names the command that brings it.
    """
    packages, needed = _EXTRAS[extra]
    for name in packages:
        try:
            import_module(name)
        except ModuleNotFoundError as error:
            raise StanceError(
                f'{name} is not installed: pip install "stance[{extra}]" brings what {needed}'
            ) from error
