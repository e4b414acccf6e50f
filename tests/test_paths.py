from __future__ import annotations

from pathlib import Path

import pytest

from stance.errors import StanceError
from stance.paths import expand

SUFFIXES = (".txt", ".md")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "c.pdf", ".hidden.txt", "deep/d.TXT"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    return tmp_path


def names(path: Path | str, notes: list[str] | None = None) -> list[str]:
    on_note = None if notes is None else notes.append
    return [found.name for found in expand(path, SUFFIXES, what="articles", on_note=on_note)]


def test_a_folder_is_all_below_it_sorted(folder: Path) -> None:
    notes: list[str] = []
    assert names(folder, notes) == ["a.md", "b.txt", "d.TXT"]
    assert notes == [f"1 files in {folder} passed over for their endings."]


def test_a_glob(folder: Path) -> None:
    assert names(f"{folder}/*.txt") == ["b.txt"]
    assert names(f"{folder}/**/*.[tT]*") == ["b.txt", "d.TXT"]


def test_a_file(folder: Path) -> None:
    assert names(folder / "b.txt") == ["b.txt"]


def test_a_file_whose_name_looks_like_a_glob(tmp_path: Path) -> None:
    (tmp_path / "a[1].txt").touch()
    assert names(tmp_path / "a[1].txt") == ["a[1].txt"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.txt", "no such file or folder"),
        ("*.doc", "no file matches"),
        ("c.pdf", "files that end in .pdf are not read; it takes .txt, .md"),
    ],
)
def test_what_is_wrong_is_said(folder: Path, name: str, said: str) -> None:
    with pytest.raises(StanceError, match=said):
        names(folder / name)


def test_a_folder_without_any(tmp_path: Path) -> None:
    with pytest.raises(StanceError, match=r"holds no articles: .*\.txt, \.md"):
        names(tmp_path)


def test_what_a_glob_matches_and_cannot_be_read_is_passed_over(folder: Path) -> None:
    notes: list[str] = []
    assert names(f"{folder}/*.*", notes) == ["a.md", "b.txt"]
    assert notes == [f"1 files in {folder}/*.* passed over for their endings."]


def test_a_glob_that_leads_to_a_file_twice(folder: Path) -> None:
    assert names(f"{folder}/**") == ["a.md", "b.txt", "d.TXT"]


def test_a_text_in_place_of_a_path() -> None:
    with pytest.raises(StanceError, match="cannot be read"):
        names("so he said " * 1_000)
