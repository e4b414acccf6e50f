"""stance: who said what in the news, and in which posture.

The names below are loaded when they are first used, so that ``import stance`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stance.articles import Article as Article
    from stance.articles import read_articles as read_articles
    from stance.codebook import Codebook as Codebook
    from stance.codebook import load_codebook as load_codebook
    from stance.errors import StanceError as StanceError
    from stance.eval import compare as compare
    from stance.eval import evaluate as evaluate
    from stance.extraction import extract as extract
    from stance.reports import write_report as write_report
    from stance.runs import ExtractorRun as ExtractorRun
    from stance.runs import Run as Run
    from stance.scoring import score as score
    from stance.statements import Span as Span
    from stance.statements import Speaker as Speaker
    from stance.statements import Statement as Statement
    from stance.summary import summarize as summarize
    from stance.training import train as train
    from stance.training import tune as tune
    from stance.training.extraction import train_extractor as train_extractor

__version__ = "0.1.0"

_HOMES = {
    "Article": "stance.articles",
    "Codebook": "stance.codebook",
    "ExtractorRun": "stance.runs",
    "Run": "stance.runs",
    "Span": "stance.statements",
    "Speaker": "stance.statements",
    "StanceError": "stance.errors",
    "Statement": "stance.statements",
    "compare": "stance.eval",
    "evaluate": "stance.eval",
    "extract": "stance.extraction",
    "load_codebook": "stance.codebook",
    "read_articles": "stance.articles",
    "score": "stance.scoring",
    "summarize": "stance.summary",
    "train": "stance.training",
    "train_extractor": "stance.training.extraction",
    "tune": "stance.training",
    "write_report": "stance.reports",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'stance' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return __all__
