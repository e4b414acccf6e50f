"""The run of a trained extractor."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from stance.runs.layout import LAYOUT
from stance.runs.opening import AnyRun, Run
from stance.runs.record import Entry, RunRecord, is_extractor, read_record

if TYPE_CHECKING:
    from stance.eval.extraction import ExtractionEvaluation
    from stance.extraction.finding import Extractor

RULES: Final = "rules"
"""Names the extractor that needs no training."""


class ArticlesInfo(Entry):
    """The annotated articles of an extractor's run.

    Attributes
    ----------
    fingerprint
        SHA-256 over the articles in canonical form, in the order of their ids.
    articles, statements
        How many; without the statements nested in others.
    training, development, held_out
        Articles in each part.
    """

    fingerprint: str
    articles: int
    statements: int
    training: int
    development: int
    held_out: int


class ExtractorInfo(RunRecord):
    """What the ``run.json`` of an extractor's run holds.

    Attributes
    ----------
    encoder
        The pretrained encoder that it began with.
    data
        What it was trained on.
    """

    encoder: str
    data: ArticlesInfo

    EXTRACTOR: ClassVar[bool] = True


class ExtractorRun(AnyRun[ExtractorInfo]):
    """A trained extractor, and all that is known of how it came to be.

    Get one by `ExtractorRun.open` or `stance.training.extraction.train_extractor`.
    """

    _INFO = ExtractorInfo

    @cached_property
    def evaluation(self) -> ExtractionEvaluation:
        """The evaluation on the articles held out in training."""
        from stance.eval.extraction import ExtractionEvaluation

        return ExtractionEvaluation.from_record(self.metrics, str(self.path / LAYOUT.metrics))

    @cached_property
    def extractor(self) -> Extractor:
        """The extractor, to be given to `stance.extract`."""
        from stance.extras import require

        require("neural")
        from stance.extraction.tagger import Tagger

        return Tagger.load(self.path / LAYOUT.model)


def open_extractor(name: str | Path) -> Extractor:
    """Return the rules, the extractor of a run, or both.

    Parameters
    ----------
    name
        ``rules``, or the directory of a run; or ``rules+RUN`` and ``RUN+rules``: what the one
        finds, and what the other finds besides.

    Raises
    ------
    StanceError
        If there is no such run, or it is a classifier's.
    """
    from stance.extraction import Both, Rules

    name = str(name)
    if name == RULES:
        return Rules()
    if name.startswith(f"{RULES}+"):
        return Both(Rules(), open_extractor(name.removeprefix(f"{RULES}+")))
    if name.endswith(f"+{RULES}"):
        return Both(open_extractor(name.removesuffix(f"+{RULES}")), Rules())
    return ExtractorRun.open(name).extractor


def trained_on(name: str | Path) -> frozenset[str]:
    """Return the digests of the articles that an extractor, named as above, learnt from."""
    run = str(name).removeprefix(f"{RULES}+").removesuffix(f"+{RULES}")
    return frozenset() if run == RULES else ExtractorRun.open(run).trained_on


def open_run(path: str | Path) -> Run | ExtractorRun:
    """Open a run of whichever sort; see `Run.open`."""
    info = Path(path) / LAYOUT.info
    if info.is_file() and is_extractor(read_record(info)):
        return ExtractorRun.open(path)
    return Run.open(path)
