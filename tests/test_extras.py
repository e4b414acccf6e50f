from __future__ import annotations

import sys

import pytest

from stance.errors import StanceError
from stance.extras import require


@pytest.mark.parametrize(
    ("extra", "missing"),
    [
        ("neural", "transformers"),
        ("export", "onnxscript"),
        ("tune", "optuna"),
        ("mlflow", "mlflow"),
    ],
)
def test_a_missing_package_is_told_with_its_cure(
    monkeypatch: pytest.MonkeyPatch, extra: str, missing: str
) -> None:
    require(extra)
    monkeypatch.setitem(sys.modules, missing, None)
    with pytest.raises(StanceError, match=rf'{missing} is not .* "stance\[{extra}\]" brings'):
        require(extra)
