"""What a user names as input: files, folders and globs, expanded into files."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from stance.errors import StanceError

_SCHEMES: Final = ("http://", "https://")


def is_address(path: str | Path) -> bool:
    """Tell web addresses from paths."""
    return str(path).lower().startswith(_SCHEMES)


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
        The endings that can be read. In a folder and among what a glob matches, files with others
        are passed over and counted in a note; a file that is named itself must have one of them.
        Below a folder, hidden files and folders are passed over.
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
    try:
        # A file may have a glob's characters in its name: what there is comes first.
        if path.is_dir():
            yield from _fit(_below(path), suffixes, str(path), what, on_note)
        elif path.exists():
            yield _known(path, suffixes)
        elif glob.has_magic(str(name)):
            found = glob.glob(str(name), recursive=True)  # noqa: PTH207 - may be absolute
            if not found:
                raise StanceError(f"no file matches {str(name)!r}")
            yield from _fit(_each(map(Path, found)), suffixes, str(name), what, on_note)
        else:
            raise StanceError(f"{path}: no such file or folder")
    except OSError as error:
        raise StanceError(f"{path} cannot be read: {error.strerror}") from error


def _fit(
    files: Iterator[Path],
    suffixes: Sequence[str],
    name: str,
    what: str,
    on_note: Callable[[str], None] | None,
) -> list[Path]:
    """Sort the files, and leave out those with other endings."""
    # A glob may lead to a file twice: by itself, and by the folder it is in.
    found = sorted(set(files))
    known = [path for path in found if path.suffix.lower() in suffixes]
    if not known:
        raise StanceError(
            f"{name} holds no {what}: it takes files that end in {', '.join(suffixes)}"
        )
    if on_note and len(known) < len(found):
        on_note(f"{len(found) - len(known):,} files in {name} passed over for their endings.")
    return known


def _each(paths: Iterator[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from _below(path)
        else:
            yield path


def _below(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if not hidden and path.is_file():
            yield path


def _known(path: Path, suffixes: Sequence[str]) -> Path:
    if path.suffix.lower() not in suffixes:
        raise StanceError(
            f"{path}: files that end in {path.suffix or 'nothing'} are not read; "
            f"it takes {', '.join(suffixes)}"
        )
    return path
