"""A long command says how far it has come where somebody looks, and nowhere else."""

from io import StringIO
from itertools import count

from app.cli.progress import counted


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
