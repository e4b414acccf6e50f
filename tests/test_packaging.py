"""The house: what is installed is what the design says, and it starts fast."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata, resources
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = {
    "stance": "stance",
    "training": "stance/training",
    "eval": "stance/eval",
    "data": "stance/data",
}
HEAVY = {
    "datasets", "jinja2", "matplotlib", "numpy", "pandas", "pyarrow", "pydantic", "rich", "scipy",
    "sklearn", "torch", "trafilatura", "transformers",
}  # fmt: skip


def loaded_by(code: str) -> set[str]:
    """Name the top-level modules that a fresh interpreter holds after the code."""
    report = "import sys; print(*{name.partition('.')[0] for name in sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{report}"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.splitlines()[-1].split())


def test_help_imports_nothing_heavy() -> None:
    code = "from stance.cli import main\nmain(['--help'], standalone_mode=False)"
    assert not loaded_by(code) & HEAVY


@pytest.mark.parametrize("command", ["score", "train", "evaluate", "runs", "demo", "extraction"])
def test_the_help_of_a_command_imports_nothing_heavy(command: str) -> None:
    code = f"from stance.cli import main\nmain(['{command}', '--help'], standalone_mode=False)"
    assert not loaded_by(code) & HEAVY


def test_the_help_of_a_command_in_a_group_imports_nothing_heavy() -> None:
    code = (
        "from stance.cli import main\n"
        "main(['extraction', 'evaluate', '--help'], standalone_mode=False)"
    )
    assert not loaded_by(code) & HEAVY


def test_importing_stance_imports_nothing_heavy() -> None:
    assert not loaded_by("import stance") & HEAVY


def test_every_name_that_stance_promises_is_there() -> None:
    import stance

    for name in stance.__all__:
        assert getattr(stance, name) is not None
    assert set(stance.__all__) <= set(dir(stance))


def test_a_name_that_it_does_not_promise_is_an_attribute_error() -> None:
    import stance

    with pytest.raises(AttributeError, match="no attribute 'sentiment'"):
        _ = stance.sentiment


def test_every_package_folder_is_listed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    listed = set(project["tool"]["setuptools"]["packages"])
    folders = {
        ".".join((name.replace("/", "."), *path.parent.relative_to(ROOT / room).parts))
        for room, name in ROOMS.items()
        for path in (ROOT / room).rglob("__init__.py")
    }
    assert folders == listed


def test_the_version_stands_in_one_form() -> None:
    import stance

    assert metadata.version("stance") == stance.__version__


@pytest.mark.parametrize(
    ("package", "name"),
    [
        ("stance", "py.typed"),
        ("stance.codebooks", "posture.toml"),
        ("stance.extraction.languages", "en/cues.toml"),
        ("stance.extraction.languages", "es/places.tsv"),
        ("stance.reports", "base.html.jinja"),
        ("stance.reports", "macros.html.jinja"),
        ("stance.reports", "extraction.html.jinja"),
        ("stance.reports", "extraction.css"),
        ("stance.reports", "cases.js"),
        ("stance.training.recipes", "linear.toml"),
        ("stance.data", "statements.jsonl"),
        ("stance.data", "README.md"),
    ],
)
def test_the_files_that_code_reads_are_installed(package: str, name: str) -> None:
    assert (resources.files(package) / name).is_file()


@pytest.mark.slow
def test_the_wheel_holds_every_file_under_one_name(tmp_path: Path) -> None:
    # A copy, since setuptools leaves its build folder in the tree it builds.
    copy = tmp_path / "copy"
    for name in (*ROOMS, "pyproject.toml", "README.md", "LICENSE"):
        source = ROOT / name
        copy.mkdir(exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy)
    pip = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--wheel-dir", tmp_path, copy], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"stance"}
    for room, home in ROOMS.items():
        for path in (ROOT / room).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"{home}/{path.relative_to(ROOT / room).as_posix()}" in names, path
