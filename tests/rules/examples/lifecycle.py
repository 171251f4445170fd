"""A registration of each kind in each state it can be in, and a fact of each kind to come there.

Every state is reached by facts on the record as the guards let them be; what a fact needs (a claim
to be answered, an amendment to be filed) is put on the record before it, where the state lets it.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, Final, TypeAlias

from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.facts.base import Fact
from app.rules.facts.declaration import State
from app.rules.facts.life.lifecycle import LIFECYCLE
from app.rules.record.guards.guards import objections
from app.rules.terms.vocabulary import RegistrationKind
from tests.rules.examples.random_records import HOLDERS, OPENING, TERMS

Json: TypeAlias = dict[str, Any]

SHELF: Final = "the-shelf"
REGISTRATION: Final = "the-registration"


def by_hand(day: str) -> Json:
    return {"method": "personal", "delivered_on": day}


def mailed(day: str) -> Json:
    return {"method": "mail", "sent_on": day}


def letter(day: str, *holders: str, delivery: Json | None = None) -> Json:
    return {
        "requests": [{"holder": each, "shares": 1_000} for each in holders],
        "delivery": delivery or by_hand(day),
    }


def dated(kind: str, day: str, **more: Any) -> Json:
    return {"kind": kind, "occurred_on": day, **more}


def noticed(day: str) -> list[Json]:
    return [{"kind": "notice_given", "holder": each, "delivery": by_hand(day)} for each in HOLDERS]


def demand(*holders: str, delivery: Json | None = None) -> Json:
    return {
        "kind": "demand_received",
        "letters": [letter("1999-03-01", *holders, delivery=delivery)],
        "short_form_qualified": False,
        "underwritten": True,
    }


def shelf(**more: Any) -> Json:
    both = {"conversion_proposed_on": "1999-03-01", "certificate_date": "1999-09-01"}
    return {
        "kind": "shelf_triggered",
        "letters": [letter("1999-03-01", *HOLDERS[:2])],
        **both,
        **more,
    }


def takedown(*holders: str, delivery: Json | None = None) -> Json:
    return {
        "kind": "takedown_requested",
        "shelf": SHELF,
        "letters": [letter("1999-03-01", *holders, delivery=delivery)],
    }


def own(**more: Any) -> Json:
    return dated(
        "registration_determined",
        "1999-03-01",
        purpose="offering",
        initiated_for="company",
        securities="equity",
        solely=True,
        underwritten=True,
        company_shares=1_000,
        **more,
    )


OFFERING = dated("company_offering_commenced", "1999-02-20")
FILED = dated("filed", "1999-04-05", form="S-1")
EFFECTIVE = dated("declared_effective", "1999-05-10")
SOLD = dated("distribution_completed", "1999-06-01")
ENDED = dated("rights_ended", "1999-03-20", signed_by=list(HOLDERS), company_signed=True)
BOTH = HOLDERS[:2]

Recipe: TypeAlias = tuple[list[Json], str]
"""The facts that lead into a state, what sets it going first, and a day on which it is in it."""

ORDINARY: Final[Mapping[State, tuple[list[Json], str]]] = {
    "open": ([], "1999-03-05"),
    "noticed": (noticed("1999-03-02"), "1999-03-05"),
    "joining_closed": (noticed("1999-03-02"), "1999-04-12"),
    "filed": ([FILED], "1999-04-12"),
    "effective": ([FILED, EFFECTIVE], "1999-05-12"),
    "closed": ([FILED, EFFECTIVE, SOLD], "1999-06-03"),
    "terminated": ([ENDED], "1999-03-25"),
}
EXPIRED: Final = ([FILED, EFFECTIVE], "1999-12-20")
WITHDRAWN: Final = ([dated("withdrawn", "1999-03-10")], "1999-03-15")

RECIPES: Final[Mapping[RegistrationKind, Mapping[State, Recipe]]] = {
    "requested": {
        **{state: ([demand(*BOTH), *facts], day) for state, (facts, day) in ORDINARY.items()},
        "received": ([demand(*BOTH, delivery=mailed("1999-03-01"))], "1999-03-02"),
        "refused": ([demand("alpha")], "1999-03-05"),
        "deferred": ([OFFERING, demand(*BOTH)], "1999-03-05"),
        "expired": ([demand(*BOTH), *EXPIRED[0]], EXPIRED[1]),
        "withdrawn": ([demand(*BOTH), *WITHDRAWN[0]], WITHDRAWN[1]),
    },
    "shelf": {
        **{state: ([shelf(), *facts], day) for state, (facts, day) in ORDINARY.items()},
        "expired": (
            [shelf(), *EXPIRED[0], dated("conversion_completed", "1999-09-01")],
            "2000-10-02",
        ),
        "refused": (
            [{"kind": "shelf_triggered", "letters": [letter("1999-03-01", *BOTH)]}],
            "1999-03-05",
        ),
    },
    "takedown": {
        "open": ([takedown(*BOTH)], "1999-03-05"),
        "noticed": ([takedown(*BOTH), *noticed("1999-03-02")], "1999-03-05"),
        "joining_closed": ([takedown(*BOTH), *noticed("1999-03-02")], "1999-04-12"),
        "received": ([takedown(*BOTH, delivery=mailed("1999-03-01"))], "1999-03-02"),
        "refused": ([takedown("alpha")], "1999-03-05"),
        "deferred": ([OFFERING, takedown(*BOTH)], "1999-03-05"),
        "closed": ([takedown(*BOTH), SOLD], "1999-06-03"),
        # With its shelf, a year after the conversion.
        "expired": ([takedown(*BOTH)], "2000-02-01"),
        "withdrawn": ([takedown(*BOTH), *WITHDRAWN[0]], WITHDRAWN[1]),
        "terminated": ([takedown(*BOTH), ENDED], "1999-03-25"),
    },
    "incidental": {
        **{state: ([own(), *facts], day) for state, (facts, day) in ORDINARY.items()},
        "refused": ([own() | {"purpose": "employee_plan"}], "1999-03-05"),
        "expired": ([own(), *EXPIRED[0]], EXPIRED[1]),
        "abandoned": ([own(), dated("abandoned", "1999-03-10")], "1999-03-15"),
    },
}

EFFECTIVE_SHELF: Final = (
    {
        "kind": "shelf_triggered",
        "letters": [letter("1998-11-02", *HOLDERS)],
        "conversion_proposed_on": "1998-11-02",
        "certificate_date": "1999-01-15",
    },
    dated("filed", "1998-12-01", form="S-3"),
    dated("declared_effective", "1999-01-15"),
    dated("conversion_completed", "1999-01-15"),
)
OF_THE_AGREEMENT: Final = ("company_offering_commenced", "rights_ended")


def reached(kind: RegistrationKind, state: State) -> tuple[list[RecordedFact], date]:
    """The record of a registration in a state, and a day on which it is in it."""
    facts, day = RECIPES[kind][state]
    posted: list[tuple[str | None, Json]] = [
        (None, dated(each["kind"], "1998-04-10", **{k: v for k, v in each.items() if k != "kind"}))
        for each in OPENING
    ]
    posted.append((None, dated("preferred_converted", "1998-05-01", holder="alpha", shares=5_000)))
    if kind == "takedown":
        posted += [(SHELF, each) for each in EFFECTIVE_SHELF]
    posted += [(None if each["kind"] in OF_THE_AGREEMENT else REGISTRATION, each) for each in facts]
    record = [
        RecordedFact(f"f{place:03}", registration, ANY_FACT.validate_python(fields))
        for place, (registration, fields) in enumerate(posted)
    ]
    return record, date.fromisoformat(day)


def _named(fact: type[Fact]) -> str:
    return str(fact.model_fields["kind"].default)


def aids(kind: str, day: str) -> Iterator[Json]:
    """What a fact needs on the record before it."""
    if kind in OF_A_CLAIM:
        yield coming("claim_made", day)
    if kind in ("amendment_copy_furnished", "amendment_objected", "amendment_filed"):
        yield coming("amendment_proposed", day)
    if kind == "underwriter_approved":
        yield coming("underwriter_selected", day)
    if kind in ("misstatement_notice_delivered", "old_copies_returned", "new_prospectus_received"):
        yield coming("misstatement_notice_given", day)
    if kind in ("stop_order_lifted", "continuation_elected"):
        yield coming("stop_order", day)
    if kind == "prohibition_lifted":
        yield coming("prohibition_noticed", day)


def with_aids(kind: str, state: State, record: list[RecordedFact], day: date) -> list[RecordedFact]:
    """The record with what the fact needs, as far as that can come in its state.

    It comes the day before, or, where the state does not let it then, as early as it can.
    """
    needed = list(aids(kind, (day - timedelta(days=1)).isoformat()))
    had = {each.fact.kind for each in record}
    needs = LIFECYCLE[next(each for each in LIFECYCLE if _named(each) == kind)].needs
    if needs and state in MAY_BE_FILED and kind != "declared_effective" and "filed" not in had:
        needed.insert(0, dated("filed", "1999-03-01", form="S-1"))
        if state in ("received", "terminated") and kind in NEED_EFFECTIVENESS:
            needed.insert(1, dated("declared_effective", "1999-03-01"))
    if state in MAY_BE_FILED and kind == "declared_effective":
        needed.insert(0, dated("filed", "1999-03-01", form="S-1"))
    found = list(record)
    for place, fields in enumerate(needed):
        new = RecordedFact(f"aid{place}", REGISTRATION, ANY_FACT.validate_python(fields))
        if not objections(new, found, TERMS):
            found.append(new)
    return found


OF_A_CLAIM: Final = (
    "claim_notified",
    "defence_elected",
    "defence_answered",
    "bill_received",
    "payment_made",
    "prejudice_found",
    "fault_found",
    "indemnity_found_unavailable",
    "settlement_proposed",
    "settlement_answered",
    "claim_settled",
    "claim_judged",
)
MAY_BE_FILED: Final = ("received", "refused", "withdrawn", "abandoned", "terminated")
"""States in which a registration may have been filed or not."""
NEED_EFFECTIVENESS: Final = (
    "prohibition_noticed",
    "prohibition_lifted",
    "misstatement_notice_given",
    "misstatement_notice_delivered",
    "old_copies_returned",
    "holder_misstatement_notice",
    "new_prospectus_received",
    "closing_failed",
    "continuation_elected",
    "shares_sold_in_offering",
    "distribution_completed",
    "earnings_statement_available",
)
DELIVERED: Final[Mapping[str, Json]] = {
    "notice_given": {},
    "join_requested": {"shares": 500},
    "procedure_requested": {"procedure": "copies"},
    "amendment_objected": {"amendment": "no-1", "on_compliance_grounds": True},
    "information_requested": {},
    "information_received": {},
    "holdback_notice_given": {},
    "holder_misstatement_notice": {},
    "misstatement_notice_delivered": {},
}
_COMPANY: Final = {"id": "ctc", "role": "company"}
_ALPHA: Final = {"id": "alpha", "role": "holder"}
SAID: Final[Mapping[str, Json]] = {
    "delay_invoked": {"days": 10, "board_judgment": True},
    "maximum_advised": {"shares": 100_000, "in_writing": True},
    "filed": {"form": "S-1"},
    "prohibition_noticed": {"days": 10, "board_judgment": True},
    "stop_order": {"holder_at_fault": False},
    "closing_failed": {"solely_holder": False},
    "shares_sold_in_offering": {
        "seller": "alpha",
        "seller_class": "holders",
        "shares": 10,
        "price": "10.00",
        "discount_per_share": "0.50",
    },
    "expense_incurred": {"expense": "printing", "amount": "10.00"},
    "stage_reached": {"stage": "priced"},
    "damages_paid": {"damages": "late", "holder": "alpha", "payment": "alpha/x/2001-01-01/1"},
    "expense_paid": {"paid_by": "company", "amount": "10.00"},
    "claim_made": {
        "indemnified": _ALPHA,
        "indemnifying": [_COMPANY],
        "basis": "misstatement",
        "law": "securities_act",
        "action_commenced": True,
    },
    "defence_answered": {"party": "ctc", "conflict": False},
    "bill_received": {"cost": "loss", "amount": "10.00"},
    "payment_made": {"party": "ctc", "amount": "10.00"},
    "prejudice_found": {"party": "ctc", "amount": "10.00"},
    "fault_found": {
        "parties": [
            {**each, "fault": 1, "information_share": 0, "fraudulent": False}
            for each in (_ALPHA, _COMPANY)
        ]
    },
    "indemnity_found_unavailable": {"extent": "insufficient"},
    "settlement_proposed": {"party": "ctc", "unconditional_release": True},
    "settlement_answered": {"consented": True},
    "claim_settled": {"party": "ctc", "unconditional_release": True},
    "procedure_performed": {"procedure": "copies"},
    "exemption_claimed": {
        "procedure": "state_qualification",
        "ground": "taxation",
        "matters": ["Ohio"],
    },
    "opinion_delivered": {"dated": "1999-03-02", "topics": ["effectiveness"]},
    "comfort_letter_delivered": {"dated": "1999-03-02", "information_to": "1999-03-01"},
    "drafts_delivered": {"documents": ["draft_registration_statement"]},
    "earnings_statement_available": {"first_day": "1999-06-01", "last_day": "2000-05-31"},
    "amendment_proposed": {"amendment": "no-1", "planned_filing_on": "1999-12-31"},
    "amendment_copy_furnished": {"amendment": "no-1", "holder": "alpha"},
    "amendment_filed": {"amendment": "no-1"},
    "undertaking_required": {"holder": "alpha"},
    "undertaking_received": {"holder": "alpha"},
    "underwriter_selected": {"underwriter": "A Bank"},
    "underwriter_approved": {"underwriter": "A Bank", "holders": ["alpha"]},
    "underwriting_agreement_approved": {"holder": "alpha"},
    "representation_asked": {"holder": "alpha", "about": "himself"},
    "holdback_advised": {"days": 90},
    "old_copies_returned": {"holder": "alpha"},
}


def coming(kind: str, day: str) -> Json:
    """A fact of a kind that comes on a day."""
    claim = {"claim": "doe"} if kind in (*OF_A_CLAIM, "claim_made") else {}
    if kind == "letter_added":
        return {"kind": kind, "letter": letter(day, "gamma")}
    if kind in ("claim_notified", "defence_elected"):
        return {"kind": kind, "party": "ctc", "delivery": by_hand(day), **claim}
    if kind in DELIVERED:
        return {"kind": kind, "holder": "gamma", "delivery": by_hand(day), **DELIVERED[kind]}
    return dated(kind, day, **claim, **SAID.get(kind, {}))
