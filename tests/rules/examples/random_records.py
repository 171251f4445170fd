"""Records drawn at random, with registrations of all four kinds, as the guards let them be.

A life mostly takes its ordinary course (filed, effective, converted) so that what follows has
something to act upon; everything else comes on days near to one another, so that it meets. What the
guards refuse is left out, as it would be by the service.

Laws of `numbered_records` draw a record by its number, all from the same numbers, so that each is
made once and what several of them ask of it is answered once. `--hypothesis-profile=default` draws
any number.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any, TypeAlias

from hypothesis import settings
from hypothesis import strategies as st
from typing_extensions import override

from app.rules.answers.evaluation import evaluate_registration
from app.rules.facts import ANY_FACT, BeginningFact, RecordedFact
from app.rules.reasoning.reasoned import Reasoned
from app.rules.reasoning.trace import Detail
from app.rules.record.guards.guards import objections
from app.rules.registrations.shown import RegistrationAnswer
from app.rules.terms import Terms
from app.services.agreements.templates import template

Fields: TypeAlias = dict[str, Any]
Record: TypeAlias = Sequence[RecordedFact]

TERMS: Terms = template("ctc-1998").terms
HOLDERS = ("alpha", "beta", "gamma")
TRANSFEREE = "delta"
START, LAST = date(1999, 1, 1), date(2002, 12, 31)
SPAN = 480
"""Days within which everything begins; lives run on beyond them."""

OPENING: tuple[Fields, ...] = (
    *({"kind": "holder_recorded", "holder": name, "name": name} for name in HOLDERS),
    *(
        {
            "kind": "position_stated",
            "holder": name,
            "preferred_as_converted": 400_000,
            "warrant_shares": 50_000,
        }
        for name in HOLDERS
    ),
)
BEGINNINGS = (
    "demand_received",
    "demand_received",
    "shelf_triggered",
    "takedown_requested",
    "takedown_requested",
    "registration_determined",
    "registration_determined",
)
BEFORE = (
    *("notice_given",) * 3,
    *("join_requested",) * 3,
    "letter_added",
    "delay_invoked",
    "additions_proposed",
    "maximum_advised",
    "withdrawn",
    "abandoned",
)
AFTER = (
    "misstatement_notice_given",
    "new_prospectus_received",
    "new_prospectus_received",
    "stop_order",
    "stop_order_lifted",
    "closing_failed",
    "distribution_completed",
)
UNDER_A_SHELF = (*AFTER, *("prohibition_noticed",) * 4, "prohibition_lifted")


def on(day: int) -> str:
    return (START + timedelta(days=day)).isoformat()


class Draw:
    """What a record is drawn from."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def shares(self) -> int:
        return self.random.randint(1, 150_000)

    def holder(self) -> str:
        return self.random.choice(HOLDERS)

    def yes(self, chances: float = 0.5) -> bool:
        return self.random.random() < chances

    def delivery(self, day: int) -> Fields:
        if self.yes():
            return {"method": "mail", "sent_on": on(day)}
        return {"method": "personal", "delivered_on": on(day)}

    def letter(self, day: int, signers: int) -> Fields:
        signed = sorted(self.random.sample(HOLDERS, signers))
        return {
            "requests": [{"holder": each, "shares": self.shares()} for each in signed],
            "delivery": self.delivery(day),
        }

    def letters(self, day: int) -> list[Fields]:
        """Mostly from two of the three Holders, who are a majority together and not alone."""
        signers = self.random.choice([(2,), (2,), (3,), (1, 1), (2, 1), (1,)])
        return [self.letter(day + place * 4, each) for place, each in enumerate(signers)]

    def transaction(self, day: int) -> Fields:
        """What a delay or prohibition needs, and mostly has."""
        return {
            "days": self.random.choice([5, 10, 30, 50, 60, 61]),
            "board_judgment": self.yes(0.9),
            "transaction_considered_from": on(0 if self.yes(0.9) else day),
        }

    def beginning(self, kind: str, day: int, shelf: str) -> Fields:
        match kind:
            case "demand_received":
                more: Fields = {
                    "letters": self.letters(day),
                    "short_form_qualified": self.yes(),
                    "underwritten": self.yes(),
                }
            case "shelf_triggered":
                conversion = {
                    "conversion_proposed_on": on(day + 2),
                    "certificate_date": on(day + 70),
                }
                asked = {"letters": self.letters(day)}
                both: Fields = {**conversion, **asked}
                choices: list[Fields] = [conversion, both, both, asked]
                more = self.random.choice(choices)
            case "takedown_requested":
                more = {"shelf": shelf, "letters": self.letters(day)}
            case _:
                more = {
                    "occurred_on": on(day),
                    "purpose": "offering" if self.yes(0.85) else "employee_plan",
                    "initiated_for": self.random.choice(["company", "company", "others"]),
                    "securities": "equity",
                    "solely": True,
                    "planned_filing_on": self.random.choice([None, on(day + 40)]),
                    "underwritten": self.yes(0.8),
                    "company_shares": self.shares(),
                    "others": {"founder": self.shares()},
                }
        return {"kind": kind, **more}

    def happening(self, kind: str, day: int) -> Fields:
        """Something in the life of a registration."""
        match kind:
            case "notice_given":
                return {"holder": self.holder(), "delivery": self.delivery(day)}
            case "join_requested":
                asked = {"holder": self.holder(), "shares": self.shares()}
                return asked | {"delivery": self.delivery(day)}
            case "letter_added":
                return {"letter": self.letter(day, 1)}
        return {"occurred_on": on(day), **self.on_its_day(kind, day)}

    def on_its_day(self, kind: str, day: int) -> Fields:
        """What a fact with a day of its own says besides."""
        match kind:
            case "maximum_advised":
                advice = self.random.choice([True, True, True, False, None])
                return {"shares": self.shares() * 2, "in_writing": advice}
            case "additions_proposed":
                others = {"founder": self.shares()}
                return {"company": self.shares(), "others": others}
            case "delay_invoked":
                return self.transaction(day) | {"consent": False}
            case "prohibition_noticed":
                told = [{"holder": each, "delivery": self.delivery(day)} for each in HOLDERS[:2]]
                return self.transaction(day) | {"notices": told}
            case "withdrawn":
                whom = self.random.choice([None, ["alpha"], ["alpha", "beta"]])
                return {"holders": whom}
            case "stop_order":
                return {"holder_at_fault": self.yes()}
            case "closing_failed":
                return {"solely_holder": self.yes()}
            case "new_prospectus_received":
                return {"holder": self.random.choice([None, *HOLDERS])}
            case _:
                return {}

    def life(self, kind: str, day: int) -> Iterator[Fields]:
        """What happens to a registration that began on a day, not in order of its days."""
        effective = day
        takes_its_course = self.yes(0.75)
        if takes_its_course and kind == "takedown_requested":
            yield {"kind": "distribution_completed", "occurred_on": on(day + 40)}
        elif takes_its_course:
            filed = day + self.random.randint(25, 45)
            effective = filed + self.random.randint(1, 40)
            form = self.random.choice(["S-1", "S-3"])
            yield {"kind": "filed", "occurred_on": on(filed), "form": form}
            yield {"kind": "declared_effective", "occurred_on": on(effective)}
        if takes_its_course and kind == "shelf_triggered" and self.yes(0.8):
            yield {"kind": "conversion_completed", "occurred_on": on(effective + 3)}
        after = UNDER_A_SHELF if kind == "shelf_triggered" else AFTER
        for kinds, since, reach in ((BEFORE, day, 40), (after, effective, 250)):
            for _ in range(self.random.randint(0, 6)):
                happening = self.random.choice(kinds)
                when = since + self.random.randint(0, reach)
                yield {"kind": happening, **self.happening(happening, when)}

    def of_the_agreement(self) -> Fields:
        day = self.random.randint(0, SPAN)
        choices: list[Fields] = [
            {"kind": "company_offering_commenced"},
            {"kind": "preferred_converted", "holder": self.holder(), "shares": self.shares()},
            {"kind": "shares_sold", "holder": self.holder(), "shares": self.shares()},
            {"kind": "warrants_expired"},
            {
                "kind": "securities_transferred",
                "holder": self.holder(),
                "transferee": TRANSFEREE,
                "transferee_name": "Delta",
                "preferred_as_converted": self.random.choice([1_000, 60_000]),
                "affiliate": self.yes(),
                "restricted_in_writing": self.yes(),
                "record_holder_on": on(day + self.random.choice([0, 30])),
            },
        ]
        return self.random.choice(choices) | {"occurred_on": on(day)}

    def proposed(self) -> Iterator[tuple[str | None, Fields]]:
        """Facts that may be posted one after the other, each with its registration."""
        for each in OPENING:
            yield None, {**each, "occurred_on": "1998-04-10"}
        for _ in range(self.random.randint(0, 3)):
            yield None, self.of_the_agreement()
        day = 0
        kinds = ["shelf_triggered"] if self.yes(0.8) else []
        kinds += self.random.choices(BEGINNINGS, k=self.random.randint(1, 4))
        for place, kind in enumerate(kinds):
            name = f"{place}-{kind.partition('_')[0]}"
            # By then a shelf that was called for at first is mostly effective.
            begins = max(day, 90) if kind == "takedown_requested" else day
            yield name, self.beginning(kind, begins, "0-shelf")
            for each in self.life(kind, begins):
                yield name, each
            day += self.random.randint(0, 120)


def random_record(random: Random) -> list[RecordedFact]:
    return recorded(Draw(random).proposed())


def recorded(
    proposed: Iterable[tuple[str | None, Fields]], record: Record = ()
) -> list[RecordedFact]:
    """The facts that the guards let be, added to a record."""
    facts = list(record)
    for registration, fields in proposed:
        new = RecordedFact(f"f{len(facts):03}", registration, ANY_FACT.validate_python(fields))
        known = {None, *(each.registration_id for each in facts)}
        belongs = isinstance(new.fact, BeginningFact) or registration in known
        if belongs and not objections(new, facts, TERMS):
            facts.append(new)
    return facts


NUMBERS = 150 if settings().derandomize else 2**32
"""How many records there are of each make."""


def numbered(make: Callable[[Random], Record]) -> st.SearchStrategy[list[RecordedFact]]:
    """Records of one make, by their numbers."""

    @lru_cache(maxsize=150)
    def made(number: int) -> Record:
        return make(Random(number))  # the same every time

    return st.integers(0, NUMBERS - 1).map(lambda number: list(made(number)))


records = st.randoms(use_true_random=True).map(random_record)
numbered_records = numbered(random_record)


# --- records in which shares move ----------------------------------------------------------------


SPLITS = ((2, 1), (1, 2), (3, 2), (1, 10), (1, 3), (5, 1))


class _Moving(Draw):
    """Sales, transfers and splits around registrations that are mostly cut back."""

    def moved(self) -> Fields:
        day = self.random.randint(0, 260)
        whom, shares = self.holder(), self.random.choice([1_000, 150_000, 350_000, 450_000])
        of_class = self.random.choice(["common", "common", "common", "preferred_as_converted"])
        others = [each for each in HOLDERS if each != whom]
        to = self.random.choice([TRANSFEREE, TRANSFEREE, *others])
        choices: list[Fields] = [
            {"kind": "shares_sold", "holder": whom, "shares": shares},
            {"kind": "shares_sold", "holder": whom, "shares": self.shares()},
            {"kind": "preferred_converted", "holder": whom, "shares": shares},
            # Shares come back.
            {"kind": "position_stated", "holder": whom, "common": 450_000},
            {
                "kind": "securities_transferred",
                "holder": whom,
                "transferee": to,
                "transferee_name": to,
                of_class: shares,
                "affiliate": self.yes(0.7),
                "restricted_in_writing": self.yes(),
                "record_holder_on": on(day + self.random.choice([0, 0, 20])),
            },
        ]
        return self.random.choice(choices) | {"occurred_on": on(day)}

    def split(self) -> Fields:
        numerator, denominator = self.random.choice(SPLITS)
        ratio = {"numerator": numerator, "denominator": denominator}
        return {"kind": "stock_split", "occurred_on": on(self.random.randint(0, 260)), **ratio}

    def under_way(self, begun: Sequence[RecordedFact]) -> Iterator[tuple[str | None, Fields]]:
        """Who joins, what is advised, and what is sold under each registration."""
        for each in begun:
            day = (each.fact.happened_on - START).days
            if self.yes():
                written = {"shares": self.shares(), "in_writing": True}
                advised_on = on(day + self.random.randint(5, 30))
                yield (
                    each.registration_id,
                    {
                        "kind": "maximum_advised",
                        "occurred_on": advised_on,
                        **written,
                    },
                )
            for _ in range(self.random.randint(0, 3)):
                asked_on = day + self.random.randint(0, 40)
                asked = {"kind": "join_requested", **self.happening("join_requested", asked_on)}
                yield each.registration_id, asked
            for _ in range(self.random.randint(0, 3)):
                yield each.registration_id, self.sale(day + self.random.randint(30, 150))

    def sale(self, day: int) -> Fields:
        return {
            "kind": "shares_sold_in_offering",
            "occurred_on": on(day),
            "seller": self.holder(),
            "seller_class": "holders",
            "shares": self.random.choice([500, 20_000, 100_000]),
            "price": "10",
            "discount_per_share": "1",
        }


def _holding_common(
    proposed: Iterable[tuple[str | None, Fields]],
) -> Iterator[tuple[str | None, Fields]]:
    """The same with two Holders that hold common stock from the outset, and so may sell it."""
    common: list[Fields] = [
        {"kind": kind, "holder": each, "shares": shares, "occurred_on": on(-90)}
        for each in HOLDERS[:2]
        for kind, shares in (("preferred_converted", 400_000), ("warrants_exercised", 50_000))
    ]
    life = list(proposed)
    yield from life[: len(OPENING)]
    yield from ((None, each) for each in common)
    yield from life[len(OPENING) :]


def moving_record(random: Random, splits: bool = True) -> list[RecordedFact]:
    """A record in which sales, transfers, cutbacks and, unless told otherwise, splits are many."""
    draw = _Moving(random)
    record = recorded(_holding_common(draw.proposed()))
    begins = [each for each in record if isinstance(each.fact, BeginningFact)]
    record = recorded(draw.under_way(begins), record)
    moves = [draw.moved() for _ in range(draw.random.randint(4, 12))]
    moves += [draw.split() for _ in range(draw.random.randint(0, 2) if splits else 0)]
    return recorded(((None, each) for each in moves), record)


moving_records = st.randoms(use_true_random=True).map(moving_record)


def emptied_record(random: Random) -> list[RecordedFact]:
    """A demand of two Holders, who mostly sell all they hold before it is effective, or one does.

    Sometimes nothing is left to register, and sometimes shares come back.
    """
    draw, begins = _Moving(random), random.randint(0, 200)

    def later(least: int, most: int) -> Fields:
        return {"occurred_on": on(begins + random.randint(least, most))}

    two = [{"holder": each, "shares": draw.shares()} for each in HOLDERS[:2]]
    asked = {"letters": [{"requests": two, "delivery": draw.delivery(begins)}]}
    told = {"holder": HOLDERS[2], "delivery": draw.delivery(begins + 2)}
    life: list[Fields] = [
        {"kind": "demand_received", "short_form_qualified": draw.yes(), **asked},
        *([{"kind": "notice_given", **told}] if draw.yes(0.8) else []),
        *([{"kind": "join_requested", "shares": 100, **told}] if draw.yes(0.2) else []),
        *([{"kind": "filed", "form": "S-1", **later(18, 20)}] if draw.yes() else []),
        {"kind": "declared_effective", **later(21, 60)},
    ]
    sellers = random.choice([HOLDERS[:2], HOLDERS[:2], HOLDERS[:1]])
    moves: list[Fields] = [
        *(
            {"kind": "shares_sold", "holder": each, "shares": 450_000, **later(1, 20)}
            for each in sellers
        ),
        *(
            [{"kind": "position_stated", "holder": HOLDERS[0], "common": 9_000, **later(61, 90)}]
            if draw.yes()
            else []
        ),
    ]
    opening = ((None, {**each, "occurred_on": "1998-04-10"}) for each in OPENING)
    record = recorded(_holding_common(opening))
    return recorded(
        [*(("1-demand", each) for each in life), *((None, each) for each in moves)], record
    )


emptied_records = st.randoms(use_true_random=True).map(emptied_record)


# --- records in which facts meet on one day -------------------------------------------------------


STOPS = ("stop_order", "prohibition_noticed", "misstatement_notice_delivered")
"""Facts that say whether they came before what was sold on their day."""


class _Crowded(_Moving):
    """Stops, sales and the last sale on days on which something happens anyway."""

    def beside(self, recorded: RecordedFact) -> Iterator[tuple[str | None, Fields]]:
        """What happens in a registration on the day of another fact of it."""
        day = (recorded.fact.happened_on - START).days
        for kind in self.random.sample(
            ("stop_order", "stop_order_lifted", "prohibition_noticed", "prohibition_lifted"),
            self.random.randint(0, 2),
        ):
            yield recorded.registration_id, {"kind": kind, **self.happening(kind, day)}
        ends = {"kind": "distribution_completed", "occurred_on": on(day)}
        yield recorded.registration_id, self.random.choice([ends, self.sale(day), self.sale(day)])


def crowded_record(random: Random) -> list[RecordedFact]:
    """A record in which orders, prohibitions, their ends and sales often fall on one day."""
    draw = _Crowded(random)
    record = recorded(draw.proposed())
    happened = [
        each for each in record if each.registration_id and not isinstance(each.fact, BeginningFact)
    ]
    some = draw.random.sample(happened, min(len(happened), 6))
    return recorded((each for one in some for each in draw.beside(one)), record)


crowded_records = st.randoms(use_true_random=True).map(crowded_record)


# --- records in which money is spent, claimed and billed ------------------------------------------


class _Costly(_Moving):
    """Expenses, sales, a claim against a Holder with its bills, and holdbacks."""

    def costs(self, recorded: RecordedFact) -> Iterator[tuple[str | None, Fields]]:
        begins = (recorded.fact.happened_on - START).days
        whom = self.holder()
        claim: Fields = {
            "kind": "claim_made",
            "claim": "doe",
            "indemnified": {"id": "ctc", "role": "company"},
            "indemnifying": [{"id": whom, "role": "holder", "undertaking_given": True}],
            "basis": "misstatement",
            "law": "securities_act",
            "action_commenced": True,
        }
        facts: list[Fields] = [
            claim,
            {"kind": "fault_found", "claim": "doe", "parties": self.at_fault(whom)},
            *(self.bill() for _ in range(self.random.randint(1, 4))),
            *(self.expense() for _ in range(self.random.randint(1, 4))),
        ]
        of_claim = begins + self.random.randint(20, 60)
        for place, fields in enumerate(facts):
            day = of_claim if place < 2 else of_claim + self.random.randint(0, 150)
            yield recorded.registration_id, {"occurred_on": on(day), **fields}
        for _ in range(self.random.randint(0, 3)):
            yield recorded.registration_id, self.sale(begins + self.random.randint(40, 150))
        yield (
            recorded.registration_id,
            {
                "kind": "holdback_required",
                "occurred_on": on(begins + self.random.randint(1, 30)),
                "firm_commitment": True,
                "expected_effective_on": on(begins + self.random.randint(30, 90)),
            },
        )

    def at_fault(self, whom: str) -> list[Fields]:
        fault = {"fault": 1, "fraudulent": False}
        return [
            {"id": "ctc", "role": "company", "information_share": "1/4", **fault},
            {"id": whom, "role": "holder", "information_share": "3/4", **fault},
        ]

    def amount(self) -> str:
        return f"{self.random.randint(1, 900_000)}.50"

    def bill(self) -> Fields:
        cost = self.random.choice(["loss", "defence", "investigation"])
        return {"kind": "bill_received", "claim": "doe", "cost": cost, "amount": self.amount()}

    def expense(self) -> Fields:
        spent_on = self.random.choice(["printing", "holders_counsel", "holders_counsel", "other"])
        return {
            "kind": "expense_incurred",
            "expense": spent_on,
            "payee": "Edwards & Angell",
            "amount": self.amount(),
        }


def costly_record(random: Random) -> list[RecordedFact]:
    """A record in which every registration costs something and is sued over."""
    draw = _Costly(random)
    record = recorded(_holding_common(draw.proposed()))
    begins = [each for each in record if isinstance(each.fact, BeginningFact)]
    return recorded((each for one in begins for each in draw.costs(one)), record)


costly_records = st.randoms(use_true_random=True).map(costly_record)


def begun(record: Record) -> dict[str, str]:
    """The registrations on a record, each with the kind of fact that set it going."""
    return {
        each.registration_id or "": each.fact.kind
        for each in record
        if isinstance(each.fact, BeginningFact)
    }


class _Identical:
    """A record that is equal only to one of the very same facts in the same order."""

    def __init__(self, record: Record) -> None:
        self.facts = tuple(record)

    @override
    def __hash__(self) -> int:
        return hash(tuple(map(id, self.facts)))

    @override
    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Identical) or len(self.facts) != len(other.facts):
            return False
        return all(one is two for one, two in zip(self.facts, other.facts, strict=True))


@lru_cache(maxsize=600)
def _in_the_end(record: _Identical, registration: str) -> Reasoned[RegistrationAnswer]:
    return evaluate_registration("agreement", registration, TERMS, record.facts, LAST, Detail.NONE)


def answer(
    record: Record,
    registration: str,
    as_of: date = LAST,
    terms: Terms = TERMS,
    detail: Detail = Detail.NONE,
) -> Reasoned[RegistrationAnswer]:
    """One registration answered as of a day; in the end, under the terms as they are, once."""
    if as_of == LAST and terms is TERMS and detail is Detail.NONE:
        return _in_the_end(_Identical(record), registration)
    return evaluate_registration("agreement", registration, terms, record, as_of, detail)


def answers(
    record: Record, as_of: date = LAST, detail: Detail = Detail.NONE
) -> dict[str, Reasoned[RegistrationAnswer]]:
    """Every registration that has begun by a day, answered as of that day."""
    known = [each for each in record if each.fact.happened_on <= as_of]
    return {name: answer(record, name, as_of, detail=detail) for name in begun(known)}
