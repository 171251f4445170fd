"""The version of the rules: it changes with every rule, and with nothing that is none."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import release
from app.release import RULES_VERSION, version_of

APP = Path(release.__file__).parent


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    for part in ("rules", "templates"):
        shutil.copytree(APP / part, tmp_path / part, ignore=shutil.ignore_patterns("*.pyc"))
    return tmp_path


def version_at(base: Path) -> str:
    return version_of((base / "rules", base / "templates"), base)


def test_is_the_same_wherever_the_source_lies_and_however_its_lines_end(copied: Path) -> None:
    assert version_at(copied) == RULES_VERSION
    for path in copied.rglob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    (copied / "rules" / "__pycache__").mkdir(exist_ok=True)
    (copied / "rules" / "__pycache__" / "notice.pyc").write_bytes(b"compiled")
    assert version_at(copied) == RULES_VERSION


def test_is_the_same_in_another_process(tmp_path: Path) -> None:
    code = "from app.release import RULES_VERSION; print(RULES_VERSION)"
    said = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(APP.parent), "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == RULES_VERSION


@pytest.mark.parametrize(
    "part",
    [
        "rules/notices/receipt.py",
        "rules/values/calendars.py",
        "rules/terms/readings/time.py",
        "templates/ctc-1998.json",
    ],
)
def test_is_another_once_a_part_is(copied: Path, part: str) -> None:
    (copied / part).write_bytes((copied / part).read_bytes() + b"\n")
    assert version_at(copied) != RULES_VERSION


def test_is_another_once_a_part_is_moved_or_taken_away(copied: Path) -> None:
    there, elsewhere = copied / "rules/notices/receipt.py", copied / "rules/notices/received.py"
    there.rename(elsewhere)
    moved = version_at(copied)
    elsewhere.unlink()
    assert len({RULES_VERSION, moved, version_at(copied)}) == 3


def test_is_not_made_from_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="no source"):
        version_of((tmp_path,), tmp_path)
