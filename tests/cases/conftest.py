"""`pytest tests/cases --cases FILE`: run the worked cases of any file of the same format.

Without `--cases`, our own files are run, and the shared one where it stands beside the repository.
The last line of the run counts the cases; one of a kind that the service does not compute yet is
unsupported, and neither passed nor failed.
"""

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.db.engine import Database
from tests.running.service import Service, serving

OWN = Path(__file__).parents[1] / "data" / "cases"
SHARED = Path(__file__).parents[3] / "shared" / "cases" / "ctc-1998.json"
OUTCOMES = pytest.StashKey[Counter[str]]()
IS_CASE = ("is_case", True)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--cases", type=Path, help="a file of worked cases to run instead of ours")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[OUTCOMES] = Counter()
    config.pluginmanager.register(_Counting(config), "case-counting")


@pytest.fixture(scope="session")
def case_service(
    demonstration_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    """One service for all cases; each that is a whole life is recorded under its own agreement."""
    path = shutil.copy(demonstration_file, tmp_path_factory.mktemp("cases") / "service.db")
    database = Database(f"sqlite:///{path}")
    with serving(database) as running_service:
        yield running_service
    database.dispose()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "case" in metafunc.fixturenames:
        cases = _cases(metafunc.config)
        metafunc.parametrize("case", [pytest.param(case, id=name) for name, case in cases.items()])


def _cases(config: pytest.Config) -> dict[str, dict[str, Any]]:
    """The cases by id; one that two files have alike is run once."""
    asked: Path | None = config.getoption("cases", default=None)
    files = (
        [asked] if asked else [*sorted(OWN.glob("*.json")), *([SHARED] if SHARED.exists() else [])]
    )
    cases: dict[str, dict[str, Any]] = {}
    for path in files:
        for case in json.loads(path.read_text(encoding="utf-8")):
            name = case["id"]
            while name in cases and cases[name] != case:
                name += "+"
            cases[name] = case
    return cases


class _Counting:
    """Counts the outcomes of cases, also those that other processes report, and prints them."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        ended = report.when == "call" or report.outcome != "passed"
        if IS_CASE in report.user_properties and ended:
            outcome = "unsupported" if report.outcome == "skipped" else report.outcome
            self.config.stash[OUTCOMES][outcome] += 1

    def pytest_unconfigure(self) -> None:
        counted = self.config.stash[OUTCOMES]
        terminal = self.config.pluginmanager.get_plugin("terminalreporter")
        if counted and terminal is not None:
            terminal.write_line(
                f"cases: {counted['passed']} passed, {counted['failed']} failed, "
                f"{counted['unsupported']} unsupported, {counted.total()} in all"
            )
