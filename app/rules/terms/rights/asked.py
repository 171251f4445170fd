"""What every right has that Holders use by asking: a demand, a shelf, a sale off a shelf."""

from typing import Self

from pydantic import PrivateAttr, StrictBool, model_validator

from app.rules.terms.clocks.clock import Conditions, Span
from app.rules.terms.rights.asking import LimitOfUses, WhoMayAsk
from app.rules.terms.rights.effected import Effected
from app.rules.terms.rights.sizes import Size, counts_shares
from app.rules.terms.rights.telling import Inclusion, Telling, ToldOf
from app.rules.terms.vocabulary import ClauseName, Standard, Term, silent


class AskedFor(Term):
    """What a right says of the request by which Holders use it; each of `uses` binds by itself."""

    clause: ClauseName
    notice_to: ToldOf = silent("all")
    who: WhoMayAsk | None = silent(
        description="Who may use this right. Left out: the Requisite Holders; of a shelf, any."
    )
    open: Span | None = silent(
        description="When the right opens and ends, by the day of receipt. Left out: it is open."
    )
    size: Size | None = silent(description="How much must be asked for, or may be. Left out: any.")
    unless: Conditions | None = silent(
        description="Conditions on the day of receipt in which the Company need do nothing. Left "
        "out: none; `form` is one of those open to the Company on that day."
    )
    uses: tuple[LimitOfUses, ...] = silent(
        (), description="How often it may be used: limits of which each binds."
    )
    _place: str = PrivateAttr(default="/demand")

    @property
    def place(self) -> str:
        """Where the right stands in the terms."""
        return self._place

    @property
    def name(self) -> str:
        """The name by which other rights and requests know it."""
        return self._place.rpartition("/")[2]

    @property
    def limits_of_number(self) -> tuple[int, ...]:
        """Every number of uses that may not be passed."""
        return tuple(each.limit for each in self.uses)

    def at(self, place: str) -> Self:
        """The same right, which stands at a place of the terms."""
        found = self.model_copy()
        found._place = place
        return found


class AskedRight(AskedFor):
    """A right that is used by nothing but a request in writing: a demand, a sale off a shelf.

    Without `who` the Requisite Holders may ask.
    """

    effort: Standard
    notice_to_holders: Telling
    join: Inclusion
    with_joiners: StrictBool = silent(
        False,
        description="Whether the shares of Holders who join count towards the `size`, which is "
        "then measured until joining ends.",
    )

    effected: Effected | None = silent(
        description="What makes a use count as effected. Left out: that a demand is effective, as "
        "`effective_registration` and readings have it; that all of a sale off a shelf is sold."
    )

    def effected_clause(self, otherwise: str) -> str:
        """The clause that says what makes it count, where it says so itself."""
        return otherwise if self.effected is None else self.effected.clause or self.clause

    @model_validator(mode="after")
    def _joined_by_somebody(self) -> Self:
        if self.with_joiners and (self.size is None or not counts_shares(self.size)):
            raise ValueError(
                "`with_joiners` adds shares to those of a `size`: a number of shares, a part "
                "of a base other than `held`, or money at the price of the market"
            )
        if self.with_joiners and self.notice_to == "nobody":
            raise ValueError("nobody is told, so that nobody joins: leave `with_joiners` out")
        return self
