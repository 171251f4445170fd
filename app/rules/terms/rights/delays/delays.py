"""The Company's right to delay a registration or to stop sales for a while: clause 2(g)."""

from collections.abc import Collection
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, StrictBool, model_validator

from app.rules.terms.clocks.clock import Clock, Conditions
from app.rules.terms.rights.delays.limits import LimitOfDelays, NameOfRight, UseOfDelay
from app.rules.terms.rights.forms import FormName
from app.rules.terms.rights.registrations import Party
from app.rules.terms.vocabulary import ClauseName, Counter, Standard, Term, WholeNumber, silent

Ground: TypeAlias = Literal["board_judgment", "transaction"]
"""What must be so for a use: the judgment of the Board, a transaction that was considered."""


class Stopped(Term):
    """What the Company may stop, by the rights under which the registrations are."""

    registrations: tuple[NameOfRight, ...] = silent(
        (),
        description="Rights whose registrations it may delay: `demand`, `shelf`, `takedown`, "
        "`incidental`, a name of `demands`. Left out: none.",
    )
    sales: tuple[NameOfRight, ...] = silent(
        (),
        description="Rights under whose registrations it may prohibit sales. Left out: none.",
    )


class LockedOut(Term):
    """Registrations that the Company does not file while it delays one of the Holders."""

    initiated_for: Annotated[
        tuple[Party, ...],
        Field(min_length=1, description="For whom they are: `company`, `others`, `holders`."),
    ]
    except_forms: tuple[FormName, ...] = silent(
        (), description="Forms on which it may file all the same. Left out: none."
    )


class Delay(Term):
    """The Company's right to delay a registration or to stop sales for a while.

    `consent_standard` binds Holders asked for more days; null where they may refuse as they like.
    `limits` stand in place of `max_days` and `occasions`, and then `grounds` are said too: what
    must be so for a use. Without `consent_clause` Holders cannot consent to more days.
    """

    clause: ClauseName
    max_days: WholeNumber | None = None
    occasions: Counter | None = None
    limits: tuple[LimitOfDelays, ...] = silent(())
    grounds: tuple[Ground, ...] | None = silent()
    conditions: Conditions | None = silent(
        description="Conditions on the day of the invocation without which there is no delay."
    )
    ends_by: Clock | None = silent(
        description="The day by which a delay has ended, whenever it was invoked."
    )
    stops: Stopped | None = silent(
        description="What may be stopped. Left out: every registration may be delayed (a shelf, as "
        "a reading has it), and sales may be prohibited under a shelf alone."
    )
    locks_out: LockedOut | None = silent(
        description="What the Company does not file for itself or others while it delays."
    )
    prohibition_needs_notice: StrictBool
    consent_clause: ClauseName | None = None
    consent_standard: Standard | None = None

    @model_validator(mode="after")
    def _limited_once(self) -> "Delay":
        if self.limits and (self.max_days is not None or self.occasions is not None):
            raise ValueError("`limits` say how much: leave `max_days` and `occasions` out")
        if not self.limits and (self.max_days is None or self.occasions is None):
            raise ValueError("say by `limits` how often and how long sales or filings may wait")
        if self.limits and self.grounds is None:
            raise ValueError("say in `grounds` what must be so for a use; `[]` is nothing")
        return self

    @property
    def days_each(self) -> int:
        """The days of one registration or run, where no `limits` say them."""
        if self.max_days is None:
            raise AssertionError("the limits say how many days")
        return self.max_days

    @property
    def how_often(self) -> Counter:
        """The occasions, where no `limits` say them."""
        if self.occasions is None:
            raise AssertionError("the limits say how often")
        return self.occasions

    def may_stop(self, use: UseOfDelay, rights: Collection[str]) -> bool | None:
        """Whether such a use reaches what is under these rights; None where nothing is said."""
        if self.stops is None:
            return None
        reached = self.stops.sales if use == "prohibition" else self.stops.registrations
        return not set(reached).isdisjoint(rights)

    def needs(self, ground: Ground) -> bool:
        """Whether a use needs this: both, in a document that says nothing of grounds."""
        return self.grounds is None or ground in self.grounds
