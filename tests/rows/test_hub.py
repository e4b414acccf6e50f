from __future__ import annotations

from pathlib import Path

import datasets
import pytest

from stance.errors import StanceError
from stance.labelled import data_rows, read_labelled
from stance.rows import is_hub_id, is_saved_dataset, read_dataset

ROWS = {"text": ["We will talk.", "They lie.", "No."], "label": [0, 1, -1]}


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A data set with two splits, whose labels are kept as numbers."""
    features = datasets.Features(
        {
            "text": datasets.Value("string"),
            "label": datasets.ClassLabel(names=["conciliatory", "neutral"]),
        }
    )
    whole = datasets.Dataset.from_dict(ROWS, features=features)
    path = tmp_path / "saved"
    datasets.DatasetDict({"train": whole, "test": whole.select([1])}).save_to_disk(path)
    return path


def test_splits_are_told_apart_and_labels_have_their_names(saved: Path) -> None:
    rows = list(read_dataset(saved))
    assert [(located.line, located.row["split"], located.row["label"]) for located in rows] == [
        (1, "train", "conciliatory"), (2, "train", "neutral"), (3, "train", None),
        (1, "test", "neutral"),
    ]  # fmt: skip
    assert rows[-1].source == f"{saved}[test]"


def test_one_split_is_read_alone(saved: Path) -> None:
    (statement,) = read_labelled([saved], None, split="test")
    assert (statement.text, statement.label, statement.split) == ("They lie.", "neutral", "test")


def test_a_split_that_there_is_not_is_named_with_those_that_there_are(saved: Path) -> None:
    with pytest.raises(StanceError, match=r"no split 'dev'; it has train, test"):
        list(read_dataset(saved, split="dev"))


def test_a_data_set_without_splits(tmp_path: Path) -> None:
    datasets.Dataset.from_dict({"text": ["a"]}).save_to_disk(tmp_path / "one")
    (row,) = data_rows([tmp_path / "one"])
    assert row.row == {"text": "a"}


def test_a_broken_directory_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text("{}", encoding="utf-8")
    assert is_saved_dataset(tmp_path)
    with pytest.raises(StanceError, match="cannot be read as a saved data set"):
        list(read_dataset(tmp_path))


@pytest.mark.parametrize(
    ("name", "is_one"),
    [
        ("owner/name", True),
        ("owner/name@main:subset", True),
        ("name", False),
        ("a/b/c", False),
        ("folder/file.jsonl", True),
    ],
)
def test_what_is_taken_for_a_hub_id(name: str, is_one: bool) -> None:
    assert is_hub_id(name) is is_one


def test_what_is_there_is_no_hub_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "owner" / "name").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    assert not is_hub_id("owner/name")


def test_offline_refuses_the_hub() -> None:
    with pytest.raises(StanceError, match="--offline is on"):
        list(data_rows(["owner/name"], offline=True))


def test_what_the_hub_cannot_give_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def unreachable(*_: object, **__: object) -> None:
        raise ConnectionError("Couldn't reach the hub\nand more")

    monkeypatch.setattr(datasets, "load_dataset", unreachable)
    with pytest.raises(StanceError, match=r"owner/name is no file here.*Couldn't reach") as caught:
        list(data_rows(["owner/name"]))
    assert "\n" not in str(caught.value)


def test_rows_of_the_hub_are_streamed(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {}

    def load(name: str, subset: str | None, **options: object) -> datasets.IterableDatasetDict:
        asked.update(options, name=name, subset=subset)
        whole = datasets.Dataset.from_dict({"text": ["a", "b"]}).to_iterable_dataset()
        return datasets.IterableDatasetDict({"train": whole})

    monkeypatch.setattr(datasets, "load_dataset", load)
    rows = list(data_rows(["owner/name@v1:small"]))
    assert [row.row["text"] for row in rows] == ["a", "b"]
    assert asked == {"name": "owner/name", "subset": "small", "revision": "v1", "streaming": True}
