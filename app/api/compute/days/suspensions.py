"""The right to delay and to prohibit, how it was used and what is left of it: clause 2(g)."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, StrictBool, model_validator
from typing_extensions import override

from app.api.compute.computation import computation
from app.api.compute.demands.earlier_demands import ConditionsGiven, known_from
from app.api.compute.question import (
    Body,
    NoticeGivenTo,
    Positions,
    Question,
    agreed,
    answered_elsewhere,
    example,
    given,
    holdings_of,
    present,
)
from app.errors import Fault, InvalidInput
from app.rules.agreement.consent import Consents, consent_given
from app.rules.catalogue.computations import periods
from app.rules.facts.base import HolderId
from app.rules.facts.life.suspension import ConsideredUntil
from app.rules.notices.receipt import receipt
from app.rules.reasoning.days.runs import Run
from app.rules.reasoning.matter import Matter
from app.rules.reasoning.trace import Sourced, sourced
from app.rules.registrations.suspension.limits import ASKED, ELSEWHERE, Lasting, UseOf
from app.rules.registrations.suspension.occasions import Occasion
from app.rules.registrations.suspension.prohibition import Told
from app.rules.registrations.suspension.suspension import Invocation, Kind, Missing, Undecided
from app.rules.registrations.suspension.uses_made import DelaysBefore
from app.rules.terms import Terms
from app.rules.terms.rights.delays.delays import Delay
from app.rules.terms.rights.delays.limits import NameOfRight
from app.rules.terms.vocabulary import RegistrationKind, Words
from app.rules.values.written_dates import PlainDate

HolderName: TypeAlias = HolderId | Words
Days: TypeAlias = Annotated[int, Field(gt=0, le=3650, strict=True)]


Notices: TypeAlias = Annotated[
    tuple[NoticeGivenTo, ...] | None,
    Field(
        max_length=1000,
        description="Notices to Holders: an empty list says none was given; left out: not known.",
    ),
]


def told_of(
    notices: tuple[NoticeGivenTo, ...] | None, source: str, matter: Matter
) -> tuple[Told, ...] | None:
    """The notices as they reached the Holders; None: not stated."""
    if notices is None:
        return None
    return tuple(_told(each, f"{source}/{place}", matter) for place, each in enumerate(notices))


def _told(notice: NoticeGivenTo, source: str, matter: Matter) -> Told:
    if notice.delivery is None:
        day = notice.received_on
        received = sourced(day, f"{source}/received_on")
        return Told(notice.holder, None, received)
    found = receipt(notice.delivery, matter, f"{source}/delivery")
    return Told(notice.holder, found.given_on, found.received_on, found.flaw)


class EarlierOccasion(Body):
    """An earlier permitted delay or prohibition, and the days it was in effect."""

    invoked_on: PlainDate
    kind: Annotated[
        Kind | None,
        Field(description="Left out: a prohibition, if days in effect are given."),
    ] = None
    in_effect_from: Annotated[
        PlainDate | None,
        Field(
            description="The first day of a prohibition. Left out: it is taken to have ended with "
            "a break before the next."
        ),
    ] = None
    in_effect_to: Annotated[
        PlainDate | None,
        Field(
            description="The last day in effect. Left out: not known, nor then how many days a "
            "prohibition used up."
        ),
    ] = None

    right: Annotated[
        NameOfRight | None,
        Field(
            description="Under which right the registration was: `demand`, a name of `demands`, "
            "`shelf`, `takedown` or `incidental`. Needed where a limit of the terms is of some."
        ),
    ] = None
    same_registration: Annotated[
        StrictBool | None,
        Field(
            description="Whether it was of the registration that is asked about. Needed where a "
            "limit of the terms is of one registration."
        ),
    ] = None

    @model_validator(mode="after")
    def _in_order(self) -> "EarlierOccasion":
        begins = self.in_effect_from or self.invoked_on
        if self.in_effect_to is not None and self.in_effect_to < begins:
            raise ValueError("the last day does not come before the first")
        return self

    def of(self, terms: Terms) -> UseOf:
        """What use it was, for limits of certain uses."""
        kind = self.kind or ("delay" if self.in_effect_from is None else "prohibition")
        several = {"demand"} if self.right in terms.demands else set()
        rights = frozenset(several | ({self.right} if self.right else set()))
        return UseOf(kind, rights, ASKED if self.same_registration else ELSEWHERE)

    def occasion(self, source: str, terms: Terms) -> Occasion:
        """The occasion, sourced to the request."""
        last, begins = self.in_effect_to, self.in_effect_from or self.invoked_on
        return Occasion(
            Sourced(self.invoked_on, f"{source}/invoked_on"),
            sourced(last, f"{source}/in_effect_to"),
            None if last is None else Lasting(self.invoked_on, begins, last),
            self.of(terms),
        )

    def run(self, source: str) -> Run | None:
        """The days on which it prohibited sales; None for a delay or where they are not given.

        If the last of them is not given, it is known of the first only.
        """
        if self.kind == "delay" or self.in_effect_from is None:
            return None
        first = Sourced(self.in_effect_from, f"{source}/in_effect_from")
        last = self.in_effect_to
        return Run(first, first if last is None else Sourced(last, f"{source}/in_effect_to"))

    def may_have_lasted(self, place: int, run: Run | None) -> Undecided | None:
        """That it may have lasted longer than is known; None where its days are known."""
        if run is None or self.in_effect_to is not None:
            return None
        missing = Missing(f"earlier_occasions/{place}/in_effect_to", "prohibition_lifted")
        return Undecided(None, (missing,), run=Run(run.first_day, None))


class OccasionOfDay(EarlierOccasion):
    """An occasion of which only its day is given, and stands for all of it."""

    @override
    def occasion(self, source: str, terms: Terms) -> Occasion:
        return Occasion(Sourced(self.invoked_on, source), of=self.of(terms))


def _by_day(stated: object) -> object:
    if isinstance(stated, str | date):
        return OccasionOfDay.model_validate({"invoked_on": stated})
    return stated


OccasionOrDay: TypeAlias = Annotated[
    EarlierOccasion, BeforeValidator(_by_day, json_schema_input_type=PlainDate | EarlierOccasion)
]
"""An earlier occasion, or only the day on which it was invoked."""


Occasions = Annotated[
    tuple[EarlierOccasion, ...],
    Field(max_length=200, description="Earlier permitted uses of the right. Left out: none."),
]


DaysUsed = Annotated[
    int,
    Field(ge=0, le=3650, strict=True, description="Days of earlier delays of it. Left out: 0."),
]


def enough_for_limits(
    occasions: Sequence[EarlierOccasion], place: str, terms: Terms, *, elsewhere: bool = False
) -> None:
    """InvalidInput where a limit of the terms turns on what is not said of an earlier use."""
    limits = terms.delay.limits if terms.delay else ()
    needed = {
        "kind": any(limit.of for limit in limits),
        "right": any(limit.rights for limit in limits),
        "same_registration": not elsewhere and any(each.per == "registration" for each in limits),
    }
    faults = [
        Fault(
            f"{place}/{number}/{field}",
            "needed_for_limit",
            "A limit of the terms counts only some uses: say this of each earlier one.",
        )
        for number, each in enumerate(occasions)
        for field, is_needed in needed.items()
        if is_needed and getattr(each, field) is None
    ]
    if faults:
        raise InvalidInput(faults)


def used_before(
    occasions: tuple[EarlierOccasion, ...], days: int, kind: Kind, matter: Matter
) -> DelaysBefore:
    """What was used before, sourced to the request."""
    enough_for_limits(occasions, "/earlier_occasions", matter.terms)
    placed = [(f"request:/earlier_occasions/{place}", each) for place, each in enumerate(occasions)]
    if kind == "prohibition" and any(
        each.kind != "delay" and each.in_effect_from is None for each in occasions
    ):
        matter.working.assume(
            "EARLIER_RUNS_ENDED",
            "Earlier prohibitions whose days are not given are taken to have ended with a break "
            "before this one.",
        )
    runs = [each.run(source) for source, each in placed]
    lasting = [
        each.may_have_lasted(place, run)
        for place, (each, run) in enumerate(zip(occasions, runs, strict=True))
    ]
    return DelaysBefore(
        tuple(each.occasion(source, matter.terms) for source, each in placed),
        Sourced(days, "request:/days_used"),
        tuple(run for run in runs if run is not None),
        tuple(each for each in lasting if each is not None) if kind == "prohibition" else (),
    )


class SuspensionQuestion(Question):
    """May the Company delay this registration, or prohibit sales under the shelf?"""

    kind: Kind
    invoked_on: PlainDate
    days: Days
    registration_kind: Annotated[
        RegistrationKind | None,
        Field(description="What is suspended. Left out: one that this use of the right reaches."),
    ] = None
    board_judgment: StrictBool | None = None
    request_received_on: Annotated[
        PlainDate | None, Field(description="Of the registration that is delayed.")
    ] = None
    transaction_considered_from: PlainDate | None = None
    transaction_considered_until: ConsideredUntil = None
    notices: Notices = None
    in_effect_from: Annotated[
        PlainDate | None, Field(description="The first day the notice itself names, if later.")
    ] = None
    earlier_occasions: Occasions = ()
    days_used: DaysUsed = 0
    consent: Annotated[
        StrictBool | None,
        Field(
            description="Whether those whose consent is needed gave it; left out: not known, so "
            "that more days than there are can be neither accepted nor refused."
        ),
    ] = None
    consenting_holders: Annotated[
        tuple[HolderName, ...] | None,
        Field(max_length=1000, description="Instead of `consent`: who consented (QD7)."),
    ] = None
    affected_holders: Annotated[tuple[HolderName, ...] | None, Field(max_length=1000)] = None
    positions: Positions | None = None
    conditions: ConditionsGiven = ()

    @model_validator(mode="after")
    def _consent_once(self) -> "SuspensionQuestion":
        if self.consent is not None and self.consenting_holders is not None:
            raise ValueError("give whether consent was given, or who gave it")
        return self

    def before(self, matter: Matter) -> DelaysBefore:
        """What was used before."""
        return used_before(self.earlier_occasions, self.days_used, self.kind, matter)

    def invocation(self, right: Delay, matter: Matter) -> Invocation:
        """The use of the right, sourced to the request."""
        return Invocation(
            name="asked",
            source="request:",
            kind=self.kind,
            invoked_on=self.invoked_on,
            days=self.days,
            board_judgment=self.board_judgment,
            considered_from=self.transaction_considered_from,
            considered_until=self.transaction_considered_until,
            consent=self._consent(right, matter),
            told=told_of(self.notices, "request:/notices", matter),
            in_effect_from=given(self.in_effect_from, "in_effect_from"),
            registration=self.registration_kind,
            known=known_from(self.conditions, "request:", matter.terms, self.invoked_on),
            registration_id=ASKED,
            rights=self._rights(right, matter.terms),
        )

    def _rights(self, right: Delay, terms: Terms) -> frozenset[str]:
        """Under which right the registration is; it must be said where the terms turn on it."""
        if self.registration_kind is None and any(each.rights for each in right.limits):
            says = "A limit of the terms is of some rights only: say what is suspended."
            raise InvalidInput([Fault("/registration_kind", "needed_for_limit", says)])
        kind = self.registration_kind
        return frozenset() if kind is None else terms.names_of_right(kind)

    def _consent(self, right: Delay, matter: Matter) -> bool | None:
        """Whether those whose consent is needed gave it; None: it is not said."""
        if self.consenting_holders is None:
            return self.consent
        positions = self.positions
        consents = Consents(
            Sourced(tuple(self.consenting_holders), "request:/consenting_holders"),
            given(self.affected_holders, "affected_holders"),
            None if positions is None else holdings_of(positions),
        )
        found = consent_given(consents, right, matter)
        return None if found is None else found.value


@computation(
    "/suspension",
    "May the Company delay, or prohibit sales?",
    example(
        "A prohibition of sixty days, delivered by hand",
        kind="prohibition",
        registration_kind="shelf",
        invoked_on="2000-02-01",
        days=60,
        board_judgment=True,
        transaction_considered_from="2000-01-03",
        notices=[
            {"holder": "spectrum", "delivery": {"method": "personal", "delivered_on": "2000-02-01"}}
        ],
    ),
)
def compute_suspension(asked: SuspensionQuestion, matter: Matter) -> periods.SuspensionResult:
    """Clause 2(g): up to sixty days, twice in any 365 days, for a material transaction.

    Tells whether this use is permitted and, if not, why and from when one would be; for a
    prohibition also its first and last day, from each Holder's receipt of the notice, and the day
    on which sales may resume.
    """
    right = present(matter.terms.delay, "delay")
    return periods.suspension(
        asked.invocation(right, matter),
        given(asked.request_received_on, "request_received_on"),
        asked.before(matter),
        right,
        matter,
    )


class SuspensionBudgetQuestion(Question):
    """What is left of the right to delay and to prohibit?"""

    as_of: PlainDate
    kind: Kind = "prohibition"
    earlier_occasions: Occasions = ()
    days_used: DaysUsed = 0

    def before(self, matter: Matter) -> DelaysBefore:
        """What was used before."""
        return used_before(self.earlier_occasions, self.days_used, self.kind, matter)


@computation(
    "/suspension-budget",
    "How much delay and prohibition is left?",
    example(
        "After two occasions in a year",
        as_of="2000-02-28",
        earlier_occasions=[
            {
                "invoked_on": "1999-03-01",
                "kind": "prohibition",
                "in_effect_from": "1999-03-01",
                "in_effect_to": "1999-04-15",
            },
            {
                "invoked_on": "1999-09-01",
                "kind": "prohibition",
                "in_effect_from": "1999-09-01",
                "in_effect_to": "1999-09-30",
            },
        ],
    ),
)
def compute_suspension_budget(
    asked: SuspensionBudgetQuestion, matter: Matter
) -> periods.SuspensionBudgetResult:
    """The days left, the occasions used in the last 365 days, and the next permitted day."""
    right = present(matter.terms.delay, "delay")
    answered_elsewhere("/delay/limits", right.limits, "ask /v1/compute/suspension")
    agreed(right.max_days, "/delay/max_days")
    on = Sourced(asked.as_of, "request:/as_of")
    return periods.suspension_budget(on, asked.kind, asked.before(matter), right, matter)


COMPUTATIONS = (
    compute_suspension,
    compute_suspension_budget,
)
