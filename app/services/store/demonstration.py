"""Example data: the 1998 agreement with its nine Holders, a demand under way and a shelf.

The Holders are those of the agreement. Their positions are invented, chosen so that together they
are plausible for it: 1,333,333 shares by Series A and 133,333 by Warrants.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeAlias

from app.db.engine import Database
from app.db.evidence import chain
from app.errors import AlreadyExists
from app.rules.answers import Detail
from app.rules.facts import ANY_FACT, AgreementMade, BeginningFact, shape_of
from app.services.agreements import agreements
from app.services.agreements.agreements import NewAgreement, NewHolder
from app.services.agreements.templates import template
from app.services.record.posting import Wish
from app.services.registrations import registrations
from app.services.store.practice import (
    ENDING,
    LIVES,
    OF_THE_AGREEMENT,
    PRACTICE,
    REGISTRATIONS,
    TO_BE_ENDED,
)
from app.services.transfer.agreement_document import FORMAT
from app.services.webhooks import subscriptions
from app.services.webhooks.subscriptions import WebhookWanted
from app.services.workspace.clock import this_moment
from app.services.workspace.workspace import LOCAL, Workspace

AGREEMENT, EXAMPLE, IMPORTED = "ctc", "ctc-example", "imported-example"
EXAMPLE_DEMAND, EXAMPLE_SHELF = "ctc-example-demand", "ctc-example-shelf"
EXAMPLE_HOOK, PRACTICE_HOOK = "ctc-example-hook", "ctc-practice-hook"
EXAMPLE_FACT, EXAMPLE_ANSWER = f"{REGISTRATIONS['requested']}-1", f"{EXAMPLE_DEMAND}-2"
"""The ids of the fact that begins the demand to practise on, and of the answer to the other."""
WRITTEN_BY_A_POST = 3
"""What a post writes under an id of its own: a fact, the answer to it, an entry in the audit."""
POSITIONS = {
    "spectrum": (1_200_000, 120_000),
    "doeg-hill": (60_000, 6_000),
    "mochary": (30_000, 3_000),
    "nicholson": (12_000, 1_200),
    "coughlin": (9_000, 900),
    "wang": (7_500, 750),
    "kennealy": (6_000, 600),
    "colo": (5_000, 500),
    "cashin": (3_833, 383),
}
LETTER: dict[str, Any] = {
    "requests": [{"holder": "spectrum", "shares": 400_000}],
    "delivery": {"method": "mail", "sent_on": "1999-02-16"},
}
LIFE: tuple[dict[str, Any], ...] = (
    *(
        {
            "kind": "notice_given",
            "holder": holder,
            "delivery": {"method": "mail", "sent_on": "1999-02-22"},
        }
        for holder in POSITIONS
        if holder != "wang"
    ),
    {
        "kind": "join_requested",
        "holder": "doeg-hill",
        "shares": 50_000,
        "delivery": {"method": "personal", "delivered_on": "1999-03-17"},
    },
    {
        "kind": "join_requested",
        "holder": "mochary",
        "shares": 25_000,
        "delivery": {"method": "mail", "sent_on": "1999-03-15"},
    },
)

DEMAND = {
    "kind": "demand_received",
    "letters": [LETTER],
    "short_form_qualified": False,
    "underwritten": True,
}
SHELF = {
    "kind": "shelf_triggered",
    "conversion_proposed_on": "1999-09-01",
    "certificate_date": "1999-11-01",
    "letters": [
        {
            "requests": [{"holder": "spectrum", "shares": 800000}],
            "delivery": {"method": "personal", "delivered_on": "1999-09-02"},
        }
    ],
}
LIFE_OF_SHELF = (
    {"kind": "filed", "occurred_on": "1999-10-04", "form": "S-3"},
    {"kind": "declared_effective", "occurred_on": "1999-10-27"},
    {"kind": "conversion_completed", "occurred_on": "1999-11-01"},
)

EXAMPLE_JOIN = f"{REGISTRATIONS['requested']}-{1 + WRITTEN_BY_A_POST * len(LIFE)}"


def load(database: Database, now: Callable[[], datetime] = this_moment) -> bool:
    """Load what is missing of the example data; False when all of it was there already."""

    def laid(lay: Callable[["Numbering"], None]) -> bool:
        try:
            lay(lambda name: _numbering(database, now, name))
        except AlreadyExists:
            return False
        return True

    lays = (_not_yet_used, _under_way, _to_practise_on, _to_end, _to_be_told)
    parts = [laid(lay) for lay in lays]
    return any(parts)


Numbering: TypeAlias = Callable[[str], Workspace]


def _not_yet_used(numbering: Numbering) -> None:
    made = _agreement(AGREEMENT, "CTC Communications Corp.")
    agreements.create(numbering(AGREEMENT), made)


def _under_way(numbering: Numbering) -> None:
    made = _agreement(EXAMPLE, "CTC Communications Corp., under way")
    agreements.create(numbering(EXAMPLE), made)
    until = date(1999, 3, 31)
    _live(numbering(EXAMPLE_DEMAND), EXAMPLE, EXAMPLE_DEMAND, DEMAND, LIFE, until)
    until = date(1999, 11, 1)
    _live(numbering(EXAMPLE_SHELF), EXAMPLE, EXAMPLE_SHELF, SHELF, LIFE_OF_SHELF, until)


def _to_practise_on(numbering: Numbering) -> None:
    made = _agreement(PRACTICE, "CTC Communications Corp., to practise on")
    made = replace(
        made,
        overrides={
            "events": {"closing": {"says": "the closing"}},
            "conditions": {"adverse_change": {"says": "the Company's business is worse"}},
            "damages": {
                "late": {
                    "clause": "2(g)",
                    "rights": ["incidental"],
                    "for": {"stopped": {"without": "sales"}},
                    "amount": "7000.00",
                    "to": "each",
                    "per": {"count": 30, "unit": "day"},
                    "accrues": "daily",
                    "cure_day": "excluded",
                }
            },
        },
    )
    agreements.create(numbering(PRACTICE), made)
    for fact in OF_THE_AGREEMENT:
        own = ANY_FACT.validate_python(fact)
        wish = Wish(own.happened_on, Detail.NONE)
        agreements.post_facts(numbering(f"{PRACTICE}-fact"), PRACTICE, [own], wish)
    demand = REGISTRATIONS["requested"]
    selected = {
        "kind": "underwriter_selected",
        "occurred_on": "1999-03-19",
        "underwriter": "An Underwriter & Co.",
    }
    life, until = (*LIFE, selected), date(1999, 3, 31)
    _live(numbering(demand), PRACTICE, demand, DEMAND, life, until)
    for kind, (begun, life, until) in LIVES.items():
        name = REGISTRATIONS[kind]
        _live(numbering(name), PRACTICE, name, begun, life, until)


def _to_end(numbering: Numbering) -> None:
    made = _agreement(TO_BE_ENDED, "CTC Communications Corp., to be ended")
    agreements.create(numbering(TO_BE_ENDED), made)
    own, _, until = LIVES["incidental"]
    for name, begun in ((ENDING["requested"], DEMAND), (ENDING["incidental"], own)):
        _live(numbering(name), TO_BE_ENDED, name, begun, (), until)


def _to_be_told(numbering: Numbering) -> None:
    """Two webhooks, at addresses that will never be anybody's (RFC 6761)."""
    for name in (EXAMPLE_HOOK, PRACTICE_HOOK):
        wanted = WebhookWanted(
            name, "An example", "https://hooks.example/rights", (), EXAMPLE, None, None
        )
        subscriptions.make(numbering(name), wanted)


def _numbering(database: Database, now: Callable[[], datetime], name: str) -> Workspace:
    """A workspace that numbers what it makes, so that the documentation can name it."""
    numbers = count(1)
    return Workspace(database, now, lambda: f"{name}-{next(numbers)}")


def _live(
    workspace: Workspace,
    agreement_id: str,
    registration_id: str,
    begun: Mapping[str, object],
    life: Sequence[Mapping[str, object]],
    as_of: date,
) -> None:
    """Set a registration going and record the facts of its life."""
    beginning = ANY_FACT.validate_python(begun)
    assert isinstance(beginning, BeginningFact)  # noqa: S101  # our own data
    wish = Wish(as_of, Detail.NONE)
    registrations.post_beginning(
        workspace, agreement_id, beginning, registration_id=registration_id, wish=wish
    )
    for fact in life:
        told = ANY_FACT.validate_python(fact)
        registrations.post_facts(workspace, registration_id, [told], wish)


def _agreement(identifier: str, name: str) -> NewAgreement:
    original = template("ctc-1998").terms.original_holders
    return NewAgreement(
        template="ctc-1998",
        id=identifier,
        name=name,
        holders=[
            NewHolder(
                each.id,
                each.name,
                each.entity,
                preferred_as_converted=POSITIONS[each.id][0],
                warrant_shares=POSITIONS[each.id][1],
            )
            for each in original
        ],
    )


def example_document() -> dict[str, Any]:
    """The smallest agreement that can be imported: its making, and who recorded it."""
    terms = template("ctc-1998").terms
    name, made_at = "An imported agreement", datetime(1998, 4, 10, 21, 0, tzinfo=UTC)
    made = AgreementMade(occurred_on=terms.agreement_date, name=name, terms_hash=terms.content_hash)
    payload = made.model_dump(mode="json", exclude_none=True)
    fact: dict[str, Any] = {
        "agreement_id": IMPORTED,
        "position": 1,
        "fact_id": f"{IMPORTED}-1",
        "registration_id": None,
        "kind": made.kind,
        "occurred_on": made.happened_on.isoformat(),
        "recorded_at": chain.instant(made_at),
        "schema_version": shape_of(payload),
        "payload": payload,
        "predecessor": chain.genesis(IMPORTED, name, None),
    }
    fact["hash"] = chain.fact_hash(fact)
    entry: dict[str, Any] = {
        "id": f"{IMPORTED}-2",
        "recorded_at": fact["recorded_at"],
        "actor": LOCAL,
        "request_id": LOCAL,
        "action": "agreement_made",
        "subject": None,
        "agreement_id": IMPORTED,
        "registration_id": None,
        "first_position": 1,
        "last_position": 1,
        "record_hash": fact["hash"],
        "evaluation_id": None,
        "evaluation_hash": None,
    }
    document: dict[str, Any] = {
        "format": FORMAT,
        "format_version": 2,
        "agreement": {"id": IMPORTED, "name": name, "template": None, "version": 1},
        "terms": [{"hash": terms.content_hash, "document": terms.model_dump(mode="json")}],
        "registrations": [],
        "facts": [fact],
        "evaluations": [],
        "audit": [{**entry, "hash": chain.entry_hash(entry)}],
        "head": fact["hash"],
    }
    return {**document, "hash": chain.hash_of(document)}
