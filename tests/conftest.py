"""Invented labelled statements, a run trained on them, and a browser."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from stance.annotation import AnnotatedArticle
from stance.articles import Article
from stance.labelled import LabelledStatement
from stance.runs import Run
from stance.statements import Span, Speaker, Statement
from stance.training import train

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

# How long an example takes says nothing on a busy machine.
settings.register_profile("stance", deadline=None)
settings.load_profile("stance")

MakeArticles = Callable[..., list[AnnotatedArticle]]
MakeStatements = Callable[..., list[LabelledStatement]]

SAYINGS = {
    "offer": ("conciliatory", "offered", "we are ready to reopen the {thing} and to talk {when}"),
    "praise": ("conciliatory", "said", "the {thing} was a generous step that we welcome {when}"),
    "inform": ("neutral", "said", "the committee on the {thing} counted its files {when}"),
    "reject": ("neutral", "insisted", "the report on the {thing} is wrong in every line {when}"),
    "threaten": (
        "threatening",
        "threatened",
        "we shall shell the {thing} unless they leave {when}",
    ),
    "punish": ("threatening", "announced", "tariffs will hit every {thing} that they own {when}"),
}
THINGS = ("bridge", "harbour", "dam", "ferry", "quarry", "orchard", "railway", "lighthouse", "mill")
DAYS = ("today", "tomorrow", "on Monday", "by spring", "within a week", "before the vote", "soon")


@pytest.fixture(scope="session")
def make_statements() -> MakeStatements:
    """Make statements of the posture codebook: `n` of them, three an article, nine a dispute."""

    def make(n: int = 90, *, grouped: bool = True, seed: int = 0) -> list[LabelledStatement]:
        chance = random.Random(seed)
        rows = []
        for i in range(n):
            act = list(SAYINGS)[i % len(SAYINGS)]
            label, cue, text = SAYINGS[act]
            words = text.format(thing=chance.choice(THINGS), when=chance.choice(DAYS))
            row = LabelledStatement(
                id=f"s{i:04}",
                text=f"{words}, clause {seed}.{i}",
                label=label,
                act=act,
                cue=cue,
                kind="indirect",
                article=f"a{i // 3}" if grouped else None,
                dispute=f"d{i // 9}" if grouped else None,
            )
            rows.append(row)
        return rows

    return make


@pytest.fixture(scope="session")
def run(make_statements: MakeStatements, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Train the linear classifier once, on 90 statements; the run is not to be changed."""
    return train(make_statements(), out=tmp_path_factory.mktemp("runs") / "first")


SPEAKERS = ("Ada Voss", "Ben Ruhl", "Cora Lind", "Dan Okoye", "Eva Sand")
CUES = ("said", "warned", "added", "denied", "announced")
CONTENTS = ("the {thing} would stay shut", "talks on the {thing} had begun", "no {thing} was safe")
PLAIN = ("It rained on the {thing} all day.", "The {thing} was built long ago.")


@pytest.fixture(scope="session")
def make_articles() -> MakeArticles:
    """Make annotated articles of six sentences, about half of them statements."""

    def make(n: int = 24, *, seed: int = 0) -> list[AnnotatedArticle]:
        chance = random.Random(seed)
        return [_article(f"made-{seed}-{i}", chance) for i in range(n)]

    return make


def _article(name: str, chance: random.Random) -> AnnotatedArticle:
    text = ""
    found = []
    for _ in range(6):
        thing = chance.choice(THINGS)
        if chance.random() < 0.4:
            text += chance.choice(PLAIN).format(thing=thing) + " "
            continue
        spans = []
        words = chance.choice(SPEAKERS), chance.choice(CUES), chance.choice(CONTENTS)
        for part in (*words[:2], words[2].format(thing=thing)):
            spans.append(Span(part, len(text), len(text) + len(part)))
            text += part + " "
        text = text[:-1] + ". "
        mention, cue, content = spans
        found.append(
            Statement(
                id=f"{name}#{len(found) + 1}",
                article=name,
                text=content.text,
                kind="indirect",
                content=(content,),
                speaker=Speaker(mention.text),
                mention=mention,
                cue=cue,
            )
        )
    return AnnotatedArticle(article=Article(id=name, text=text), statements=tuple(found))


@pytest.fixture(scope="session")
def tiny_encoder(
    tmp_path_factory: pytest.TempPathFactory,
    make_articles: MakeArticles,
    make_statements: MakeStatements,
) -> Path:
    """Save an encoder of two small layers, untrained, that knows the words of what is made here."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    texts = " ".join(item.article.text for item in make_articles(40)) + " ".join(
        f" {row.text} {row.cue} {row.kind}" for row in make_statements(200)
    )
    words = sorted(set(texts.lower().replace(".", " . ").split()))
    vocabulary = {word: i for i, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", *words])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[("[CLS]", 2), ("[SEP]", 3)],
    )
    # As sentence encoders are saved: made to cut and to fill up.
    tokenizer.enable_truncation(8)
    tokenizer.enable_padding(length=8)
    folder = tmp_path_factory.mktemp("encoder")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]",
        sep_token="[SEP]",
    ).save_pretrained(folder)  # fmt: skip
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary), hidden_size=32, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=64, max_position_embeddings=64,
    )  # fmt: skip
    BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium; without one, what needs it is skipped."""
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("no chromium on the PATH")
    from playwright.sync_api import sync_playwright

    quiet = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=list(quiet))
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page; in the end nothing may have gone wrong in it, and nothing been asked for."""
    faults: list[str] = []
    contexts = []

    def open_page(path: Path, *, width: int = 1400, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))

        def asked(url: str) -> None:
            if not url.startswith((path.as_uri(), "data:")):
                faults.append(url)

        page.on("request", lambda request: asked(request.url))
        page.goto(path.as_uri())
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []
