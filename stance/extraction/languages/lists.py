"""The word lists of a language: closed classes, constructions and nouns.

The English files describe every field; a field that is computed here unites or narrows others.
"""

from __future__ import annotations

from dataclasses import dataclass, field

Set = frozenset[str]
Endings = tuple[str, ...]
Phrases = tuple[tuple[str, ...], ...]


def compute(owner: object, **values: Set | Endings) -> None:
    """Set the fields of a frozen dataclass that follow from its others."""
    for name, value in values.items():
        object.__setattr__(owner, name, value)


@dataclass(frozen=True, slots=True)
class Words:
    """Closed classes (``words.toml``)."""

    he: Set
    she: Set
    it: Set
    they: Set
    first_person: Set
    subject_pronouns: Set
    plural_pronouns: Set
    impersonal: Set
    relatives: Set
    clitics: Set

    definite_articles: Set
    indefinite_articles: Set
    possessives: Set
    demonstratives: Set
    other_determiners: Set
    pronominal_determiners: Set

    auxiliaries: Set
    be: Set
    hypothetical: Set
    negatives: Set
    negators: Set
    content_verbs: Set

    adverbs: Set
    content_adverbs: Set
    phrase_adverbs: Set

    weekdays: Set
    months: Set
    other_times: Set
    time_modifiers: Set
    dependent_times: Set
    phrase_times: Set
    ending_times: Set

    prepositions: Set
    genitive_prepositions: Set
    agent_prepositions: Set
    tying_prepositions: Set

    complementizers: Set
    questions: Set
    subordinators: Set
    conjunctions: Set
    and_words: Set
    or_words: Set
    infinitive_markers: Set
    role_markers: Set
    sentence_openers: Set
    leading: Set

    articles: Set = field(init=False)
    determiners: Set = field(init=False)
    third_person: Set = field(init=False)
    pronouns: Set = field(init=False)
    lone_pronouns: Set = field(init=False)
    times: Set = field(init=False)
    lone_times: Set = field(init=False)
    hearer_stops: Set = field(init=False)
    skipped_adverbs: Set = field(init=False)
    plain_adverbs: Set = field(init=False)

    def __post_init__(self) -> None:
        articles = self.definite_articles | self.indefinite_articles
        determiners = articles | self.possessives | self.other_determiners
        third_person = self.he | self.she | self.it | self.they
        times = self.weekdays | self.other_times
        compute(
            self,
            articles=articles,
            determiners=determiners,
            third_person=third_person,
            pronouns=third_person | self.first_person,
            lone_pronouns=(third_person | self.first_person) - self.possessives,
            times=times,
            lone_times=times - self.dependent_times,
            hearer_stops=self.subject_pronouns
            | self.auxiliaries
            | self.complementizers
            | self.questions
            | self.negators
            | (self.prepositions - self.genitive_prepositions),
            skipped_adverbs=self.adverbs - self.content_adverbs,
            plain_adverbs=self.adverbs - determiners,
        )


@dataclass(frozen=True, slots=True)
class Constructions:
    """Words that matter only beside others (``constructions.toml``)."""

    content_prepositions: Set
    hearer_prepositions: Set
    hearers: Set
    participial_asides: Set
    idle_answers: Set
    idle_requests: Phrases

    clause_joiners: Set
    predicate_joiners: Set
    remark_openers: Set
    afterthoughts: Phrases

    gerund_openers: Set
    noun_followers: Set
    plural_noun_followers: Set
    forward: Set
    continuing: Set
    day_prepositions: Set
    day_modifiers: Set

    never_speakers: Set
    speaker_words: Set
    sequels: Set
    accompaniment: Set
    antecedent_links: Set
    participle_followers: Set
    complement_prepositions: Set
    complement_takers: Set
    manner: Set
    manner_openers: Set

    links: Set
    relative_openers: Set
    relative_verbs: Set
    label_openers: Set

    title_links: Set
    title_determiners: Set
    apposition_openers: Set
    never_described: Set
    released: Set
    issuer_prepositions: Set
    issuer_determiners: Set

    never_after_abbreviation: Set


@dataclass(frozen=True, slots=True)
class Nouns:
    """Nouns and names that tell what a source is (``nouns.toml``)."""

    persons: Set
    people: Set
    pairs: Set

    groups: Set
    media: Set
    media_names: Set
    media_words: Set
    other_organisations: Set
    companies: Set
    governments: Set
    halves: Set
    vehicles: Set

    other_titles: Set
    courtesy: Set
    royal: Set
    name_heads: Set
    particles: Set
    inner_particles: Set
    never_names: Set

    feminine: Set
    masculine: Set
    female_names: Set

    titles: Set = field(init=False)
    organisations: Set = field(init=False)
    speakers: Set = field(init=False)

    def __post_init__(self) -> None:
        compute(
            self,
            titles=self.persons | self.other_titles,
            organisations=self.groups | self.media | self.other_organisations,
            speakers=self.persons | self.people | self.groups | self.vehicles,
        )
