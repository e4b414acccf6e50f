"""Annotations, from and to what people annotate with."""

from stance.annotation.annotated import AnnotatedArticle, Annotation, annotate
from stance.annotation.formats import (
    FORMATS,
    guess_format,
    read_annotations,
    write_annotations,
)
from stance.annotation.label_studio_config import label_studio_config
from stance.annotation.losses import WARNINGS, ConversionWarning, WarningCounts
from stance.annotation.reading import read_annotated_articles

__all__ = [
    "FORMATS",
    "WARNINGS",
    "AnnotatedArticle",
    "Annotation",
    "ConversionWarning",
    "WarningCounts",
    "annotate",
    "guess_format",
    "label_studio_config",
    "read_annotated_articles",
    "read_annotations",
    "write_annotations",
]
