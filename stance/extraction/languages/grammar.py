"""The grammar of a language: its switches, marks and endings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from stance.extraction.languages.lists import Endings, Set, compute

# A pattern of an ending and the endings that take its place.
Rules = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Switches, marks and endings (``grammar.toml``)."""

    null_subjects: bool
    late_subjects: bool
    nouns_first: bool
    clauses_behind_prepositions: bool
    finite_base: bool
    participles_need_auxiliary: bool
    capitalised_demonyms: bool
    capitalised_titles: bool
    dialogue_dashes: bool

    genitive: str
    abbreviations: Endings
    elisions: Endings

    adverb_endings: Endings
    not_adverbs: Set
    finite_endings: Endings
    doubtful_endings: Endings
    not_doubtful_endings: Endings
    participle_endings: Endings
    gerund_endings: Endings
    infinitive_endings: Endings
    plural_endings: Endings
    collective_endings: Endings
    singular_endings: Endings
    speaker_endings: Endings
    inflection: Mapping[str, Rules]

    modifier_endings: Endings = field(init=False)
    sure_endings: Endings = field(init=False)
    undescribing_endings: Endings = field(init=False)

    def __post_init__(self) -> None:
        participles = self.participle_endings
        sure = tuple(e for e in self.finite_endings if e not in participles)
        compute(
            self,
            modifier_endings=participles + self.gerund_endings + self.adverb_endings,
            sure_endings=sure,
            undescribing_endings=self.gerund_endings + sure,
        )

    def is_adverb(self, word: str) -> bool:
        """Tell an adverb by its ending."""
        return word.endswith(self.adverb_endings) and word not in self.not_adverbs

    def is_doubtful(self, word: str) -> bool:
        """Tell a word that may be a finite verb or a noun, by its ending."""
        ending = word.endswith(self.doubtful_endings)
        return ending and not word.endswith(self.not_doubtful_endings)
