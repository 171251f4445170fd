"""A writing that is not acknowledged is never said to be received, nor not to be: 9(b), QA16.

For every kind of fact that holds a delivery, one life is told three times: by fax and acknowledged,
by fax and not in writing (so never duly given), and by fax with nothing said. What the first two
answer differently, the third does not know. Alpha holds 600 shares and Beta 400.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from app.rules.answers.docket.docket import docket_from
from app.rules.answers.either_way import TURNS_ON_IT
from app.rules.answers.evaluation import (
    AgreementIdentity,
    evaluate_agreement,
    evaluate_may_sell,
    evaluate_registration,
)
from app.rules.answers.may_sell.may_sell import Manner
from app.rules.answers.sensitivity import Leaf, leaves
from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.facts.declaration import DECLARED, kind_of
from app.rules.notices.receipt import Delivery
from app.rules.terms import Terms
from tests.api.money.claim_facts import COMPANY, bill, claim, elected, notified, person
from tests.rules.examples.random_records import TERMS

Fields = dict[str, Any]
UNKNOWN = (None, "unknown", "undetermined", "unconfirmed", "performed_perhaps_late", TURNS_ON_IT)
"""What says that something is not known; what was done perhaps late is not said to be late."""
MANNERS: tuple[Manner, ...] = get_args(Manner)


def given(day: str, **said: Any) -> Fields:
    return {"method": "personal", "delivered_on": day} | said


def asks(day: str, **shares: int) -> Fields:
    requests = [{"holder": holder, "shares": number} for holder, number in shares.items()]
    return {"requests": requests, "delivery": given(day)}


HELD = [
    {"kind": "holder_recorded", "occurred_on": "1998-04-10", "holder": holder, "name": holder}
    for holder in ("alpha", "beta")
] + [
    {"kind": "position_stated", "occurred_on": "1998-04-10", "holder": "alpha", "common": 600},
    {"kind": "position_stated", "occurred_on": "1998-04-10", "holder": "beta", "common": 400},
]
DEMAND = {
    "kind": "demand_received",
    "letters": [asks("1999-03-01", alpha=300)],
    "short_form_qualified": False,
}
OWN = {
    "kind": "registration_determined",
    "occurred_on": "1999-03-01",
    "purpose": "offering",
    "initiated_for": "company",
    "securities": "equity",
    "form": "S-1",
    "company_shares": 100,
    "underwritten": True,
}
SHELF = {
    "kind": "shelf_triggered",
    "letters": [asks("1999-01-11", alpha=300)],
    "conversion_proposed_on": "1999-01-11",
    "certificate_date": "1999-03-22",
}


def fact(kind: str, day: str, **more: Any) -> Fields:
    return {"kind": kind, "occurred_on": day, **more}


FILED, EFFECTIVE = fact("filed", "1999-05-03", form="S-1"), fact("declared_effective", "1999-05-14")
IN_IT = {"kind": "join_requested", "holder": "beta", "shares": 100, "delivery": given("1999-03-10")}
TOLD = {"kind": "notice_given", "holder": "beta", "delivery": given("1999-03-02")}
JOINED = (TOLD, IN_IT)


@dataclass(frozen=True)
class Story:
    """A life with one writing in it; the delivery of that is the one at `where`.

    `sale`: a sale off the shelf is under way, and what is no fact of the shelf's is one of its.
    """

    writing: Fields
    begun: Fields = field(default_factory=lambda: DEMAND)
    before: Sequence[Fields] = ()
    after: Sequence[Fields] = ()
    own: bool = False
    where: tuple[Any, ...] = ("delivery",)
    days: Sequence[str] = ("1999-03-20", "1999-06-15")
    readings: Fields = field(default_factory=dict)
    sale: bool = False

    @property
    def terms(self) -> Terms:
        return TERMS.model_copy(
            update={"readings": TERMS.readings.model_copy(update=self.readings)}
        )


def to_beta(kind: str, day: str, **more: Any) -> Fields:
    return {"kind": kind, "holder": "beta", "delivery": given(day), **more}


SUED = claim("1999-05-20", person("alpha", "holder"), COMPANY)
SHELVED = (
    fact("filed", "1999-02-15", form="S-1"),
    fact("declared_effective", "1999-03-15"),
    fact("conversion_completed", "1999-03-25"),
)
PASSED = fact(
    "securities_transferred",
    "1999-02-01",
    holder="beta",
    transferee="gamma",
    transferee_name="Gamma",
    common=400,
    affiliate=True,
    restricted_in_writing=True,
)
MISLED = fact("misstatement_notice_given", "1999-05-20")
PROPOSED = fact("amendment_proposed", "1999-04-05", amendment="one", planned_filing_on="1999-04-20")
BETA_SOLD = fact(
    "shares_sold_in_offering",
    "1999-05-25",
    seller="beta",
    seller_class="holders",
    shares=10,
    price="10",
    discount_per_share="1",
)
ALPHA_SOLD = BETA_SOLD | {"seller": "alpha", "occurred_on": "1999-05-26", "shares": 50}
COUNSEL = fact(
    "expense_incurred", "1999-05-17", expense="holders_counsel", payee="Beta's", amount="900"
)
SUED_BY_COMPANY = claim("1999-05-28", COMPANY, person("alpha", "holder"), person("beta", "holder"))
LOSS = bill("1999-06-01", "1000.00", "loss")
TAKEDOWN = {"kind": "takedown_requested", "shelf": "x", "letters": [asks("1999-04-20", alpha=300)]}
STORIES: Mapping[str, Sequence[Story]] = {
    "notice_given": (
        Story(TOLD, after=(IN_IT | {"delivery": given("1999-03-29")}, FILED, EFFECTIVE)),
        Story(TOLD, OWN, after=(to_beta("notice_given", "1999-03-02", holder="alpha"), FILED)),
        Story(
            TOLD | {"delivery": given("1999-04-02")},
            SHELF,
            before=SHELVED,
            after=(to_beta("join_requested", "1999-04-10", shares=50),),
            days=("1999-04-20", "1999-06-15"),
        ),
    ),
    "join_requested": (
        Story(IN_IT, before=(TOLD,), after=(FILED, EFFECTIVE)),
        Story(IN_IT, OWN, before=(TOLD,), after=(FILED, EFFECTIVE)),
        # 2(d), 6(b): who bears what is asked of those who take part.
        Story(
            IN_IT,
            before=(TOLD,),
            after=(FILED, EFFECTIVE, COUNSEL, ALPHA_SOLD, SUED_BY_COMPANY, LOSS),
        ),
        # 3(c): whether Beta waits too decides when the hold ends.
        Story(
            IN_IT,
            before=(TOLD,),
            after=(
                *(FILED, EFFECTIVE, MISLED),
                fact("new_prospectus_received", "1999-05-28", holder="alpha"),
                *(ALPHA_SOLD, BETA_SOLD),
            ),
            days=("1999-05-29", "1999-11-15"),
        ),
        # A sale off the shelf while the shelf is held.
        Story(
            IN_IT | {"delivery": given("1999-04-24")},
            SHELF,
            before=(*SHELVED, TAKEDOWN, TOLD | {"delivery": given("1999-04-21")}),
            after=(
                *(ALPHA_SOLD | {"occurred_on": "1999-05-19"}, MISLED),
                fact("new_prospectus_received", "1999-05-28", holder="alpha"),
                fact("distribution_completed", "1999-06-10"),
            ),
            days=("1999-05-25", "1999-06-15"),
            sale=True,
        ),
    ),
    "demand_received": (
        Story(DEMAND, {}, where=("letters", 0, "delivery"), after=(*JOINED, FILED, EFFECTIVE)),
    ),
    "shelf_triggered": (Story(SHELF, {}, where=("letters", 0, "delivery"), after=SHELVED),),
    "takedown_requested": (
        Story(
            TAKEDOWN,
            SHELF,
            before=SHELVED,
            where=("letters", 0, "delivery"),
            days=("1999-04-25", "1999-06-15"),
        ),
    ),
    "letter_added": (
        Story(
            {"kind": "letter_added", "letter": asks("1999-03-05", beta=100)},
            before=(TOLD,),
            after=(FILED, EFFECTIVE),
            where=("letter", "delivery"),
        ),
    ),
    "procedure_requested": (
        Story(
            to_beta("procedure_requested", "1999-04-01", procedure="more_shares", shares=50),
            SHELF,
            before=SHELVED,
            after=(fact("procedure_performed", "1999-04-10", procedure="more_shares"),),
            days=("1999-04-05", "1999-06-15"),
        ),
        Story(
            to_beta("procedure_requested", "1999-03-20", procedure="copies"),
            before=JOINED,
            after=(fact("procedure_performed", "1999-04-10", procedure="copies"), FILED),
        ),
    ),
    "information_requested": (
        Story(
            to_beta("information_requested", "1999-03-12"),
            before=JOINED,
            after=(to_beta("procedure_requested", "1999-03-15", procedure="copies"), FILED),
        ),
        Story(
            to_beta("information_requested", "1999-03-12"),
            before=JOINED,
            after=(FILED, EFFECTIVE),
        ),
    ),
    "information_received": (
        Story(
            to_beta("information_received", "1999-03-14"),
            before=(*JOINED, to_beta("information_requested", "1999-03-12")),
            after=(to_beta("procedure_requested", "1999-03-15", procedure="copies"), FILED),
        ),
        Story(
            to_beta("information_received", "1999-03-14"),
            before=(*JOINED, to_beta("information_requested", "1999-03-12")),
            after=(FILED, EFFECTIVE),
        ),
    ),
    "amendment_objected": (
        Story(
            to_beta(
                "amendment_objected",
                "1999-04-10",
                amendment="one",
                on_compliance_grounds=True,
                reasonable=True,
            ),
            before=(*JOINED, fact("filed", "1999-04-01", form="S-1"), PROPOSED),
            after=(fact("amendment_filed", "1999-04-20", amendment="one"),),
            days=("1999-04-15", "1999-06-15"),
        ),
    ),
    "holdback_notice_given": (
        Story(
            to_beta("holdback_notice_given", "1999-04-12"),
            OWN,
            before=(
                *JOINED,
                fact(
                    "holdback_advised",
                    "1999-04-10",
                    days=90,
                    firm_commitment=True,
                    expected_effective_on="1999-05-14",
                ),
            ),
            after=(FILED, EFFECTIVE),
        ),
    ),
    "holder_misstatement_notice": (
        Story(
            to_beta("holder_misstatement_notice", "1999-05-20"),
            before=(*JOINED, FILED, EFFECTIVE),
            after=(fact("new_prospectus_received", "1999-05-30", holder="beta"),),
            days=("1999-05-25", "1999-11-15"),
        ),
        Story(
            to_beta("holder_misstatement_notice", "1999-05-20"),
            before=(*JOINED, FILED, EFFECTIVE),
            after=(MISLED, fact("new_prospectus_received", "1999-05-30")),
            days=("1999-05-25", "1999-11-15"),
        ),
    ),
    "misstatement_notice_delivered": (
        Story(
            to_beta("misstatement_notice_delivered", "1999-05-20", return_old_copies=True),
            before=(*JOINED, FILED, EFFECTIVE, MISLED),
            after=(BETA_SOLD,),
            days=("1999-05-22", "1999-06-15"),
        ),
    ),
    "prohibition_noticed": (
        Story(
            fact(
                "prohibition_noticed",
                "1999-05-20",
                days=30,
                board_judgment=True,
                transaction_considered_from="1999-05-01",
                transaction_considered_until="1999-08-01",
                notices=[{"holder": "alpha", "delivery": given("1999-05-20")}],
            ),
            SHELF,
            before=SHELVED,
            after=(BETA_SOLD | {"seller": "alpha"},),
            where=("notices", 0, "delivery"),
            days=("1999-05-22", "1999-07-15"),
        ),
    ),
    "delay_invoked": (
        Story(
            fact(
                "delay_invoked",
                "1999-03-20",
                days=20,
                board_judgment=True,
                transaction_considered_from="1999-02-01",
                transaction_considered_until="1999-06-01",
                consent=False,
                notices=[{"holder": "alpha", "delivery": given("1999-03-20")}],
            ),
            readings={"delay_requires_notice": True},
            where=("notices", 0, "delivery"),
        ),
    ),
    "claim_notified": (
        Story(
            notified("ctc", given("1999-05-21")),
            before=(FILED, EFFECTIVE, SUED),
            after=(bill("1999-05-25", "100.00"),),
        ),
    ),
    "defence_elected": (
        Story(
            elected("ctc", given("1999-05-22")),
            before=(FILED, EFFECTIVE, SUED, notified("ctc", given("1999-05-21"))),
            after=(
                fact("defence_answered", "1999-05-23", claim="doe", party="ctc", conflict=False)
                | {"counsel_satisfactory": True},
                bill("1999-05-25", "100.00"),
            ),
        ),
    ),
    "rule144_requested": (
        Story(
            to_beta("rule144_requested", "1999-03-05", documents=["latest_report"]),
            own=True,
        ),
    ),
    "address_changed": (
        Story(
            {
                "kind": "address_changed",
                "party": "beta",
                "address": "Y",
                "delivery": given("1999-03-05"),
            },
            own=True,
        ),
    ),
    "assignment_papers_delivered": (
        Story(
            {
                "kind": "assignment_papers_delivered",
                "holder": "gamma",
                "papers": ["notice", "agreement"],
                "delivery": given("1999-02-15"),
            },
            OWN,
            before=(PASSED,),
            after=(to_beta("join_requested", "1999-03-12", holder="gamma", shares=50), FILED),
            own=True,
        ),
        Story(
            {
                "kind": "assignment_papers_delivered",
                "holder": "gamma",
                "papers": ["notice", "agreement"],
                "delivery": given("1999-02-15"),
            },
            {
                "kind": "demand_received",
                "letters": [asks("1999-03-01", alpha=300, gamma=400)],
                "short_form_qualified": False,
            },
            before=(PASSED,),
            own=True,
        ),
    ),
}
"""Of every kind with a delivery, lives in which something turns on its receipt."""


def holds_a_delivery(annotation: Any) -> bool:
    """Whether a delivery stands in a field, or in what the field is made of."""
    if annotation is Delivery:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return any(holds_a_delivery(each.annotation) for each in annotation.model_fields.values())
    return any(holds_a_delivery(part) for part in get_args(annotation))


def test_every_kind_with_a_delivery_has_a_story() -> None:
    """Of a correction the rules see only what then stands."""
    kinds = {
        kind_of(kind)
        for kind, it in DECLARED.items()
        if it.of != "correction" and holds_a_delivery(kind)
    }
    assert set(STORIES) == kinds


def with_delivery(fields: Any, where: Sequence[Any], delivery: Fields) -> Any:
    """The same fact with another delivery in this place."""
    if not where:
        return delivery
    place, *rest = where
    if isinstance(fields, list):
        return [
            with_delivery(each, rest, delivery) if number == place else each
            for number, each in enumerate(fields)
        ]
    return {**fields, place: with_delivery(fields[place], rest, delivery)}


def delivered_on(fields: Any, where: Sequence[Any]) -> str:
    for place in where:
        fields = fields[place]
    return str(fields["delivered_on"])


def recorded(story: Story, **said: Any) -> list[RecordedFact]:
    """The life in which the writing went by fax, and this is said of it."""
    day = delivered_on(story.writing, story.where)
    faxed = {"method": "fax", "sent_on": day, **said}
    writing = with_delivery(story.writing, story.where, faxed)
    facts: list[tuple[str | None, Fields]] = [(None, each) for each in HELD]
    of_sale = {"takedown_requested"}
    if story.sale:
        of_sale |= {"join_requested", "notice_given", "distribution_completed"}
        of_sale |= {"shares_sold_in_offering"}

    def of(fields: Fields) -> str | None:
        if fields["kind"] == "securities_transferred":
            return None
        return "y" if fields["kind"] in of_sale else "x"

    facts += [("x", story.begun)] if story.begun else []
    facts += [(of(each), each) for each in story.before]
    facts.append((None if story.own else of(writing), writing))
    facts += [(of(each), each) for each in story.after]
    return [
        RecordedFact(f"f-{place}", registration, ANY_FACT.validate_python(fields))
        for place, (registration, fields) in enumerate(facts)
    ]


Answers = dict[str, Leaf]


def answers(story: Story, as_of: date, **said: Any) -> Answers:
    """Everything that is answered of a life on a day, by its place."""
    found: Answers = {}
    record, terms = recorded(story, **said), story.terms
    identity = AgreementIdentity("agreement", "The agreement", None, 1)
    state = evaluate_agreement(identity, terms, record, as_of).result
    found |= leaves(state, "agreement")
    begun = {each.registration_id for each in record if each.fact.happened_on <= as_of} - {None}
    for name in sorted(name for name in begun if name):
        asked = evaluate_registration("agreement", name, terms, record, as_of).result
        found |= leaves(asked, name)
    for holder in ("alpha", "beta", "gamma"):
        for manner in MANNERS:
            sale = evaluate_may_sell(terms, record, holder, as_of, manner).result
            found[f"may-sell/{holder}/{manner}"] = sale.may_sell
    return found


def either_way(story: Story, as_of: date) -> tuple[Answers, Answers]:
    """What is answered where the writing was received, and where it never was: worked out once."""
    key = id(story), as_of  # which lives as long as these tests
    if key not in EITHER_WAY:
        sent_on = delivered_on(story.writing, story.where)
        received = answers(story, as_of, acknowledged_on=sent_on)
        EITHER_WAY[key] = received, answers(story, as_of, in_writing=False)
    return EITHER_WAY[key]


EITHER_WAY: dict[tuple[int, date], tuple[Answers, Answers]] = {}


def is_named(path: str) -> bool:
    """Whether a value only names what it is said of, or has no word for what is not known.

    Which is the case of the state in which a registration stands.
    """
    return (path.count("/") == 1 and path.endswith("/state")) or path.endswith("/amendment")


def is_set_aside(path: str, unsaid: Answers) -> bool:
    """Whether what a party owes on a claim is told of as undetermined."""
    undetermined = unsaid.get(path.rsplit("/", 1)[0] + "/undetermined")
    return path.endswith(("/left", "/payable")) and undetermined not in (None, "0.00")


BEGINNINGS = {kind_of(kind) for kind, it in DECLARED.items() if it.of == "beginning"}
"""Of what a request sets going no duties are told while it is open whether it was received."""


def said_though_open(
    unsaid: Answers, received: Answers, never: Answers, *, begins: bool
) -> Iterator[tuple[str, Leaf, Leaf, Leaf]]:
    """Values that the open life says, though the two others do not agree on them."""
    for path in sorted({*received, *never}):
        one, other = received.get(path), never.get(path)
        if one == other or is_named(path) or is_set_aside(path, unsaid):
            continue
        if begins and "/obligations/" in path:
            continue
        in_both = path in received and path in never
        if not in_both and not path.endswith(("/status", "/verdict", "/included")):
            continue
        found = unsaid.get(path, "nothing" if path.endswith("/status") else None)
        if found not in UNKNOWN:
            yield path, found, one, other


CASES = [
    pytest.param(story, day, id=f"{kind}-{place}-{day}")
    for kind, stories in STORIES.items()
    for place, story in enumerate(stories)
    for day in story.days
]


@pytest.mark.parametrize(("story", "day"), CASES)
def test_what_turns_on_its_receipt_is_not_said(story: Story, day: str) -> None:
    as_of = date.fromisoformat(day)
    begins = story.writing["kind"] in BEGINNINGS
    unsaid = answers(story, as_of)
    received, never = either_way(story, as_of)
    assert list(said_though_open(unsaid, received, never, begins=begins)) == []


@pytest.mark.parametrize(("kind", "stories"), STORIES.items())
def test_something_turns_on_it(kind: str, stories: Sequence[Story]) -> None:
    """Without this the law would hold of lives that its writing does not touch."""
    for story in stories:
        received, never = either_way(story, date.fromisoformat(story.days[-1]))
        assert received != never, kind


def test_the_docket_says_the_same() -> None:
    record = recorded(STORIES["information_requested"][0])
    day = date(1999, 3, 20)
    asked = evaluate_registration("agreement", "x", TERMS, record, day).result
    lines = [
        each.obligation
        for each in docket_from(day, TERMS, record)
        if each.registration_id == "x" and each.first_day <= day <= each.last_day
    ]
    assert {each.id: each.status for each in lines} == {
        each.id: each.status for each in asked.obligations
    }
