"""What every rule needs at hand: the terms, the calendars they select, and the working so far."""

from dataclasses import dataclass

from app.rules.almanac import Almanac, almanac_for
from app.rules.readings import Readings
from app.rules.terms import Terms
from app.rules.working import Detail, Working


@dataclass(frozen=True, slots=True)
class Matter:
    """One agreement's terms under consideration, with the working of the answer being made."""

    terms: Terms
    almanac: Almanac
    working: Working

    @property
    def readings(self) -> Readings:
        """The readings in force."""
        return self.terms.readings

    def under(self, terms: Terms) -> "Matter":
        """The same answer being made, of what other terms govern."""
        return Matter(terms, almanac_for(terms.readings), self.working)


def open_matter(terms: Terms, detail: Detail = Detail.FULL) -> Matter:
    """Start an answer under `terms`, with empty working."""
    return Matter(terms, almanac_for(terms.readings), Working(terms.readings, detail))
