"""brat: a folder of .txt files, and beside each an .ann file; offsets are code points."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from stance.annotation.annotated import AnnotatedArticle, Annotation
from stance.annotation.brat_lines import parse
from stance.annotation.folders import Names, file_name, folder_aside, id_of, read_text
from stance.annotation.protocol import Format, Reading, Writing, only_articles
from stance.annotation.standoff import Assembly
from stance.annotation.standoff_writing import lines_of
from stance.annotation.unheld import warn_of_article
from stance.articles import Article
from stance.errors import StanceError
from stance.rows import Reject
from stance.statements import KINDS

_CONFIG: Final = """\
[entities]
Source
Cue
Content

[relations]

[events]
Attribution\tContent:Content, Source?:Source, Cue?:Cue

[attributes]
Kind\tArg:<EVENT>, Value:{kinds}
Nested\tArg:<EVENT>, Value:true|false
{choices}"""


def read_one(ann: Path, txt: Path, name: str, reading: Reading) -> AnnotatedArticle | None:
    """Read a text and its annotations; None where one of the files cannot be read."""
    try:
        text, lines = read_text(txt), read_text(ann).split("\n")
    except StanceError as error:
        reading.on_reject(Reject(str(ann), None, str(error)))
        return None
    found = parse(lines, text, str(ann), on_reject=reading.on_reject, on_warning=reading.on_warning)
    article = Article(id=name, text=text)
    assembly = Assembly(article, str(ann), reading.on_reject, reading.on_warning)
    return AnnotatedArticle(article=article, statements=assembly.statements(found))


def _read(path: Path, reading: Reading) -> Iterator[Annotation]:
    if not path.is_dir() and path.suffix.lower() != ".ann":
        raise StanceError(f"{path} is no file of brat's: name an .ann file, or the folder")
    files = sorted(path.rglob("*.ann")) if path.is_dir() else [path]
    root = path if path.is_dir() else path.parent
    for ann in files:
        txt = ann.with_suffix(".txt")
        if not txt.is_file():
            reason = f"there is no {txt.name} beside it: put the text there that it annotates"
            reading.on_reject(Reject(str(ann), None, reason))
            continue
        name = id_of(ann.relative_to(root).with_suffix("").as_posix())
        if (item := read_one(ann, txt, name, reading)) is not None:
            yield item
    for txt in sorted(path.rglob("*.txt")) if path.is_dir() else ():
        if not txt.with_suffix(".ann").exists():
            reading.on_warning("not-annotated")


def _write(items: Iterable[Annotation], path: Path, writing: Writing) -> int:
    count = 0
    names = Names()
    with folder_aside(path) as folder:
        for item in only_articles(items, "brat"):
            name = names.take(file_name(item.article.id), item.article.id)
            warn_of_article(item, writing.on_warning)
            _put(folder / f"{name}.txt", item.article.text)
            lines = lines_of(item, writing.on_warning)
            _put(folder / f"{name}.ann", "".join(f"{line}\n" for line in lines))
            count += 1
        _put(folder / "annotation.conf", _config(writing))
    return count


def _put(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="")


def _config(writing: Writing) -> str:
    choices = ""
    if codebook := writing.codebook:
        choices = f"Label\tArg:<EVENT>, Value:{'|'.join(codebook.label_names)}\n"
        if codebook.acts:
            choices += f"Act\tArg:<EVENT>, Value:{'|'.join(codebook.act_names)}\n"
    return _CONFIG.format(kinds="|".join(KINDS), choices=choices)


BRAT = Format("brat", "brat stand-off folder", True, False, True, "", _read, _write)
