"""Where a run comes from and goes to: data, versions, revision, time, name."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, Final, Protocol

import stance

PACKAGES: Final = ("numpy", "scikit-learn", "scipy", "pydantic")
NEURAL_PACKAGES: Final = ("numpy", "safetensors", "tokenizers", "torch", "transformers")


class Recorded(Protocol):
    """What has a JSON object."""

    def to_record(self) -> dict[str, Any]:
        """Return it."""
        ...


def fingerprint(rows: Iterable[Recorded], *, key: Callable[[Any], str] = lambda row: row.id) -> str:
    """Return the SHA-256 of rows in canonical form: JSON with sorted keys, in order of their ids."""
    digest = hashlib.sha256()
    for row in sorted(rows, key=key):
        digest.update(canonical(row.to_record()) + b"\n")
    return digest.hexdigest()


def run_name(started: datetime, kind: str, decided_by: Sequence[Any]) -> str:
    """Name a run: its time, kind, and four digits that recipe, data and the like decide."""
    digits = hashlib.sha256(canonical(list(decided_by))).hexdigest()[:4]
    return f"{started:%Y-%m-%dT%H-%M-%SZ}-{kind}-{digits}"


def place(out: str | Path | None, folder: Path, name: str) -> tuple[str, Path]:
    """Return the run's name and its directory: `out` where given, else a new one in `folder`."""
    if out is not None:
        return Path(out).resolve().name, Path(out)
    number, target = 1, folder / name
    while target.exists():
        # Two runs of one second: only small data are that fast.
        number += 1
        target = folder / f"{name}-{number}"
    return target.name, target


def versions(packages: Sequence[str] = PACKAGES) -> dict[str, str]:
    """Return the versions of the packages that decide what is predicted."""
    found = {}
    for name in packages:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def packages_of(kind: str) -> tuple[str, ...]:
    """Name the packages that decide what a classifier of a kind predicts."""
    match kind:
        case "transformer" | "zeroshot":
            return NEURAL_PACKAGES
        case "embedding" | "fewshot" | "blend":
            return tuple(sorted({*PACKAGES, *NEURAL_PACKAGES}))
        case _:
            return PACKAGES


def provenance(started: datetime, packages: Sequence[str] = PACKAGES) -> dict[str, Any]:
    """Return what every run says of where it comes from; it ends now."""
    return {
        "stance": stance.__version__,
        "packages": versions(packages),
        "python": platform.python_version(),
        "platform": machine(),
        "git": git_revision(),
        "started": started.isoformat(timespec="seconds"),
        "seconds": round((datetime.now(UTC) - started).total_seconds(), 1),
    }


def machine() -> str:
    """Name the platform: system, processor."""
    return f"{platform.system()} {platform.machine()}"


def git_revision() -> str | None:
    """Return the revision of the working directory, marked where it is changed; None without git."""
    git = shutil.which("git")
    if git is None:
        return None
    command = [git, "describe", "--always", "--abbrev=40", "--dirty", "--exclude=*"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.strip() or None


def canonical(record: Any) -> bytes:
    """Return plain data as JSON with sorted keys: the same data, the same bytes."""
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")


def write_json(record: Any, path: Path) -> None:
    """Write plain data, for people to read too."""
    path.write_text(json.dumps(record, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
