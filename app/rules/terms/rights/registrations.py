"""Terms of the rights to a registration."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, TypeAlias

from pydantic import Discriminator, Field, PrivateAttr, StrictBool, Tag, model_validator

from app.rules.terms.clocks.clock import Conditions, Span
from app.rules.terms.clocks.moments import Moment
from app.rules.terms.clocks.within import Within
from app.rules.terms.rights.asked import AskedFor, AskedRight
from app.rules.terms.rights.forms import FormName
from app.rules.terms.rights.ranks import Ranks
from app.rules.terms.rights.telling import BeforeFiling, Inclusion, Telling
from app.rules.terms.vocabulary import (
    ClauseName,
    Duty,
    LifetimeLimit,
    Period,
    ReasonCode,
    Standard,
    Term,
    WholeNumber,
    silent,
)
from app.rules.values.written_dates import PlainDate


class Opening(Term):
    """A right that may be used only after a day: that day itself is excluded."""

    clause: ClauseName
    after: PlainDate


class ShortForm(Term):
    """Forms that earn the shorter period."""

    clause: ClauseName
    forms: tuple[FormName, ...]
    effect_within: Within


SellerClass: TypeAlias = Literal["holders", "company", "others", "demanding"]


TierClass: TypeAlias = Literal["holders", "company", "others", "initiators"]


Tiers: TypeAlias = tuple[tuple[TierClass, ...], ...]
"""Who comes first when not all shares fit: the classes of each rank, in order."""


DemandPriority: TypeAlias = Literal[
    "holders_company_others", "holders_then_pari_passu", "company_first"
]


def _ranked_once(
    ranks: object, priorities: Mapping[Any, Tiers], choices: int, suffix: str = ""
) -> None:
    """ValueError unless it is said in one way who comes first when not all shares fit."""
    if ranks is not None and priorities:
        raise ValueError(
            f"`ranks{suffix}` says who comes first: leave `priorities{suffix}` out, which leave it "
            "to a reading"
        )
    if ranks is None and len(priorities) < choices:
        raise ValueError(
            f"say by `ranks{suffix}` who comes first when not all shares fit, or name in "
            f"`priorities{suffix}` each of the {choices} orders between which a reading chooses"
        )


class Demand(AskedRight):
    """The right of the Requisite Holders to have their shares registered.

    `ranks` says who comes first when not all shares fit, Holders among them; without it the text
    is open, and a reading chooses among `priorities`. Without `who` the Requisite Holders may ask;
    `uses` stand in place of `cap`. Without `effect_within` there is no day by which it must be
    effective, only the `effort`; `file_within` is by when the statement must be filed.
    """

    opens: Opening | None = None
    closes_on: PlainDate | None = None
    minimum_shares: WholeNumber | None = None
    cap: LifetimeLimit | None = None
    effect_within: Within | None = None
    short_form: ShortForm | None = None
    standstill: Period | None = None
    standstill_except_forms: tuple[FormName, ...] = ()
    additions_clause: ClauseName
    priorities: Mapping[DemandPriority, Tiers] = silent({})
    ranks: Ranks | None = silent()
    advice_in_writing: Literal[True] | None = silent(
        description="Only written advice of the managing underwriter cuts anybody back by `ranks`."
    )
    only_on_forms: tuple[FormName, ...] = silent(
        (), description="The forms on which alone it is given. Left out: any form."
    )
    file_within: Within | None = silent(
        description="By when the statement for this right is filed, in place of the period of "
        "`registration_statement`."
    )
    keep_effective: Within | None = silent(
        description="How long a statement for this right is kept effective, in place of the period "
        "of `effectiveness`."
    )

    @model_validator(mode="after")
    def _said_once(self) -> "Demand":
        _ranked_once(self.ranks, self.priorities, 3)
        if self.open is not None and (self.opens is not None or self.closes_on is not None):
            raise ValueError("`open` says when the right opens and ends: leave the others out")
        if self.size is not None and self.minimum_shares is not None:
            raise ValueError("`size` says how much must be asked for: leave `minimum_shares` out")
        if self.advice_in_writing and self.ranks is None:
            raise ValueError("`advice_in_writing` is of those who are cut back: say their `ranks`")
        if self.uses and self.cap is not None:
            raise ValueError("`uses` say how often: leave `cap` out")
        if self.short_form is not None and self.effect_within is None:
            raise ValueError("`short_form` shortens `effect_within`: say both, or neither")
        return self

    @property
    def limits_of_number(self) -> tuple[int, ...]:
        """Every number of demands that may not be passed."""
        cap = (self.cap.limit,) if self.cap is not None else ()
        return (*cap, *super().limits_of_number)

    @property
    def effect_clause(self) -> str:
        """The clause that says by when it is effected."""
        return (self.effect_within.clause if self.effect_within else None) or self.clause


ASKED: Final = ("who", "open", "size", "unless", "uses", "only_on_forms")
"""What a right says of the request by which it is used."""


class Shelf(AskedFor):
    """The shelf on which Holders' shares stand ready for sale.

    `trigger` is what calls for it: a Moment, where nobody has to ask, such as a closing. `effort`
    null means that the Company answers for the result. `file_within` and `effect_within` are by
    when the statement is filed and effective. One that Holders ask for may say who may ask, when,
    for how much and how often, as a demand does.
    """

    trigger: Annotated[
        Annotated[Literal["mandatory_conversion", "request"], Tag("is:word")]
        | Annotated[Moment, Tag("is:moment")],
        Discriminator(lambda said: "is:moment" if "." in str(said) else "is:word"),
        Field(
            description="What calls for it: a mandatory conversion, Holders who ask, or a Moment "
            "(`event.closing`, `agreement.dated`, `ipo.effective`): then nobody has to ask."
        ),
    ]
    effort: Standard | None
    notice_to_holders: Telling | None = None
    join: Inclusion | None = None
    covers: Literal["asked", "all"] = silent(
        "asked",
        description="Whose shares it is to cover: those that Holders ask for, or `all` Registrable "
        "Securities on the day that calls for it, though nobody asks.",
    )
    file_within: Within | None = silent(
        description="By when its statement is filed, in place of the period of "
        "`registration_statement`."
    )
    effect_within: Within | None = silent(
        description="By when it is effective. Left out: by the day that a Certificate sets, or no "
        "day is set."
    )
    keep_effective: Within | None = silent(
        description="How long it is kept effective, in place of the period of `shelf_period`. "
        "Where there is none, by the shelf's `effort`, or the standard of `effectiveness`."
    )
    only_on_forms: tuple[FormName, ...] = silent(
        (), description="The forms on which alone it is given. Left out: any form."
    )
    _place: str = PrivateAttr(default="/shelf")

    @model_validator(mode="after")
    def _someone_is_in(self) -> "Shelf":
        told = self.notice_to_holders is not None and self.join is not None
        if self.covers == "asked" and self.notice_to != "nobody" and not told:
            raise ValueError(
                "it covers what Holders ask for: say by `notice_to_holders` and `join` how they "
                'are told and join, or `"covers": "all"`, or `"notice_to": "nobody"`'
            )
        if self.notice_to == "nobody" and (self.notice_to_holders or self.join):
            raise ValueError("nobody is told: leave `notice_to_holders` and `join` out")
        if self.covers == "all" and not self.begins_by_itself:
            raise ValueError("`covers` is `all` where a Moment calls for it, and nobody has to ask")
        return self

    @model_validator(mode="after")
    def _asked_for_by_somebody(self) -> "Shelf":
        said = [name for name in ASKED if getattr(self, name)]
        if said and self.trigger != "request":
            raise ValueError(
                f"`{said[0]}` is of a shelf that Holders ask for: its `trigger` is `request`"
            )
        if self.size is not None and self.who is None:
            raise ValueError('a `size` is of a request of `who` may ask: `{"anyone": true}` is any')
        return self

    @property
    def begins_by_itself(self) -> bool:
        """Whether a Moment calls for it, and nobody has to ask."""
        return "." in self.trigger


TakedownPriority: TypeAlias = Literal["holders_first", "company_first"]


class TakedownCutback(Term):
    """Who is cut in an underwritten sale off the shelf, on the underwriters' advice."""

    clause: ClauseName
    advice_in_writing: StrictBool
    priorities: Mapping[TakedownPriority, Tiers] = silent({})
    ranks: Ranks | None = silent()

    @model_validator(mode="after")
    def _said_once(self) -> "TakedownCutback":
        _ranked_once(self.ranks, self.priorities, 2)
        return self


SecondaryPriority: TypeAlias = Literal["pro_rata_all", "initiators_first"]


def _ranks_or_uncut(value: Any) -> str:
    return "is:uncut" if isinstance(value, str) else "is:ranks"


RanksOrUncut: TypeAlias = Annotated[
    Annotated[Literal["uncut"], Tag("is:uncut")] | Annotated[Ranks, Tag("is:ranks")],
    Discriminator(_ranks_or_uncut),
]


class IncidentalCutback(Term):
    """Who is cut in an incidental registration, on the underwriters' advice.

    `ranks` rank what the Company initiates, and stand in place of `priority`;
    `ranks_initiated_by_others` rank what it did not: without it the text is open, and
    `priorities_initiated_by_others` are the orders of the readings that cut one at all.
    """

    clause: ClauseName
    advice_in_writing: StrictBool
    priority: Tiers | None = silent()
    ranks: Ranks | None = silent(
        description="Who comes first in what the Company initiates, in place of `priority`."
    )
    priorities_initiated_by_others: Mapping[SecondaryPriority, Tiers] = silent({})
    ranks_initiated_by_others: RanksOrUncut | None = silent(
        description="Who comes first in what others initiate; `uncut`: nobody is cut back in it."
    )

    @model_validator(mode="after")
    def _said_once(self) -> "IncidentalCutback":
        _ranked_once(
            self.ranks_initiated_by_others,
            self.priorities_initiated_by_others,
            2,
            suffix="_initiated_by_others",
        )
        if self.ranks is not None and self.priority:
            raise ValueError("`ranks` say who comes first: leave `priority` out")
        return self


class OtherDemands(Term):
    """Registrations demanded by holders of other securities, whose sale Holders may not disturb.

    `only_if_compliant_with` is the clause with which the grant of their right must comply, and
    `breach_reason` the warning when it does not; `reason` is given where no room is left at all.
    """

    clause: ClauseName
    only_if_compliant_with: ClauseName | None = None
    breach_reason: ReasonCode
    reason: ReasonCode


Party: TypeAlias = Literal["company", "holders", "others"]


SecurityKind: TypeAlias = Literal["equity", "debt", "other"]


Purpose: TypeAlias = Literal[
    "offering",
    "employee_plan",
    "merger",
    "acquisition",
    "rule_145",
    "exchange_offer",
    "rights_offering",
    "reinvestment_plan",
    "holders_own_registration",
]


PUBLIC_OFFERINGS: Final[frozenset[Purpose]] = frozenset({"offering", "rights_offering"})
"""The purposes for which securities are offered to the public for money."""


class Exclusion(Term):
    """Registrations that Holders cannot join; `forms` null means on whatever form."""

    clause: ClauseName
    reason: ReasonCode
    purposes: tuple[Purpose, ...]
    forms: tuple[FormName, ...] | None
    solely: StrictBool


class OwnRegistration(Term):
    """The Holders' own registrations, of which another clause already gives them notice."""

    clause: ClauseName
    reason: ReasonCode


class Incidental(Term):
    """The right to join a registration that the Company makes for itself or others."""

    clause: ClauseName
    opens: Opening | None = None
    open: Span | None = silent(
        description="When the right opens and ends, in place of `opens`: tested on the day on "
        "which the registration is determined."
    )
    initiated_for: tuple[Party, ...]
    securities: tuple[SecurityKind, ...]
    exclusions: tuple[Exclusion, ...]
    unless: Conditions | None = silent(
        description="What takes a registration out of the right, on the day on which it is "
        "determined. Left out: nothing but the `exclusions`."
    )
    own_registrations: OwnRegistration | None = None
    other_demands: OtherDemands | None = None
    notice: BeforeFiling | None = silent(
        description="How long before the filing Holders are told; the Company may not file earlier."
    )
    tell: Telling | None = silent(
        description="How Holders are told where no time before the filing is agreed, in place of "
        "`notice`."
    )
    join: Inclusion
    include: Duty
    cutback: IncidentalCutback | None = None
    _place: str = PrivateAttr(default="/incidental")

    @property
    def place(self) -> str:
        """Where the right stands in the terms."""
        return self._place

    @property
    def name(self) -> str:
        """The name by which other parts and facts know it."""
        return self._place.rpartition("/")[2]

    def at(self, place: str) -> "Incidental":
        """The same right, which stands at a place of the terms."""
        found = self.model_copy()
        found._place = place
        return found

    @model_validator(mode="after")
    def _told_once(self) -> "Incidental":
        if self.open is not None and self.opens is not None:
            raise ValueError("`open` says when the right opens and ends: leave `opens` out")
        if (self.notice is None) == (self.tell is None):
            raise ValueError(
                "say by `notice` how long before the filing Holders are told, or by `tell` that "
                "they are told without such a time: one of them"
            )
        return self

    @property
    def notice_clause(self) -> str:
        """The clause by which Holders are told, whether or not before the filing."""
        return self.tell.clause if self.tell is not None else self.lead.clause

    @property
    def lead(self) -> Period:
        """How long before the filing Holders are told, where that is agreed."""
        if self.notice is None:
            raise AssertionError("no time before the filing is agreed")
        return (
            self.notice if isinstance(self.notice, Period) else self.notice.as_period(self.clause)
        )


class StatementDuty(Term):
    """To prepare and file the registration statement: by a standard, by a day, or both."""

    clause: ClauseName
    standard: Standard | None = None
    within: Within | None = None

    @model_validator(mode="after")
    def _measured(self) -> "StatementDuty":
        if self.standard is None and self.within is None:
            raise ValueError("a duty needs a standard or a period")
        return self


class Effectiveness(Term):
    """How long a registration statement is kept effective."""

    clause: ClauseName
    standard: Standard
    keep_effective: Within


class EffectiveRegistration(Term):
    """When a registration counts as effected."""

    clause: ClauseName
    interference_clause: ClauseName
    closing_clause: ClauseName
