"""Where a run comes from: data, versions, revision, time."""

from __future__ import annotations

import hashlib
import json
import platform
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from datetime import datetime
from importlib import metadata
from typing import Any, Final

from stance.labelled import LabelledStatement

PACKAGES: Final = ("numpy", "scikit-learn", "scipy", "skops", "pydantic")


def fingerprint(rows: Sequence[LabelledStatement]) -> str:
    """Return the SHA-256 of rows in canonical form: JSON with sorted keys, in order of their ids."""
    digest = hashlib.sha256()
    for row in sorted(rows, key=lambda row: row.id):
        digest.update(_canonical(row.to_record()) + b"\n")
    return digest.hexdigest()


def run_name(
    started: datetime, kind: str, recipe: Mapping[str, Any], codebook: Mapping[str, Any], data: str
) -> str:
    """Name a run: its time, kind, and four digits that recipe, codebook and data decide."""
    digits = hashlib.sha256(_canonical([recipe, codebook, data])).hexdigest()[:4]
    return f"{started:%Y-%m-%dT%H-%M-%SZ}-{kind}-{digits}"


def versions() -> dict[str, str]:
    """Return the versions of the packages that decide what is predicted."""
    found = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


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


def _canonical(record: Any) -> bytes:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass")
