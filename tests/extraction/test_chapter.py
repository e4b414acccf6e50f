from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stance.articles.article import Article
from stance.extraction.chapter import Chapter, read_chapters

TEXT = (
    "OSLO (Agency) - It was cold. Anna Berg said so.\n\n"
    "We are ready — Anna Berg (@berg) January 3, 2016\n\nIt rained."
)


def only_chapter(text: str) -> Chapter:
    [chapter] = read_chapters(Article(id="a", text=text))
    return chapter


def words(chapter: Chapter, first: int, last: int) -> str:
    return " ".join(chapter.tokens.text[first:last])


def test_sentences_leave_out_the_dateline_and_the_posts() -> None:
    chapter = only_chapter(TEXT)
    assert [words(chapter, s.first, s.last) for s in chapter.sentences] == [
        "It was cold .",
        "Anna Berg said so .",
        "It rained .",
    ]


def test_a_post_has_its_words_and_its_name() -> None:
    [post] = only_chapter(TEXT).posts
    assert TEXT[post.words.start : post.words.end] == "We are ready"
    assert TEXT[post.name.start : post.name.end] == "Anna Berg"


@given(
    st.lists(
        st.sampled_from(["OSLO (Agency) - ", "(AB) -", "Ha. ", "So ", "“", "\n", "— A Ba (@b)"])
    ).map("".join)
)
def test_every_token_belongs_to_a_sentence_or_to_the_nearest(text: str) -> None:
    for chapter in read_chapters(Article(id="a", text=text)):
        for token in range(len(chapter.tokens)):
            sentence = chapter.sentence_of(token)
            assert 0 <= sentence.first < sentence.last <= len(chapter.tokens)
            if sentence.last <= token:
                assert sentence == chapter.sentences[-1]


def test_a_dateline_alone_is_a_sentence() -> None:
    chapter = only_chapter("(AFP) -")
    assert not chapter.sentences
    assert words(chapter, *chapter.sentence_of(0)[:2]) == "( AFP ) -"
