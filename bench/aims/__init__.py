"""The aims of the service's cost, each with what was measured of it: what `make bench` prints."""

from dataclasses import dataclass
from typing import TextIO


@dataclass(frozen=True, slots=True)
class Row:
    """One aim: what is measured, in which unit, and how much it should be at most, or at least.

    `measured` is None where it was not measured, and `note` says how to, or more of what was found.
    """

    what: str
    measured: float | None
    aim: float
    unit: str = ""
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the aim is met."""
        if self.measured is None:
            return "-"
        met = self.measured >= self.aim if self.at_least else self.measured <= self.aim
        return "met" if met else "missed"

    def __str__(self) -> str:
        """The row as it stands in the table."""
        sign = ">=" if self.at_least else "<="
        found = "-" if self.measured is None else _written(self.measured)
        aim = f"{sign} {_written(self.aim)}"
        return f"{self.what:56}{aim:>10}{found:>10} {self.unit:5}{self.verdict:8}{self.note}"


HEAD = f"{'':56}{'aim':>10}{'measured':>10}"


def _written(number: float) -> str:
    return f"{number:.0f}" if number >= 100 or number == int(number) else f"{number:.2f}"


def tell(row: Row | str, to: list[TextIO]) -> None:
    """Print a row, or a line beside them, wherever the table goes."""
    for stream in to:
        print(str(row).rstrip(), file=stream, flush=True)
