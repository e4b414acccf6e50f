"""The run of a trained extractor."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from stance.runs.layout import LAYOUT
from stance.runs.opening import AnyRun
from stance.runs.record import Entry, RunRecord

if TYPE_CHECKING:
    from stance.extraction.finding import Extractor


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
    def extractor(self) -> Extractor:
        """The extractor, to be given to `stance.extract`."""
        from stance.extraction.tagger import Tagger

        return Tagger.load(self.path / LAYOUT.model)
