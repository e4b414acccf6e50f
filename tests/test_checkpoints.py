from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
import torch

from stance.checkpoints import Checkpoints


def test_the_last_state_is_read(tmp_path: Path) -> None:
    checkpoints = Checkpoints(tmp_path / "new")
    assert checkpoints.read() is None
    for step in range(5):
        checkpoints.write({"weight": torch.full((2,), float(step))}, {"step": step})
        state = Checkpoints(tmp_path / "new").read()
        assert state is not None
        tensors, record = state
        assert tensors["weight"].tolist() == [step, step]
        assert record == {"step": step}
    assert len(list((tmp_path / "new").iterdir())) == 2


@pytest.mark.parametrize("dies_in", ["safetensors.torch.save_file", "pathlib.Path.replace"])
def test_what_is_killed_while_writing_leaves_the_state_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    checkpoints = Checkpoints(tmp_path)
    checkpoints.write({"weight": torch.zeros(2)}, {"step": 1})

    with monkeypatch.context() as killed:
        killed.setattr(dies_in, Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            checkpoints.write({"weight": torch.ones(2)}, {"step": 2})
    state = checkpoints.read()
    assert state is not None
    assert state[1] == {"step": 1}
    assert state[0]["weight"].tolist() == [0, 0]
    checkpoints.write({"weight": torch.ones(2)}, {"step": 3})
    assert checkpoints.read()[1] == {"step": 3}  # type: ignore[index]
