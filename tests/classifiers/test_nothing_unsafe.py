"""No file of any kind's run is a pickle, or anything but what it says it is; none may be changed."""

from __future__ import annotations

import csv
import json
import re
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stance.classifiers import KINDS
from stance.errors import StanceError
from stance.labelled import LabelledStatement
from stance.runs import LAYOUT, Run
from stance.training import export_hub_folder, export_run, train

Make = Callable[..., list[LabelledStatement]]
MakeModel = Callable[..., Path]
Overrides = Callable[[str], list[str]]

pytestmark = pytest.mark.slow


@pytest.fixture
def overrides(tiny_encoder: Path, nli: MakeModel, chat_server: Callable[..., Any]) -> Overrides:
    """Give what trains a small classifier of a kind on this machine."""
    tuned = [f"params.encoder={tiny_encoder}", "params.length=48"]
    small: dict[str, Callable[[], list[str]]] = {
        "baseline": list,
        "lexicon": list,
        "linear": list,
        "embedding": lambda: tuned,
        "fewshot": lambda: [*tuned, "params.pairs=1"],
        "transformer": lambda: [*tuned, "params.epochs=1", "params.pooling=native"],
        "zeroshot": lambda: [f"params.model={nli('entailment', 'rest')}", "params.length=48"],
        "prompt": lambda: [
            f"params.url={chat_server(lambda _: 'neutral').url}",
            "params.model=tiny",
        ],
        "blend": lambda: [
            f"params.members={{transformer={{encoder='{tiny_encoder}', length=48, epochs=1}}, linear={{}}}}"
        ],
    }

    def give(kind: str) -> list[str]:
        assert kind in small, f"{kind} is a new kind: say here what trains a small one"
        return small[kind]()

    return give


def read_onnx(path: Path) -> None:
    import onnx

    onnx.checker.check_model(onnx.load(path))


def read_safetensors(path: Path) -> None:
    from safetensors.numpy import load_file

    load_file(path)


def read_csv(path: Path) -> None:
    assert list(csv.reader(path.read_text(encoding="utf-8").splitlines()))


READ: dict[str, Callable[[Path], Any]] = {
    ".csv": read_csv,
    ".json": lambda path: json.loads(path.read_text(encoding="utf-8")),
    ".jsonl": lambda path: [json.loads(line) for line in path.read_text("utf-8").splitlines()],
    ".md": lambda path: path.read_text(encoding="utf-8"),
    ".onnx": read_onnx,
    ".safetensors": read_safetensors,
    ".toml": lambda path: tomllib.loads(path.read_text(encoding="utf-8")),
    ".txt": lambda path: path.read_text(encoding="utf-8"),
}


def assert_nothing_unsafe(folder: Path) -> None:
    """Read every file as what its ending says; pickles of any protocol, bare or zipped, fail."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert files
    for path in files:
        # Pickles of protocol 2 or later begin so; torch zips its own.
        assert not re.match(rb"\x80[\x02-\x05][^\x00]", path.read_bytes()), path
        assert not zipfile.is_zipfile(path), path
        assert path.suffix in READ, f"{path}: what is it?"
        READ[path.suffix](path)


def assert_changes_are_refused(run: Run) -> None:
    """Flip a bit of every file of the model, one at a time."""
    for path in (run.path / LAYOUT.model).rglob("*"):
        if not path.is_file():
            continue
        whole = path.read_bytes()
        changed = bytearray(whole)
        changed[len(changed) // 2] ^= 1
        path.write_bytes(changed)
        with pytest.raises(StanceError, match=f"{path.name}.*has been changed"):
            Run.open(run.path)
        path.write_bytes(whole)
    Run.open(run.path)


@pytest.mark.parametrize("kind", KINDS)
def test_no_run_holds_a_pickle_and_a_changed_one_is_refused(
    kind: str, overrides: Overrides, make_statements: Make, tmp_path: Path
) -> None:
    run = train(make_statements(60), kind, overrides=overrides(kind), out=tmp_path / "run")
    assert_nothing_unsafe(run.path)
    assert_changes_are_refused(run)


def test_no_export_holds_a_pickle_and_a_changed_one_is_refused(
    overrides: Overrides, make_statements: Make, tmp_path: Path
) -> None:
    rows = make_statements(60)
    run = train(rows, "transformer", overrides=overrides("transformer"), out=tmp_path / "run")
    for int8 in (False, True):
        exported = export_run(run, rows, int8=int8)
        assert_nothing_unsafe(exported.path)
        assert_changes_are_refused(exported)
    assert_nothing_unsafe(export_hub_folder(run, rows))


def test_no_checkpoint_holds_a_pickle(
    overrides: Overrides, make_statements: Make, tmp_path: Path
) -> None:
    def interrupt(note: str) -> None:
        if note.startswith("Epoch 2"):
            raise KeyboardInterrupt

    chosen = [*overrides("transformer"), "params.epochs=2"]
    with pytest.raises(KeyboardInterrupt):
        train(
            make_statements(60),
            "transformer",
            overrides=chosen,
            out=tmp_path / "run",
            on_note=interrupt,
        )
    (unfinished,) = tmp_path.glob(".unfinished-*")
    assert_nothing_unsafe(unfinished)


def test_a_pickle_would_be_found(tmp_path: Path) -> None:
    import pickle

    import torch

    (tmp_path / "a.json").write_bytes(pickle.dumps({"a": 1}))
    with pytest.raises(AssertionError):
        assert_nothing_unsafe(tmp_path)
    (tmp_path / "a.json").write_bytes(pickle.dumps({"a": 1}, protocol=0))
    with pytest.raises(ValueError, match="Expecting value"):
        assert_nothing_unsafe(tmp_path)
    torch.save({"a": torch.ones(1)}, tmp_path / "a.json")
    with pytest.raises(AssertionError):
        assert_nothing_unsafe(tmp_path)
