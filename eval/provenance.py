"""What was judged: fingerprints of the items and of the runs, so that figures can be traced."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import TYPE_CHECKING

import stance
from stance.eval.evaluation import Provenance
from stance.eval.predictions import Prediction
from stance.runs.layout import LAYOUT

if TYPE_CHECKING:
    from stance.runs import Run


def provenance_of(items: Iterable[Prediction], run: Run | None = None) -> Provenance:
    """Say what was judged and by which version; the order of the items does not matter."""
    told: dict[str, str | int | None] = {}
    if run is not None:
        told = {
            "run": run_fingerprint(run),
            "kind": run.info.kind,
            "trained_on": sum(run.info.data.fitted.values()),
            "codebook": f"{run.codebook.name}, version {run.codebook.version}",
        }
    return Provenance(stance=stance.__version__, items=fingerprint(items), **told)  # type: ignore[arg-type]


def run_fingerprint(run: Run) -> str | None:
    """Return the SHA-256 of a run's ``run.json``, which has the checksums of all its files."""
    record = run.path / LAYOUT.info
    # A run that is being made has none yet.
    return sha256(record.read_bytes()).hexdigest() if record.is_file() else None


def fingerprint(items: Iterable[Prediction]) -> str:
    """Return the SHA-256 of the items' ids, golds and, where they are known, texts."""
    digest = sha256()
    for item in sorted(items, key=lambda item: item.id):
        line = json.dumps([item.id, item.gold, item.columns.get("text")], ensure_ascii=False)
        digest.update(line.encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()
