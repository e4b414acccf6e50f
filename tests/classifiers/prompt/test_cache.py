from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from stance.classifiers.prompt.cache import Answer, AnswerCache
from stance.errors import StanceError


def test_what_is_put_is_there_for_all_who_come_after(tmp_path: Path) -> None:
    first, second = AnswerCache(tmp_path), AnswerCache(tmp_path)
    answer = Answer('{"answer": "né"}', "tiny-1", 10, 2)
    assert second.get("a") is None
    first.put("a", answer)
    assert second.get("a") == answer
    assert AnswerCache(tmp_path).get("a") == answer


def test_many_threads_of_two_caches_write_into_one_file(tmp_path: Path) -> None:
    caches = [AnswerCache(tmp_path), AnswerCache(tmp_path)]

    def put(i: int) -> None:
        caches[i % 2].put(str(i), Answer(str(i), "m", i, i))

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(put, range(60)))
    assert all(caches[0].get(str(i)) == Answer(str(i), "m", i, i) for i in range(60))


def test_the_folder_is_the_users(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STANCE_CACHE", str(tmp_path / "own"))
    cache = AnswerCache()
    assert cache.path.parent == tmp_path / "own"
    monkeypatch.delenv("STANCE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    monkeypatch.setenv("HOME", str(tmp_path))
    cache = AnswerCache()
    assert cache.path.is_relative_to(tmp_path)


def test_a_broken_file_is_named_with_the_cure(tmp_path: Path) -> None:
    (tmp_path / "prompts.sqlite3").write_bytes(b"this is no database, however long it may be" * 99)
    with pytest.raises(
        StanceError, match=r"prompts\.sqlite3.*delete that file, or set STANCE_CACHE"
    ):
        AnswerCache(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(StanceError, match="set STANCE_CACHE"):
        AnswerCache(tmp_path / "file")
