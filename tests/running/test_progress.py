"""A long command says how far it has come where somebody looks, and nowhere else."""

from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import count

from app.cli.progress import counted
from app.services.store import upkeep
from app.services.workspace.workspace import open_workspace


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_once_a_second_and_left_clean() -> None:
    seconds = count()
    told = Terminal()
    items = list(counted("abc", "records verified", told, lambda: next(seconds) * 0.6))
    assert items == ["a", "b", "c"]
    assert "\r2 records verified …" in told.getvalue()
    assert told.getvalue().endswith("\r")


def test_a_pipe_is_told_nothing() -> None:
    told = StringIO()
    assert list(counted("abc", "records verified", told)) == ["a", "b", "c"]
    assert told.getvalue() == ""


def test_all_of_a_database_and_of_a_document_are_passed_on_to_be_told(
    demonstration_url: str,
) -> None:
    seen: list[str] = []

    def telling(items: Iterable[str]) -> Iterator[str]:
        for item in items:
            seen.append(item)
            yield item

    workspace = open_workspace(demonstration_url)
    try:
        assert list(upkeep.problems(workspace, telling)) == []
    finally:
        workspace.database.dispose()
    assert "ctc" in seen
    assert "ctc-example" in seen
