"""Who may ask for a registration, and how often: where an agreement says so of each right.

`who` is exactly one measure: `anyone`, or a `fraction` `of` all Registrable Securities or of those
of `members` or of a `group`, fully diluted, that those who ask must hold together. With either only
they may ask. A limit of uses counts what was accepted before, of its own right or of those it names
in `of`.
"""

from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import AfterValidator, Discriminator, Tag, model_validator

from app.rules.terms.clocks.clock import NameOfTerm
from app.rules.terms.rights.delays.limits import CalendarWindow, Count, RollingWindow
from app.rules.terms.rights.sizes import ClassHeld, Comparison
from app.rules.terms.vocabulary import (
    ClauseName,
    ExactFraction,
    Identifier,
    Term,
    proper,
    silent,
)


class WhoMayAsk(Term):
    """Who may use a right: any Holder, or Holders of a part together."""

    clause: ClauseName | None = silent()
    members: tuple[Identifier, ...] = silent(())
    group: NameOfTerm | None = silent(
        description="The only Holders who may ask, by the name of their group in `groups`."
    )
    anyone: Literal[True] | None = silent()
    fraction: Annotated[ExactFraction, AfterValidator(proper)] | None = silent()
    of: Literal["registrable", "members", "group", "outstanding", ClassHeld] | None = silent()
    comparison: Comparison | None = silent(alias="is")

    @model_validator(mode="before")
    @classmethod
    def _names_somebody(cls, value: Any) -> Any:
        if isinstance(value, dict) and value.get("members") in ([], ()):
            raise ValueError("`members` names nobody: leave it out, or name the Holders")
        return value

    @model_validator(mode="after")
    def _one_measure(self) -> Self:
        if (self.anyone is None) == (self.fraction is None):
            raise ValueError("say `anyone`, or a `fraction` that those who ask must hold")
        measured = self.of is not None and self.comparison is not None
        if self.fraction is not None and not measured:
            raise ValueError(
                "a fraction is `of` `registrable`, `outstanding`, a class, `members` or the "
                "`group`, and `is` `>` or `>=`"
            )
        if self.anyone and (self.of or self.comparison):
            raise ValueError("`anyone` is not measured: leave `of` and `is` out")
        if self.of == "members" and not self.members:
            raise ValueError("name the `members` of whose shares it is a fraction")
        if self.of == "group" and self.group is None:
            raise ValueError("name the `group` of whose shares it is a fraction")
        if self.group is not None and self.members:
            raise ValueError("name `members` or a `group`, not both")
        if self.fraction == 1 and self.comparison == ">":
            raise ValueError("more than the whole can never ask; `>=` is all of them")
        return self


def _which(value: object) -> str:
    by_year = isinstance(value, CalendarWindow)
    return "is:year" if by_year or (isinstance(value, dict) and "calendar" in value) else "is:days"


WindowOfUses: TypeAlias = Annotated[
    Annotated[RollingWindow, Tag("is:days")] | Annotated[CalendarWindow, Tag("is:year")],
    Discriminator(_which),
]


class LimitOfUses(Term):
    """No more than so many uses of a right, ever or within a `window`.

    `accepted` counts every use that stood when it was made, by the day of receipt; `effected` those
    that count as effected, by the day of effectiveness; `effected_or_pending` also those under way,
    and `pending` those alone.
    """

    clause: ClauseName | None = silent()
    counts: Literal["accepted", "effected", "effected_or_pending", "pending"]
    limit: Count
    per: Literal["holder"] | None = silent(
        description="Of each Holder by itself: a use is one of each who asks for it, and nobody "
        "may ask who has none left. Left out: of all together."
    )
    of: tuple[NameOfTerm, ...] = silent(())
    window: WindowOfUses | None = silent()

    @model_validator(mode="after")
    def _under_way_on_the_day(self) -> Self:
        if self.counts == "pending" and self.window is not None:
            raise ValueError("what is under way is so on the day of the request: no `window`")
        return self
