from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stance.articles.article import Article
from stance.extraction import extract
from stance.extraction.finding import Finding
from stance.extraction.levels import apart
from stance.extraction.phrases import Phrase


def finding(*parts: tuple[int, int], nested: bool = False) -> Finding:
    content = tuple(Phrase(*part) for part in parts)
    return Finding(content, None, None, None, (), nested, "made up")


def words(one: Finding) -> set[int]:
    return {word for part in one.content for word in range(part.first, part.last)}


findings = st.lists(
    st.builds(
        lambda first, length, nested: finding((first, first + length), nested=nested),
        st.integers(0, 20),
        st.integers(1, 6),
        st.booleans(),
    )
)


@given(findings)
def test_no_word_is_claimed_twice_on_a_level(given_: list[Finding]) -> None:
    level = [one for one in apart(given_) if not one.nested]
    assert sum(len(words(one)) for one in level) == len(set().union(*map(words, level)))


@given(findings)
def test_no_word_is_lost_and_nested_ones_stay(given_: list[Finding]) -> None:
    found = apart(given_)
    assert set().union(*map(words, found)) == set().union(*map(words, given_))
    assert [one for one in found if one.nested] == [one for one in given_ if one.nested]


def test_the_first_keeps_what_two_claim() -> None:
    assert apart([finding((0, 9)), finding((4, 6), (8, 12)), finding((2, 3))]) == [
        finding((0, 9)),
        finding((9, 12)),
    ]


def test_two_cues_of_one_content_are_one_statement() -> None:
    text = "Petrov responded Oslo should be careful, saying that they were ready."
    spans = [span for one in extract(Article(id="a", text=text)) for span in one.content]
    ends = sorted((span.start, span.end) for span in spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))
