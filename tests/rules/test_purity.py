"""The rules ask nothing of the machine. What they may not import is held by `lint-imports`."""

import ast
from pathlib import Path

import pytest

from app import rules

FOLDER = Path(rules.__file__).parent
BUILT_IN = {"__import__", "breakpoint", "compile", "eval", "exec", "input", "open", "print"}
OF_THE_CLOCK = {"now", "today", "utcnow", "fromtimestamp"}
OF_FILES = {"open", "read_bytes", "read_text", "write_bytes", "write_text"}


def asked_of_the_machine(source: str) -> list[str]:
    """The calls in a module that read a file or a clock, or run what is given as text."""
    called = [node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    names = [each.id for each in called if isinstance(each, ast.Name)]
    methods = [each.attr for each in called if isinstance(each, ast.Attribute)]
    return [
        *(name for name in names if name in BUILT_IN),
        *(name for name in methods if name in OF_THE_CLOCK | OF_FILES),
    ]


def test_no_rule_asks_the_clock_or_reads_a_file() -> None:
    asked = {
        path.relative_to(FOLDER).as_posix(): asked_of_the_machine(path.read_text(encoding="utf-8"))
        for path in FOLDER.rglob("*.py")
    }
    assert {name: calls for name, calls in asked.items() if calls} == {}


@pytest.mark.parametrize(
    "source",
    ["open('terms.json')", "date.today()", "datetime.now(UTC)", "Path('terms').read_text()"],
)
def test_it_would_be_seen(source: str) -> None:
    assert asked_of_the_machine(source)
