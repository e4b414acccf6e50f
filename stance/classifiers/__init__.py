"""Statement → label probabilities; one file a kind."""

from stance.classifiers.ensemble import Ensemble
from stance.classifiers.parameters import INPUTS, KINDS, PARAMETERS, Input, Parameters
from stance.classifiers.protocol import Classifier, Predictor
from stance.classifiers.registry import export, load, make

__all__ = [
    "INPUTS",
    "KINDS",
    "PARAMETERS",
    "Classifier",
    "Ensemble",
    "Input",
    "Parameters",
    "Predictor",
    "export",
    "load",
    "make",
]
