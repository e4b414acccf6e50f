"""Labelled statements: what classifiers are trained on and judged by."""

from stance.labelled.reading import read_labelled
from stance.labelled.sources import data_rows
from stance.labelled.statement import FIELDS, LabelledStatement

__all__ = ["FIELDS", "LabelledStatement", "data_rows", "read_labelled"]
