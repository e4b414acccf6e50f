"""Statement → label probabilities; one file a kind."""

from stance.classifiers.parameters import INPUTS, KINDS, PARAMETERS, Input, Parameters
from stance.classifiers.protocol import Classifier
from stance.classifiers.registry import load, make

__all__ = [
    "INPUTS",
    "KINDS",
    "PARAMETERS",
    "Classifier",
    "Input",
    "Parameters",
    "load",
    "make",
]
