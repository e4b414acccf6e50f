"""How varied the words of data are: templates and repetition show in n-grams."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from pydantic import BaseModel, ConfigDict

from stance.duplicates import normalised

Gram = tuple[str, str, str, str]

_TOP = 20
# A 4-gram in more texts than that is a phrase of the language, and would cost a square of pairs.
_COMMON = 200


class Diversity(BaseModel):
    """Figures of variety; texts are cut into `normalised` words.

    Attributes
    ----------
    words
        Median, shortest and longest text, in words.
    distinct_2
        Different word 2-grams over all (J. Li et al., "A diversity-promoting objective function
        for neural conversation models", NAACL 2016).
    top_4_grams
        The share of all 4-grams that the 20 most frequent make up.
    most_shared
        The largest share of the shorter text's 4-grams that two texts have in common.
    most_alike
        The names of those two.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    words: tuple[int, int, int]
    distinct_2: float
    top_4_grams: float
    most_shared: float
    most_alike: tuple[str, str] | None = None


def diversity(texts: Sequence[str], names: Sequence[str] | None = None) -> Diversity:
    """Measure how varied texts are; those of the same words count once.

    Parameters
    ----------
    texts
        The texts.
    names
        What they are called in `Diversity.most_alike`; their places by default.
    """
    called = list(map(str, range(len(texts)))) if names is None else names
    unique = {normalised(text): place for place, text in reversed(list(enumerate(texts)))}
    places = sorted(unique.values())
    cut = [normalised(texts[place]).split() for place in places]
    lengths = sorted(map(len, cut)) or [0]
    two = Counter(pair for words in cut for pair in pairwise(words))
    grams = [set(_four_grams(words)) for words in cut]
    four = Counter(gram for of_one in grams for gram in of_one)
    shared, alike = _most_shared(grams, four)
    return Diversity(
        words=(lengths[len(lengths) // 2], lengths[0], lengths[-1]),
        distinct_2=len(two) / max(1, two.total()),
        top_4_grams=sum(n for _, n in four.most_common(_TOP)) / max(1, four.total()),
        most_shared=shared,
        most_alike=alike and (called[places[alike[0]]], called[places[alike[1]]]),
    )


def _four_grams(words: Sequence[str]) -> Iterator[Gram]:
    return zip(words, words[1:], words[2:], words[3:], strict=False)


def _most_shared(
    grams: Sequence[set[Gram]], counts: Counter[Gram]
) -> tuple[float, tuple[int, int] | None]:
    holders: dict[Gram, list[int]] = defaultdict(list)
    for place, of_one in enumerate(grams):
        for gram in of_one:
            if 1 < counts[gram] <= _COMMON:
                holders[gram].append(place)
    pairs = Counter(pair for of_gram in holders.values() for pair in combinations(of_gram, 2))
    return max(
        (
            (n / min(len(grams[one]), len(grams[other])), (one, other))
            for (one, other), n in pairs.items()
        ),
        default=(0.0, None),
    )
