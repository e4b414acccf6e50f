"""What a user names as input: files, folders and globs, expanded into files."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from stance.errors import StanceError


def expand(
    name: str | Path,
    suffixes: Sequence[str],
    *,
    what: str,
    on_note: Callable[[str], None] | None = None,
) -> Iterator[Path]:
    """Expand a file, a folder (with all below it) or a glob into files, sorted.

    Parameters
    ----------
    name
        What the user wrote.
    suffixes
        The endings that can be read. In a folder, files with others are passed over and counted
        in a note; a file that is named itself must have one of them.
    what
        Names what is looked for in errors: ``articles``.
    on_note
        Called with the note.

    Raises
    ------
    StanceError
        If there is no such file, none that can be read, or it has another ending.
    """
    path = Path(name)
    if path.is_dir():
        yield from _below(path, suffixes, what, on_note)
    elif path.exists():
        yield _known(path, suffixes)
    elif glob.has_magic(str(name)):
        found = sorted(map(Path, glob.glob(str(name), recursive=True)))  # noqa: PTH207 - may be absolute
        if not found:
            raise StanceError(f"no file matches {str(name)!r}")
        for each in found:
            if each.is_dir():
                yield from _below(each, suffixes, what, on_note)
            else:
                yield _known(each, suffixes)
    else:
        raise StanceError(f"{path}: no such file or folder")


def _below(
    folder: Path, suffixes: Sequence[str], what: str, on_note: Callable[[str], None] | None
) -> Iterator[Path]:
    files = sorted(
        path for path in folder.rglob("*") if path.is_file() and not _hidden(path, folder)
    )
    known = [path for path in files if path.suffix.lower() in suffixes]
    if not known:
        raise StanceError(
            f"{folder} holds no {what}: it takes files that end in {', '.join(suffixes)}"
        )
    if on_note and len(known) < len(files):
        on_note(f"{len(files) - len(known):,} files in {folder} passed over for their endings.")
    yield from known


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _known(path: Path, suffixes: Sequence[str]) -> Path:
    if path.suffix.lower() not in suffixes:
        raise StanceError(
            f"{path}: files that end in {path.suffix or 'nothing'} are not read; "
            f"it takes {', '.join(suffixes)}"
        )
    return path
