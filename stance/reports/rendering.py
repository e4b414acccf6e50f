"""What the pages share: templates that escape, a policy that lets nothing else in, whole files."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path
from typing import IO, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import stance
from stance.errors import StanceError
from stance.reports import figures
from stance.reports.marking import clean


@contextmanager
def page_file(target: Path) -> Iterator[IO[str]]:
    """Open a page for writing; it is there only once it is whole.

    Raises
    ------
    StanceError
        If the target cannot be written, told before any work.
    """
    part = target.with_name(target.name + ".part")
    try:
        part.touch()
    except OSError as error:
        raise _unwritable(target, error) from error
    try:
        try:
            with part.open("w", encoding="utf-8", newline="\n") as file:
                yield file
            part.replace(target)
        except OSError as error:
            raise _unwritable(target, error) from error
    finally:
        part.unlink(missing_ok=True)


def page(
    template: str,
    context: Mapping[str, Any],
    *,
    sheets: Sequence[str] = (),
    scripts: Sequence[str] = (),
    style: str = "",
) -> Iterator[str]:
    """Give a page piece by piece; every text in it is cleaned and escaped.

    Parameters
    ----------
    template
        One that extends ``base.html.jinja``.
    context
        What it shows; a ``title`` at least.
    sheets, scripts
        Style sheets and scripts of ours, beyond those that all pages have.
    style
        Rules that are made for this page.
    """
    sheet = "".join(map(_asset, ("base.css", *sheets))) + style
    start, script = _asset("start.js"), "".join(map(_asset, scripts))
    frame = {
        "policy": _policy((start, script), sheet),
        "script": Markup(script),  # noqa: S704 - ours
        "start": Markup(start),  # noqa: S704 - ours
        "style": Markup(sheet),  # noqa: S704 - ours
        "version": stance.__version__,
    }
    return _environment().get_template(template).generate({**context, **frame})


def rows_fragment(
    heading: str, rows: Sequence[Mapping[str, Any]], notes: Sequence[str] = ()
) -> str:
    """Return rows as HTML for a notebook: a table with a heading, in the notebook's own looks.

    Parameters
    ----------
    heading
        Stands above.
    rows
        All with the same columns; numbers stand to the right.
    notes
        Stand below.
    """
    context = {"heading": heading, "rows": rows, "notes": notes}
    return _environment().get_template("notebook.html.jinja").render(context)


def _asset(name: str) -> str:
    return resources.files("stance.reports").joinpath(name).read_text(encoding="utf-8")


def _policy(scripts: Iterable[str], style: str) -> str:
    """Make the content security policy under which only these scripts and this style work."""
    return (
        f"default-src 'none'; script-src {' '.join(map(_digest, scripts))}; "
        f"style-src {_digest(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("stance.reports", package_path=""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_presentable,
    )
    environment.filters |= {
        "count": "{:,}".format,
        "day": figures.day,
        "link": _link,
        "percent": figures.percent,
        "signed": figures.signed,
        "language": _language,
    }
    return environment


def _presentable(value: object) -> object:
    """Clean every text that the template puts out."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _link(url: str | None) -> str | None:
    """Let through web addresses only: nothing that a click would run."""
    return url if url and url.lower().startswith(("http://", "https://")) else None


def _language(tag: str | None) -> str | None:
    return tag if tag and tag.replace("-", "").isalnum() and tag.isascii() else None


def _digest(source: str) -> str:
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"


def _unwritable(target: Path, error: OSError) -> StanceError:
    return StanceError(
        f"cannot write the report {target}: {error.strerror or error}; "
        "name a file in a folder that exists and that you may write to"
    )
