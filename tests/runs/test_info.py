from __future__ import annotations

import json

from stance.runs import LAYOUT, Run


def test_the_schema_of_run_json_is_frozen(run: Run) -> None:
    record = json.loads((run.path / LAYOUT.info).read_text(encoding="utf-8"))
    assert list(record) == [
        "format", "stance", "name", "kind", "seed", "packages", "python", "platform", "git",
        "started", "seconds", "files", "target", "prior", "abstain", "refitted", "seeds", "exported", "labels", "codebook", "data",
    ]  # fmt: skip
    assert record["format"] == 1
    assert list(record["data"]) == [
        "fingerprint", "rows", "articles", "disputes", "labels", "fitted", "training", "held_out",
        "unit",
    ]  # fmt: skip
    assert record["codebook"]["name"] == "posture"
    assert set(record["files"]) == {
        "model/linear.json",
        "model/linear.safetensors",
        "model/terms.json",
    }


def test_the_data_are_counted(run: Run) -> None:
    data = run.info.data
    assert (data.rows, data.articles, data.disputes, data.unit) == (90, 30, 10, "dispute")
    assert data.labels == {"conciliatory": 30, "neutral": 30, "threatening": 30}
    parts = [data.training[label] + data.held_out[label] for label in data.labels]
    assert parts == list(data.labels.values())
    assert data.fitted == data.labels
