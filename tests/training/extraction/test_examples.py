from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from transformers import PreTrainedTokenizerFast

from stance.annotation import AnnotatedArticle
from stance.encoders import load_tokenizer
from stance.extraction.tagger.network import ANCHOR, BEGIN, CONTENT, SOURCE
from stance.extraction.tagger.windows import Special
from stance.training.extraction.examples import IGNORED, collate, to_examples

MakeArticles = Callable[..., list[AnnotatedArticle]]


@pytest.fixture(scope="module")
def tokenizer(tiny_encoder: Path) -> PreTrainedTokenizerFast:
    return load_tokenizer(str(tiny_encoder), offline=True)


def test_each_statement_is_learnt_from_once(
    make_articles: MakeArticles, tokenizer: PreTrainedTokenizerFast
) -> None:
    marked = make_articles(10)
    examples = list(to_examples(marked, tokenizer, size=16, overlap=8))
    batch = collate(examples, Special.of(tokenizer))
    assert len(batch.roles) == sum(len(item.statements) for item in marked)
    assert batch.ids.shape == batch.tags.shape == batch.mask.shape
    assert (batch.tags[batch.mask == 0] == IGNORED).all()


def test_the_tags_are_the_statements(
    make_articles: MakeArticles, tokenizer: PreTrainedTokenizerFast
) -> None:
    [marked] = make_articles(1, seed=3)
    [example] = to_examples([marked], tokenizer, size=200, overlap=0)
    special = Special.of(tokenizer)
    batch = collate([example], special)

    def words(places: list[int]) -> str:
        return tokenizer.decode(batch.ids[0, places].tolist())

    begun = (batch.tags[0] == BEGIN).nonzero().flatten().tolist()
    assert words(begun) == " ".join(s.cue.text for s in marked.statements if s.cue)
    for statement, roles in zip(marked.statements, batch.roles, strict=True):
        assert statement.mention is not None
        content = (roles == CONTENT).nonzero().flatten().tolist()
        source = (roles == SOURCE).nonzero().flatten().tolist()
        assert words(content) == statement.content[0].text
        assert words(source) == statement.mention.text.lower()


def test_a_content_without_a_cue_begins_with_an_anchor(
    make_articles: MakeArticles, tokenizer: PreTrainedTokenizerFast
) -> None:
    [marked] = make_articles(1, seed=3)
    bare = tuple(replace(s, cue=None, mention=None) for s in marked.statements)
    [example] = to_examples([replace(marked, statements=bare)], tokenizer, size=200, overlap=0)
    batch = collate([example], Special.of(tokenizer))
    assert int((batch.tags == ANCHOR).sum()) == len(bare)
    assert bool(batch.cues.anchor.all())


def test_nested_statements_are_not_learnt(
    make_articles: MakeArticles, tokenizer: PreTrainedTokenizerFast
) -> None:
    [marked] = make_articles(1, seed=3)
    nested = tuple(replace(s, nested=True) for s in marked.statements)
    examples = list(
        to_examples([replace(marked, statements=nested)], tokenizer, size=200, overlap=0)
    )
    assert not examples[0].targets
    assert collate(examples, Special.of(tokenizer)).roles.shape[0] == 0
