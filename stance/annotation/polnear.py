"""PolNeAR as it is published: ``text/NAME.txt``, and ``attributions/NAME_CODER.ann`` of brat's.

Its marks are Source, Cue and Content, and an event of the type Attribution, or
Attribution-no-source, joins them. Discuss and Discard, which its coders marked as well, are left out
with a warning. An article that several coders marked comes once for each.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from stance.annotation.annotated import Annotation
from stance.annotation.brat import read_one
from stance.annotation.folders import Names, file_name, folder_aside, id_of
from stance.annotation.protocol import Format, Reading, Writing, only_articles
from stance.annotation.standoff_writing import lines_of
from stance.annotation.unheld import warn_of_article
from stance.errors import StanceError
from stance.rows import Reject

TEXT: Final = "text"
ATTRIBUTIONS: Final = "attributions"
_NOBODY: Final = "coder"


def _read(path: Path, reading: Reading) -> Iterator[Annotation]:
    if not (path / ATTRIBUTIONS).is_dir() or not (path / TEXT).is_dir():
        raise StanceError(
            f"{path} is no part of PolNeAR: name a folder that holds the folders {TEXT} and "
            f"{ATTRIBUTIONS}, such as data/train"
        )
    for ann in sorted((path / ATTRIBUTIONS).glob("*.ann")):
        stem, _, coder = ann.stem.rpartition("_")
        txt = path / TEXT / f"{stem}.txt"
        if not txt.is_file():
            reason = f"there is no {TEXT}/{stem}.txt: put the text there that it annotates"
            reading.on_reject(Reject(str(ann), None, reason))
        elif (item := read_one(ann, txt, id_of(stem), reading)) is not None:
            yield replace(item, coder=None if coder == _NOBODY else id_of(coder))


def _write(items: Iterable[Annotation], path: Path, writing: Writing) -> int:
    count = 0
    names = Names()
    texts: dict[str, int] = {}
    with folder_aside(path) as folder:
        (folder / TEXT).mkdir()
        (folder / ATTRIBUTIONS).mkdir()
        for item in only_articles(items, "PolNeAR"):
            article = item.article
            text = file_name(article.id)
            coder = file_name(item.coder or _NOBODY).replace("_", "%5F")
            name = names.take(f"{text}_{coder}", article.id)
            if texts.setdefault(text.casefold(), hash(article.text)) != hash(article.text):
                raise StanceError(
                    f"the article {article.id!r} comes with two texts: give one another id"
                )
            warn_of_article(item, writing.on_warning, coder=True)
            (folder / TEXT / f"{text}.txt").write_text(article.text, encoding="utf-8", newline="")
            lines = lines_of(item, writing.on_warning, published=True)
            (folder / ATTRIBUTIONS / f"{name}.ann").write_text(
                "".join(f"{line}\n" for line in lines), encoding="utf-8", newline=""
            )
            count += 1
    return count


POLNEAR = Format("polnear", "PolNeAR as it is published", True, False, True, "", _read, _write)
