from __future__ import annotations

from stance.articles.article import Article
from stance.extraction.chapter import Chapter, read_chapters
from stance.extraction.phrases import Phrase
from stance.extraction.tagger.contents import Content, to_content, to_findings, without_repeats
from stance.extraction.tagger.decoding import Cue, Tagged
from stance.extraction.tagger.windows import Pieces

TEXT = "Anna Berg, a minister, said they were ready. It rained. Ivan Petrov denied that she lied."


def chapter() -> Chapter:
    [read] = read_chapters(Article(id="a", text=TEXT))
    return read


def content(*parts: tuple[int, int], cue: int | None = None, sure: float = 0.9) -> Content:
    phrases = tuple(Phrase(*part) for part in parts)
    return Content(phrases, None if cue is None else Phrase(cue, cue + 1), None, sure)


def test_a_word_that_is_tagged_in_part_is_taken_whole() -> None:
    pieces = Pieces([0] * 4, [0, 2, 23, 32], [2, 4, 25, 35])  # "An", "na", "sa", "wer|e"
    tagged = Tagged(Cue(2, 3, 0.8, anchor=False), (range(3, 4),), range(1, 2))
    tokens = chapter().tokens
    found = to_content(tokens, pieces, 0, tagged)
    assert [tokens.text[p.first : p.last] for p in found.parts] == [["were"]]
    assert found.cue is not None
    assert tokens.text[found.cue.first] == "said"
    assert found.mention is not None
    assert tokens.text[found.mention.first] == "Anna"


def test_of_two_alike_the_surer_is_kept() -> None:
    found = without_repeats([content((7, 10), sure=0.6), content((7, 11), sure=0.8)])
    assert found == [content((7, 11), sure=0.8)]


def test_a_content_whose_cue_stands_in_another_is_nested() -> None:
    outer, inner = content((0, 10), cue=20), content((5, 9), cue=4, sure=0.7)
    found = list(to_findings(chapter(), [outer, inner]))
    assert [(finding.nested, finding.content) for finding in found] == [
        (False, outer.parts),
        (True, inner.parts),
    ]


def test_the_source_is_read_with_its_apposition_and_the_sentence_is_that_of_the_cue() -> None:
    one = Content((Phrase(7, 10),), Phrase(6, 7), Phrase(0, 5), 0.9)
    [found] = to_findings(chapter(), [one])
    assert found.source is not None
    assert (found.source.phrase, found.source.apposition) == (Phrase(0, 2), Phrase(3, 5))
    assert found.mention == Phrase(0, 5)
    assert found.sentences[0].first == 0
    assert found.reason == "tagged as a statement, 90% sure"
