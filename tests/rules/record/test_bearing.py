"""A fact that does not bear on a registration changes no byte of what that answers and owes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random
from typing import Any

import pytest
from pydantic import TypeAdapter

from app.rules.answers.docket.docket import StandingObligation, docket_from
from app.rules.answers.evaluation import evaluate_registration
from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.reasoning.trace import Detail
from app.rules.record import open_record
from app.rules.record.bearing import bearing_on, borne_on, facts_bearing_on
from app.rules.record.lives.left_open import questions
from app.rules.terms import Terms, with_readings
from tests.rules.examples.random_records import (
    LAST,
    TERMS,
    begun,
    crowded_record,
    moving_record,
    random_record,
)

Facts = Sequence[RecordedFact]
ANY: TypeAdapter[Any] = TypeAdapter(object)
RECORDS = 1
KINDS_OF_RECORD: dict[str, Callable[[Random], list[RecordedFact]]] = {
    "random": random_record,
    "moving": moving_record,
    "crowded": crowded_record,
}
READ = {
    "as usual": TERMS,
    "takedowns count": with_readings(TERMS, {"takedown_counts": True}),
    "inclusion counts": with_readings(TERMS, {"min_inclusion_pct_to_count": 50}),
    "a standstill refuses": with_readings(TERMS, {"standstill_effect": "refuse"}),
}


def told(terms: Terms, facts: Facts, name: str, day: date = LAST) -> bytes | None:
    """The whole answer about a registration with its working, but for the list of readings."""
    try:
        answer = evaluate_registration("agreement", name, terms, facts, day, Detail.FULL)
    except KeyError:
        return None
    return ANY.dump_json(replace(answer, readings=()))


def owed(terms: Terms, facts: Facts, of: frozenset[str | None]) -> list[str]:
    """What some registrations (None: the agreement itself) owe, line by line, through all days."""
    joined: dict[tuple[str | None, str], list[StandingObligation]] = {}
    for line in docket_from(date.min, terms, facts, of):
        lines = joined.setdefault((line.registration_id, line.obligation.id), [])
        before = lines[-1] if lines else None
        if before and before.obligation == line.obligation and next_to(before, line):
            lines[-1] = replace(before, last_day=line.last_day)
        else:
            lines.append(line)
    return sorted(repr(line) for lines in joined.values() for line in lines)


def next_to(before: StandingObligation, line: StandingObligation) -> bool:
    return line.first_day.toordinal() - before.last_day.toordinal() == 1


@dataclass(repr=False)
class Answered:
    """What is told and owed by some of one record's facts, worked out once for the same of them."""

    terms: Terms
    known: dict[tuple[tuple[str, ...], object], object] = field(default_factory=dict)

    def told(self, facts: Facts, name: str) -> object:
        return self._once(facts, name, lambda: told(self.terms, facts, name))

    def owed(self, facts: Facts, name: str | None) -> object:
        of = frozenset({name})
        return self._once(facts, of, lambda: owed(self.terms, facts, of))

    def _once(self, facts: Facts, asked: object, work: Callable[[], object]) -> object:
        key = tuple(each.id for each in facts), asked
        if key not in self.known:
            self.known[key] = work()
        return self.known[key]


@pytest.mark.random_records
@pytest.mark.parametrize(
    ("kind", "read"),
    [*(("random", read) for read in READ), ("moving", "as usual"), ("crowded", "as usual")],
)
def test_what_does_not_bear_on_a_registration_changes_nothing_of_it(kind: str, read: str) -> None:
    terms = READ[read]
    for seed in range(RECORDS):
        random = Random(f"{kind} {seed}")
        facts = KINDS_OF_RECORD[kind](random)
        answered = Answered(terms)
        for fact in random.sample([each for each in facts if each.registration_id], 2):
            rest = [each for each in facts if each is not fact]
            borne = borne_on(terms, rest, facts)
            for name in (each for each in (None, *begun(facts)) if each not in borne):
                assert answered.owed(facts, name) == answered.owed(rest, name), (seed, fact, name)
                if name is not None:
                    now, before = (answered.told(each, name) for each in (facts, rest))
                    assert now == before, (seed, fact, name)
            of_what_is_owed = borne_on(terms, rest, facts, owed_alone=True)
            for name in (each for each in begun(facts) if each not in of_what_is_owed):
                assert answered.owed(facts, name) == answered.owed(rest, name), (seed, fact, name)


# --- records made for it, in which much hangs together ------------------------------------------


Fields = dict[str, Any]


def asked(day: str, method: str = "personal") -> Fields:
    """A letter of two of the three Holders, who are a majority together."""
    sent = {"delivered_on": day} if method == "personal" else {"sent_on": day}
    requests = [{"holder": each, "shares": 100_000} for each in ("alpha", "beta")]
    return {"letters": [{"requests": requests, "delivery": {"method": method, **sent}}]}


def demand(day: str, method: str = "personal") -> Fields:
    more = {"short_form_qualified": False, "underwritten": False}
    return {"kind": "demand_received", **asked(day, method), **more}


def happened(kind: str, day: str, **more: Any) -> Fields:
    return {"kind": kind, "occurred_on": day, **more}


def filed(day: str) -> Fields:
    return happened("filed", day, form="S-1")


def delay(day: str, kind: str = "delay_invoked", **more: Any) -> Fields:
    considered = {"board_judgment": True, "transaction_considered_from": "1999-01-01"}
    return happened(kind, day, days=30, **considered, **more)


def effective(name: str, filed_on: str, effective_on: str) -> list[tuple[str | None, Fields]]:
    return [(name, filed(filed_on)), (name, happened("declared_effective", effective_on))]


def amendment(day: str, changes: Fields) -> tuple[None, Fields]:
    signed: Fields = {"company_signed": True, "signed_by": ["alpha", "beta", "gamma"]}
    made: Fields = {"instrument": "amendment", "changes": changes, "reaches_requested": False}
    return None, happened("terms_amended", day, **signed, **made)


OFFERING: list[tuple[str | None, Fields]] = [
    (
        "offering",
        happened(
            "registration_determined",
            "1999-02-01",
            purpose="offering",
            initiated_for="company",
            securities="equity",
            solely=True,
            underwritten=True,
            company_shares=100_000,
            others={},
        ),
    ),
    *effective("offering", "1999-02-15", "1999-03-01"),
    ("offering", happened("distribution_completed", "1999-06-01")),
]
SHELF: list[tuple[str | None, Fields]] = [
    (
        "shelf",
        {
            "kind": "shelf_triggered",
            "conversion_proposed_on": "1999-02-01",
            "certificate_date": "1999-04-30",
            **asked("1999-02-01"),
        },
    ),
    *effective("shelf", "1999-03-01", "1999-03-08"),
    ("shelf", happened("conversion_completed", "1999-03-09")),
]
SOLD: Fields = happened(
    "shares_sold_in_offering",
    "1999-06-15",
    seller="alpha",
    seller_class="holders",
    shares=80_000,
    price="10",
    discount_per_share="1",
)


def sale_off(day: str) -> Fields:
    return {"kind": "takedown_requested", "shelf": "shelf", **asked(day)}


RECORDS_MADE: dict[str, list[tuple[str | None, Fields]]] = {
    "a later demand within the cap": [
        ("one", demand("1999-02-01")),
        *effective("one", "1999-03-01", "1999-06-01"),
        ("one", happened("closing_failed", "1999-06-10", solely_holder=False)),
        ("two", demand("1999-05-03")),
        (None, happened("shares_sold", "1999-04-01", holder="beta", shares=440_000)),
        (None, happened("report_filed", "1999-04-15", report="10-K", due_on="1999-04-15")),
    ],
    "demands of one day": [
        ("one", demand("1999-02-01")),
        *effective("one", "1999-03-01", "1999-04-01"),
        ("two", demand("1999-02-01")),
        *effective("two", "1999-03-02", "1999-04-02"),
    ],
    "a demand mailed before and received on that day": [
        ("one", demand("1999-02-01")),
        *effective("one", "1999-03-01", "1999-04-01"),
        ("two", demand("1999-01-27", "mail")),
    ],
    "a demand mailed before and received after": [
        ("one", demand("1999-02-01")),
        *effective("one", "1999-03-01", "1999-04-01"),
        ("two", demand("1999-01-29", "mail")),
    ],
    "a demand mailed before and received on that day, by a name that comes first": [
        ("one", demand("1999-02-01")),
        *effective("one", "1999-03-01", "1999-04-01"),
        ("and", demand("1999-01-27", "mail")),
        *effective("and", "1999-03-02", "1999-04-02"),
    ],
    "a demand mailed before that takes longer by an amendment": [
        amendment("1998-12-01", {"/notices/methods/mail/received/count": 10}),
        ("one", demand("1999-02-01")),
        *effective("one", "1999-03-01", "1999-04-01"),
        ("two", demand("1999-01-26", "mail")),
    ],
    "sales that may use up a demand": [
        *SHELF,
        ("sale", sale_off("1999-03-15")),
        ("sale", happened("withdrawn", "1999-04-15", holders=None)),
        ("two", demand("1999-05-03")),
    ],
    "sales that use up a demand by an amendment": [
        *SHELF,
        amendment("1999-03-10", {"/readings/takedown_counts": True}),
        ("sale", sale_off("1999-03-15")),
        ("sale", happened("withdrawn", "1999-04-15", holders=None)),
        ("two", demand("1999-05-03")),
    ],
    "an offering of the Company's that is only filed": [
        *OFFERING[:2],
        ("offering", happened("distribution_completed", "1999-02-20")),
        ("one", demand("1999-03-10")),
    ],
    "an offering of the Company's on a form that starts no standstill": [
        OFFERING[0],
        ("offering", happened("filed", "1999-02-15", form="S-8")),
        OFFERING[2],
        ("one", demand("1999-03-10")),
    ],
    "prohibitions under a shelf": [
        *SHELF,
        *(
            (
                "shelf",
                delay(
                    day,
                    "prohibition_noticed",
                    notices=[
                        {"holder": each, "delivery": {"method": "personal", "delivered_on": day}}
                        for each in ("alpha", "beta", "gamma")
                    ],
                ),
            )
            for day in ("1999-06-01", "1999-07-15")
        ),
        ("two", demand("1999-09-01")),
        ("two", delay("1999-09-10")),
    ],
    "an offering of the Company's": [*OFFERING, ("one", demand("1999-03-10"))],
    "a demand in which the Company sells too": [
        ("one", demand("1999-02-01")),
        ("one", happened("additions_proposed", "1999-02-10", company=50_000)),
        *effective("one", "1999-04-01", "1999-05-20"),
        *SHELF,
        ("sale", sale_off("1999-05-03")),
    ],
    "an offering of the Company's beside a shelf": [
        *OFFERING,
        *SHELF,
        ("sale", sale_off("1999-03-10")),
    ],
    "sales off a shelf": [
        *SHELF,
        ("shelf", happened("stop_order", "1999-05-20", holder_at_fault=False)),
        ("sale", sale_off("1999-05-03")),
        ("again", sale_off("1999-05-10")),
        ("sale", happened("withdrawn", "1999-05-12", holders=None)),
        (
            "again",
            {
                "kind": "join_requested",
                "holder": "gamma",
                "shares": 50_000,
                "delivery": {"method": "personal", "delivered_on": "1999-05-17"},
            },
        ),
        ("again", happened("distribution_completed", "1999-06-17")),
    ],
    "delays and prohibitions": [
        ("one", demand("1999-02-01")),
        ("one", delay("1999-02-10")),
        *effective("one", "1999-04-01", "1999-04-20"),
        *SHELF,
        ("shelf", delay("1999-07-01", "prohibition_noticed", notices=[])),
        ("sale", sale_off("1999-08-20")),
        ("sale", delay("1999-08-25")),
        ("two", demand("1999-09-01")),
        ("two", delay("1999-09-10")),
    ],
    "shares sold in an offering": [
        ("one", demand("1999-02-01")),
        *effective("one", "1999-03-01", "1999-06-01"),
        ("one", SOLD),
        *((name, {**each, "occurred_on": "1999-07-01"}) for name, each in OFFERING[:1]),
        (
            "offering",
            {
                "kind": "join_requested",
                "holder": "alpha",
                "shares": 450_000,
                "delivery": {"method": "personal", "delivered_on": "1999-07-06"},
            },
        ),
    ],
    "a day at whose end nobody holds anything": [
        ("one", demand("1999-02-01")),
        *effective("one", "1999-03-01", "1999-06-01"),
        *OFFERING,
        *(
            (None, happened("shares_sold", "1999-06-01", holder=each, shares=450_000))
            for each in ("alpha", "beta", "gamma")
        ),
    ],
}


def made(name: str) -> list[RecordedFact]:
    opening = [
        happened(kind, "1998-04-10", holder=each, **more)
        for each in ("alpha", "beta", "gamma")
        for kind, more in (
            ("holder_recorded", {"name": each}),
            ("position_stated", {"common": 450_000}),
        )
    ]
    fields = [*((None, each) for each in opening), *RECORDS_MADE[name]]
    return [
        RecordedFact(f"f{place:02}", registration, ANY_FACT.validate_python(each))
        for place, (registration, each) in enumerate(fields)
    ]


@pytest.mark.parametrize("read", ["as usual", "takedowns count"])
@pytest.mark.parametrize("record", RECORDS_MADE)
def test_what_does_not_bear_changes_nothing_where_much_hangs_together(
    record: str, read: str
) -> None:
    """Each fact comes, goes and takes the place of the next; on the last day, with its working."""
    terms, facts = READ[read], made(record)
    answered = Answered(terms)
    less = [[each for each in facts if each is not fact] for fact in facts[6:]]
    for without, other in zip(less, [*less[1:], less[0]], strict=True):
        for before, after in ((without, facts), (facts, without), (without, other)):
            borne = borne_on(terms, before, after)
            for name in (each for each in begun(facts) if each not in borne):
                assert answered.told(before, name) == answered.told(after, name), name
            of_what_is_owed = borne_on(terms, before, after, owed_alone=True)
            for name in (each for each in begun(facts) if each not in of_what_is_owed):
                assert answered.owed(before, name) == answered.owed(after, name), name


def test_most_facts_bear_on_few_registrations() -> None:
    """Else the law above would say nothing."""
    left_alone = everything = 0
    for seed in range(30):
        facts = random_record(Random(seed))
        for fact in (each for each in facts if each.registration_id):
            borne = borne_on(TERMS, [each for each in facts if each is not fact], facts)
            names = [None, *begun(facts)]
            everything += len(names)
            left_alone += sum(name not in borne for name in names)
    assert left_alone > everything / 4, (left_alone, everything)


@pytest.mark.parametrize("kind", KINDS_OF_RECORD)
def test_nothing_is_left_open_that_is_not_found_among_what_bears(kind: str) -> None:
    """Writings are looked at only where they bear; what is left open of these is the same.

    Some writings are sent by fax and not acknowledged, some reach the Company on the day of
    effectiveness or of the last sale.
    """
    found = 0
    for seed in range(4):
        random = Random(f"left open {kind} {seed}")
        facts = KINDS_OF_RECORD[kind](random)
        names = begun(facts)
        days = [each.fact.happened_on for each in facts if each.registration_id]
        for place in range(12):
            day = random.choice(days).isoformat()
            sent = {"method": "fax", "sent_on": day}
            delivery = random.choice((sent, {"method": "personal", "delivered_on": day}))
            joins = {"kind": "join_requested", "holder": "alpha", "shares": 1, "delivery": delivery}
            fact = ANY_FACT.validate_python(joins)
            facts = [*facts, RecordedFact(f"more{place}", random.choice([*names]), fact)]
        record = open_record(TERMS, facts, LAST)
        everything = questions(record)
        for name in names:
            bears = {each.id for each in facts_bearing_on(record, name, bearing_on(record, name))}
            its_own, looked_for = (
                [
                    (each.missing, [[*way] for way in each.lives])
                    for each in those
                    if any(bears & way.keys() for way in each.lives)
                ]
                for those in (everything, questions(record, bears))
            )
            assert looked_for == its_own
            found += len(its_own)
    assert found > 0
