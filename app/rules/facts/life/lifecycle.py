"""The lifecycle as a table: which fact may come in which state of which kind of registration.

Every kind of fact has one row. A cell says that the fact is accepted, that it is accepted and
flagged by a warning in the registration's answers, or that it is refused. Refused is only what
cannot be true beside the other facts of the life, in whichever order they are posted; what the
agreement does not permit or give effect to is recorded and said. The guards read the refusals here
(`life_guards`), the answers the warnings (`life_warnings`), `docs/lifecycle.md` all of it. Nothing
raises.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final, Literal, TypeAlias, get_args

from app.rules.facts.base import FactModel
from app.rules.facts.claims import (
    BillReceived,
    ClaimJudged,
    ClaimMade,
    ClaimNotified,
    ClaimSettled,
    DefenceAnswered,
    DefenceElected,
    FaultFound,
    IndemnityFoundUnavailable,
    PaymentMade,
    PrejudiceFound,
    SettlementAnswered,
    SettlementProposed,
)
from app.rules.facts.life.course import (
    ClosingFailed,
    ConversionCompleted,
    DeclaredEffective,
    DistributionCompleted,
    Filed,
    MisstatementNoticeGiven,
    NewProspectusReceived,
    StopOrder,
    StopOrderLifted,
)
from app.rules.facts.life.participation import (
    Abandoned,
    AdditionsProposed,
    JoinRequested,
    MaximumAdvised,
    NoticeGiven,
    Withdrawn,
)
from app.rules.facts.life.procedures import (
    AmendmentFiled,
    AmendmentObjected,
    AmendmentProposed,
    ComfortLetterDelivered,
    DraftsDelivered,
    EarningsStatementAvailable,
    ExemptionClaimed,
    HoldbackAdvised,
    HoldbackNoticeGiven,
    HoldbackRequired,
    HolderMisstatementNotice,
    InformationReceived,
    InformationRequested,
    Listed,
    MisstatementNoticeDelivered,
    OldCopiesReturned,
    OpinionDelivered,
    ProcedurePerformed,
    ProcedureRequested,
    RepresentationAsked,
    TransferAgentAppointed,
    UndertakingReceived,
    UndertakingRequired,
    UnderwriterApproved,
    UnderwriterSelected,
    UnderwritingAgreementApproved,
    UnderwritingAgreementMade,
)
from app.rules.facts.life.requests import LetterAdded
from app.rules.facts.life.suspension import DelayInvoked, ProhibitionLifted, ProhibitionNoticed
from app.rules.facts.proceeds import ExpenseIncurred, ExpensePaid, SharesSoldInOffering
from app.rules.terms.vocabulary import RegistrationKind

State: TypeAlias = Literal[
    "received",
    "refused",
    "deferred",
    "open",
    "noticed",
    "joining_closed",
    "filed",
    "effective",
    "closed",
    "expired",
    "withdrawn",
    "abandoned",
    "terminated",
]
STATES: Final[tuple[State, ...]] = get_args(State)
KINDS: Final[tuple[RegistrationKind, ...]] = get_args(RegistrationKind)


@dataclass(frozen=True, slots=True)
class Accepted:
    """The fact is recorded and needs no word."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """The fact is recorded, and every answer of the registration warns of it.

    `of` are the kinds of registration of which that is so.
    """

    code: str
    of: tuple[RegistrationKind, ...] = KINDS


@dataclass(frozen=True, slots=True)
class Refused:
    """The fact cannot be true beside the others and is not recorded."""

    code: str


Verdict: TypeAlias = Accepted | Flagged | Refused
ACCEPTED: Final = Accepted()


@dataclass(frozen=True, slots=True)
class Need:
    """A fact that must be on the record by the day of another, or else `verdict`.

    A sale off a shelf has no statement of its own, and no need that is `of_a_statement`. One that
    is needed `by_name` is looked for by the guards of its subject.
    """

    fact: type[FactModel]
    verdict: Flagged | Refused
    says: str
    of_a_statement: bool = False
    by_name: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """What becomes of one kind of fact.

    `of` are the kinds of registration it belongs to; `once` the code if it is on record already.
    `cells` are the states in which it is not simply accepted. On the very day on which a state
    begins the fact may still have come before it, unless it is `strict`. `underwritten` facts
    are flagged where it is said that nothing is underwritten.
    """

    of: tuple[RegistrationKind, ...] = KINDS
    needs: tuple[Need, ...] = ()
    once: str | None = None
    cells: Mapping[State, Flagged | Refused] = field(default_factory=dict)
    strict: frozenset[State] = frozenset()
    underwritten: bool = False


LATE: Final = Flagged("AFTER_THE_END")
NOT_UNDERWRITTEN: Final = Flagged("NOT_UNDERWRITTEN")
WARNINGS: Final[Mapping[str, str]] = {
    "AFTER_THE_END": "the registration had ended on {since}: it has no effect there any more",
    "LETTER_AFTER_EFFECTIVENESS": "the registration was effective on {since}; what is asked after "
    "that is no part of the request",
    "CONDITION_AFTER_EFFECTIVENESS": "the registration was effective on {since}, and a condition "
    "of inclusion can be set and met only before that",
    "UNDERWRITER_AFTER_EFFECTIVENESS": "the registration was effective on {since}; the "
    "underwriter of an offering is selected, and approved by the Holders, before that",
    "REFUSED_BUT_FILED": "the registration was refused, so that nobody was obliged to file",
    "NOTHING_TO_DELAY": "the registration was refused: there was nothing to delay",
    "NOT_UNDERWRITTEN": "the registration is not underwritten: it has no effect",
    "NOTHING_TO_LIFT": "nothing is on record by that day that could be lifted",
    "NO_HOLD": "no notice that the prospectus misleads is on record by that day",
}
"""What each warning of the table says, after the fact and its day."""
SAID_ELSEWHERE: Final[Mapping[str, str]] = {
    "MADE_THOUGH_REFUSED": "the registration was refused and made all the same (QG10)",
}
"""Warnings of the table that other rules give, in their own words."""

_MADE_UNASKED: Final = Flagged("MADE_THOUGH_REFUSED", of=("requested", "shelf", "takedown"))
_ENDS: Final[tuple[State, ...]] = ("closed", "expired", "withdrawn", "abandoned", "terminated")
_GIVEN_UP: Final[tuple[State, ...]] = ("withdrawn", "abandoned", "terminated")
_AFTER_ANY_END: Final[Mapping[State, Flagged]] = dict.fromkeys(_ENDS, LATE)
_AFTER_GIVEN_UP: Final[Mapping[State, Flagged]] = dict.fromkeys(_GIVEN_UP, LATE)
_NOT_TAKEDOWN: Final[tuple[RegistrationKind, ...]] = ("requested", "shelf", "incidental")
_REQUESTED: Final[tuple[RegistrationKind, ...]] = ("requested", "shelf", "takedown")

_ALREADY_EFFECTIVE: Final = Refused("already_effective")
_UNTIL_EFFECTIVE: Final[Mapping[State, Flagged | Refused]] = {
    **_AFTER_ANY_END,
    "effective": _ALREADY_EFFECTIVE,
}
"""What cannot happen once the statement is effective or, off a shelf, the sale is over."""

_FILED: Final = Need(Filed, Refused("not_filed"), "No filing is on record by that day.", True)
_EFFECTIVE: Final = Need(
    DeclaredEffective, Refused("not_effective"), "It is not effective by that day.", True
)
_TO_AMEND: Final = Need(
    Filed,
    Refused("not_filed"),
    "The registration statement is not filed by that day: there is nothing to amend.",
    True,
)
_CLAIMED_ON: Final = Need(
    Filed,
    Refused("not_filed"),
    "No registration statement is on file by that day, and no claim can be based on it.",
    True,
)
_NOTICE_OF_IT: Final = Need(
    MisstatementNoticeGiven,
    Refused("no_notice_given"),
    "No notice that the prospectus misleads is on record by that day.",
)

# A registration statement of its own: a sale off a shelf has the shelf's.
_OF_THE_STATEMENT: Final = Row(of=_NOT_TAKEDOWN, cells=_AFTER_GIVEN_UP)
_OF_A_CLAIM: Final = Row(needs=(Need(ClaimMade, Refused("unknown_claim"), "", by_name=True),))
_PROPOSED: Final = Need(AmendmentProposed, Refused("unknown_amendment"), "", by_name=True)
_SELECTED: Final = Need(UnderwriterSelected, Refused("unknown_underwriter"), "", by_name=True)
_CONDITION: Final = Row(
    cells={**_AFTER_ANY_END, "effective": Flagged("CONDITION_AFTER_EFFECTIVENESS")}
)
_UNDERWRITER: Final = Row(
    cells={**_AFTER_ANY_END, "effective": Flagged("UNDERWRITER_AFTER_EFFECTIVENESS")},
    underwritten=True,
)
_OF_THE_UNDERWRITING: Final = Row(cells=_AFTER_ANY_END, underwritten=True)

LIFECYCLE: Final[Mapping[type[FactModel], Row]] = {
    # --- who asks, and who is told ----------------------------------------------------------
    # After a withdrawal it asks anew, so that the registration is not withdrawn any more.
    LetterAdded: Row(
        of=_REQUESTED,
        cells={
            "closed": LATE,
            "expired": LATE,
            "terminated": LATE,
            "effective": Flagged("LETTER_AFTER_EFFECTIVENESS"),
        },
    ),
    NoticeGiven: Row(cells=_AFTER_ANY_END),
    # Too late for its window, or after effectiveness, it is answered with a reason of its own.
    JoinRequested: Row(cells=_AFTER_ANY_END),
    Withdrawn: Row(cells=_UNTIL_EFFECTIVE, strict=frozenset({"effective", "closed"})),
    # Where the Company may not abandon its registration (QC13), the attempt ends nothing.
    Abandoned: Row(
        of=("incidental",),
        once="already_abandoned",
        cells=_UNTIL_EFFECTIVE,
        strict=frozenset({"effective"}),
    ),
    # --- what is delayed, and how much is sold ----------------------------------------------
    DelayInvoked: Row(
        cells={**_UNTIL_EFFECTIVE, "refused": Flagged("NOTHING_TO_DELAY")},
        strict=frozenset({"effective", "closed"}),
    ),
    AdditionsProposed: Row(of=("requested", "takedown"), cells=_UNTIL_EFFECTIVE),
    MaximumAdvised: Row(
        of=("requested", "takedown", "incidental"), cells=_UNTIL_EFFECTIVE, underwritten=True
    ),
    # --- the statement -----------------------------------------------------------------------
    Filed: Row(
        of=_NOT_TAKEDOWN,
        once="already_filed",
        cells={
            "refused": Flagged("REFUSED_BUT_FILED", of=_REQUESTED),
            "withdrawn": Refused("already_withdrawn"),
            "abandoned": Refused("already_abandoned"),
            "terminated": LATE,
        },
        strict=frozenset({"abandoned"}),
    ),
    DeclaredEffective: Row(
        of=_NOT_TAKEDOWN,
        needs=(_FILED,),
        once="already_effective",
        cells={
            "refused": _MADE_UNASKED,
            "withdrawn": Refused("already_withdrawn"),
            "abandoned": Refused("already_abandoned"),
            "terminated": LATE,
        },
        strict=frozenset({"withdrawn", "abandoned"}),
    ),
    ConversionCompleted: Row(of=("shelf",), once="already_converted"),
    # A prohibition is of sales under the shelf, and is recorded with it. Of a demand it is refused
    # by the agreement, which is an answer; of a sale off the shelf it would be lost to the shelf.
    ProhibitionNoticed: Row(of=_NOT_TAKEDOWN, needs=(_EFFECTIVE,), cells=_AFTER_ANY_END),
    ProhibitionLifted: Row(
        of=("shelf",),
        needs=(Need(ProhibitionNoticed, Flagged("NOTHING_TO_LIFT"), ""),),
        cells=_AFTER_ANY_END,
    ),
    MisstatementNoticeGiven: Row(of=_NOT_TAKEDOWN, needs=(_EFFECTIVE,), cells=_AFTER_ANY_END),
    NewProspectusReceived: Row(
        of=_NOT_TAKEDOWN,
        needs=(_EFFECTIVE, Need(MisstatementNoticeGiven, Flagged("NO_HOLD"), "")),
        cells=_AFTER_GIVEN_UP,
    ),
    # An order can be issued before the statement is effective (3(a)(vii)), and after all is sold.
    StopOrder: Row(of=_NOT_TAKEDOWN, needs=(_FILED,), cells=_AFTER_GIVEN_UP),
    StopOrderLifted: Row(
        of=_NOT_TAKEDOWN,
        needs=(_FILED, Need(StopOrder, Flagged("NOTHING_TO_LIFT"), "")),
        cells=_AFTER_GIVEN_UP,
    ),
    ClosingFailed: Row(needs=(_EFFECTIVE,), cells=_AFTER_GIVEN_UP),
    # Sales beyond the statement, by a stranger to it or after its end are flagged by `sales_made`.
    SharesSoldInOffering: Row(needs=(_EFFECTIVE,), cells=_AFTER_GIVEN_UP),
    DistributionCompleted: Row(
        needs=(_EFFECTIVE,),
        cells={
            "refused": _MADE_UNASKED,
            "expired": LATE,
            "withdrawn": Refused("already_withdrawn"),
            "terminated": LATE,
        },
        strict=frozenset({"withdrawn"}),
    ),
    # --- money: what has accrued survives every end ------------------------------------------
    ExpenseIncurred: Row(),
    ExpensePaid: Row(),
    ClaimMade: Row(needs=(_CLAIMED_ON,)),
    **dict.fromkeys(
        (
            ClaimNotified,
            DefenceElected,
            DefenceAnswered,
            BillReceived,
            PaymentMade,
            PrejudiceFound,
            FaultFound,
            IndemnityFoundUnavailable,
            SettlementProposed,
            SettlementAnswered,
            ClaimSettled,
            ClaimJudged,
        ),
        _OF_A_CLAIM,
    ),
    # --- the steps of Sections 3 to 5 --------------------------------------------------------
    ProcedureRequested: Row(cells=_AFTER_ANY_END),
    ProcedurePerformed: Row(cells=_AFTER_GIVEN_UP),
    ExemptionClaimed: Row(cells=_AFTER_GIVEN_UP),
    TransferAgentAppointed: _OF_THE_STATEMENT,
    Listed: _OF_THE_STATEMENT,
    OpinionDelivered: _OF_THE_STATEMENT,
    ComfortLetterDelivered: _OF_THE_STATEMENT,
    DraftsDelivered: _OF_THE_STATEMENT,
    EarningsStatementAvailable: Row(of=_NOT_TAKEDOWN, needs=(_EFFECTIVE,), cells=_AFTER_GIVEN_UP),
    AmendmentProposed: Row(of=_NOT_TAKEDOWN, needs=(_TO_AMEND,), cells=_AFTER_ANY_END),
    AmendmentObjected: Row(of=_NOT_TAKEDOWN, needs=(_PROPOSED,), cells=_AFTER_ANY_END),
    AmendmentFiled: Row(of=_NOT_TAKEDOWN, needs=(_PROPOSED,), cells=_AFTER_ANY_END),
    InformationRequested: _CONDITION,
    InformationReceived: Row(cells=_AFTER_ANY_END),
    UndertakingRequired: _CONDITION,
    UndertakingReceived: _CONDITION,
    UnderwriterSelected: _UNDERWRITER,
    UnderwriterApproved: replace(_UNDERWRITER, needs=(_SELECTED,)),
    UnderwritingAgreementApproved: _OF_THE_UNDERWRITING,
    UnderwritingAgreementMade: Row(once="already_made", cells=_AFTER_ANY_END, underwritten=True),
    RepresentationAsked: _OF_THE_UNDERWRITING,
    HoldbackRequired: _OF_THE_UNDERWRITING,
    HoldbackAdvised: _OF_THE_UNDERWRITING,
    HoldbackNoticeGiven: _OF_THE_UNDERWRITING,
    HolderMisstatementNotice: Row(of=_NOT_TAKEDOWN, needs=(_EFFECTIVE,), cells=_AFTER_ANY_END),
    MisstatementNoticeDelivered: Row(
        of=_NOT_TAKEDOWN, needs=(_NOTICE_OF_IT,), cells=_AFTER_GIVEN_UP
    ),
    OldCopiesReturned: Row(of=_NOT_TAKEDOWN, needs=(_NOTICE_OF_IT,), cells=_AFTER_GIVEN_UP),
}
"""The row of every kind of fact in the life of one registration.

Facts of the agreement, what sets a registration going, and corrections come in every state: they
belong to no life, and the guards of their own subjects judge them.
"""

_BEHIND: Final[Mapping[State, tuple[State, ...]]] = {
    "effective": ("filed",),
    "closed": ("effective", "filed"),
    "expired": ("effective", "filed"),
}
"""States that lie behind another: what cannot come after the one cannot come after the other."""
_BEFORE_FILING: Final[frozenset[State]] = frozenset(
    {"deferred", "open", "noticed", "joining_closed"}
)
_NEVER_EFFECTIVE: Final[frozenset[State]] = frozenset(
    {*_BEFORE_FILING, "refused", "filed", "withdrawn", "abandoned"}
)
_WITHOUT: Final[Mapping[type[FactModel], frozenset[State]]] = {
    Filed: _BEFORE_FILING,
    ClaimMade: _BEFORE_FILING,
    AmendmentProposed: _BEFORE_FILING,
    DeclaredEffective: _NEVER_EFFECTIVE,
    MisstatementNoticeGiven: _NEVER_EFFECTIVE,
    ProhibitionNoticed: _NEVER_EFFECTIVE,
    StopOrder: _BEFORE_FILING,
}
"""States in which such a fact is not on the record; off a shelf there is no statement."""
_REACHES: Final[Mapping[type[FactModel], State]] = {
    Filed: "filed",
    DeclaredEffective: "effective",
    Abandoned: "abandoned",
}
"""Facts that come once and lead into a state."""


def unreachable(kind: RegistrationKind, state: State) -> bool:
    """Whether no registration of a kind is ever in a state."""
    return state in UNREACHABLE.get(kind, {})


UNREACHABLE: Final[Mapping[RegistrationKind, Mapping[State, str]]] = {
    "requested": {"abandoned": "Only the Company gives up a registration of its own."},
    "shelf": {
        "abandoned": "Only the Company gives up a registration of its own.",
        "deferred": "A standstill suspends demands and takedowns only.",
    },
    "takedown": {
        "abandoned": "Only the Company gives up a registration of its own.",
        "filed": "A sale off a shelf has the shelf's statement.",
        "effective": "A sale off a shelf has the shelf's statement.",
    },
    "incidental": {
        "deferred": "A standstill suspends demands and takedowns only.",
        "withdrawn": "It is the Company's; Holders take back only their own requests.",
    },
}
"""States that a kind of registration is never in, and why."""


def is_met(
    need: Need, kind: RegistrationKind, day: date, on_record: Iterable[tuple[type[FactModel], date]]
) -> bool:
    """Whether what a fact of a day needs is on the record by then."""
    if need.by_name or (need.of_a_statement and kind == "takedown"):
        return True
    return any(fact is need.fact and happened_on <= day for fact, happened_on in on_record)


def cells(row: Row, kind: RegistrationKind, state: State) -> Iterator[Flagged | Refused]:
    """What a row says of a state and of those behind it.

    Off a shelf the sale is what effectiveness is to the others.
    """
    here = row.cells.get(state)
    if here is not None and not (isinstance(here, Flagged) and kind not in here.of):
        yield here
    if kind == "takedown" and state != "closed":
        return
    for each in _BEHIND.get(state, ()):
        found = row.cells.get(each)
        if found is not None and kind == "takedown":
            yield Refused("already_sold") if isinstance(found, Refused) else found
        elif found is not None:
            yield found


def verdict(fact: type[FactModel], kind: RegistrationKind, state: State) -> Verdict:
    """The cell of the table: what becomes of a fact that comes in a state.

    What it needs is taken to be on the record wherever the state lets it be.
    """
    row = LIFECYCLE[fact]
    if kind not in row.of:
        return Refused("not_for_this_kind")
    reached = _REACHES.get(fact)
    if row.once is not None and reached in (state, *_BEHIND.get(state, ())):
        return Refused(row.once)
    for need in row.needs:
        if kind != "takedown" and state in _WITHOUT.get(need.fact, ()):
            return need.verdict
    found = tuple(cells(row, kind, state))
    refused = next((each for each in found if isinstance(each, Refused)), None)
    if refused is not None:
        return refused
    if found:
        return found[0]
    return NOT_UNDERWRITTEN if row.underwritten and kind == "shelf" else ACCEPTED
