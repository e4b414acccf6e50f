from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stance.articles.article import Article
from stance.errors import StanceError
from stance.extraction import extract
from stance.extraction.tagger import Settings, Tagger

SETTINGS = Settings(window=32, overlap=16, width=32, reach=16, threshold=0.2, switch=0.0)


@pytest.fixture(scope="module")
def untrained(tiny_encoder: Path) -> Tagger:
    return Tagger.begin(str(tiny_encoder), SETTINGS, seed=1, offline=True)


def test_a_tagger_comes_back_as_it_was_saved(untrained: Tagger, tmp_path: Path) -> None:
    untrained.save(tmp_path)
    loaded = Tagger.load(tmp_path)
    assert loaded.settings == SETTINGS
    article = Article(id="a", text="Ada Voss said the bridge would stay shut. " * 9)
    assert extract(article, loaded) == extract(article, untrained)
    assert extract(article, loaded), "the untrained one finds something, if at random"
    names = {path.suffix for path in tmp_path.rglob("*") if path.is_file()}
    assert names <= {".json", ".safetensors", ".txt"}


@given(
    st.text(max_size=300)
    | st.lists(st.sampled_from(["said ", "“", "\n\n", "a.b", "Ada "])).map("".join)
)
def test_any_text_is_read_without_harm(untrained: Tagger, text: str) -> None:
    for statement in extract(Article(id="a", text=text), untrained):
        for span in filter(None, (*statement.content, statement.mention, statement.cue)):
            assert text[span.start : span.end] == span.text != ""


def test_windows_longer_than_the_encoder_reads_are_refused(tiny_encoder: Path) -> None:
    with pytest.raises(StanceError, match=r"reads 64 tokens at once.*set params\.window lower"):
        Tagger.begin(str(tiny_encoder), Settings(window=63), offline=True)


@pytest.mark.parametrize("name", ["heads.safetensors", "tagger.json", "encoder/config.json"])
def test_a_damaged_tagger_is_refused(untrained: Tagger, tmp_path: Path, name: str) -> None:
    untrained.save(tmp_path)
    (tmp_path / name).write_text("{}", encoding="utf-8")
    with pytest.raises(StanceError):
        Tagger.load(tmp_path)


def test_heads_of_another_network_are_refused(untrained: Tagger, tmp_path: Path) -> None:
    untrained.save(tmp_path)
    settings = json.loads((tmp_path / "tagger.json").read_text(encoding="utf-8"))
    (tmp_path / "tagger.json").write_text(json.dumps(settings | {"layers": 2}), encoding="utf-8")
    with pytest.raises(StanceError, match="does not fit the tagger"):
        Tagger.load(tmp_path)
