"""One agreement on whose record fact follows fact for years: lives of registrations, one by one.

Every ten days another registration begins and takes its ordinary course: notices, requests to join,
advice, filing, effectiveness, a hold and its end, sales, the last of them. Of ten registrations
seven are the Company's own, one is demanded, one is a shelf and one a sale off it; one demand is
delayed. Beside them Holders sell, and reports are filed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, islice
from typing import Any, TypeAlias

Fields: TypeAlias = dict[str, Any]

FIRST = date(1999, 1, 4)
EVERY = timedelta(days=10)
HOLDERS = ("spectrum", "doeg-hill", "mochary", "nicholson", "wang")
SHARES = 100_000_000
DELAYED = 53
"""Which registration is delayed, a demand."""
COLLECTIONS = {
    "demand_received": "demands",
    "shelf_triggered": "shelves",
    "takedown_requested": "takedowns",
    "registration_determined": "incidentals",
}


@dataclass(frozen=True, slots=True)
class Told:
    """A fact with its registration (None: of the agreement)."""

    registration: str | None
    fact: Fields

    def path(self, agreement: str) -> str:
        """Where it is posted."""
        collection = COLLECTIONS.get(self.fact["kind"])
        if collection is not None:
            return f"/v1/agreements/{agreement}/{collection}"
        if self.registration is not None:
            return f"/v1/registrations/{self.registration}/events"
        return f"/v1/agreements/{agreement}/events"

    def body(self) -> Fields:
        """What is posted."""
        if self.fact["kind"] not in COLLECTIONS:
            return self.fact
        stated = {name: value for name, value in self.fact.items() if name != "kind"}
        return {"id": self.registration, **stated}


def making(agreement: str) -> Fields:
    """The agreement as it is made, on a record of eleven facts."""
    held = {"preferred_as_converted": SHARES, "common": SHARES}
    holders = [{"id": name, "name": name.title(), **held} for name in HOLDERS]
    return {"template": "ctc-1998", "id": agreement, "holders": holders}


def lives(facts: int, agreement: str = "") -> list[Told]:
    """So many facts, each of which may be posted after those before it."""
    return list(islice(_all(agreement), facts))


def _all(agreement: str) -> Iterator[Told]:
    for number in count():
        begins = FIRST + number * EVERY
        name = f"{agreement}r{number:05}"
        for fact in _Course(number, begins, f"{agreement}r{number - 1:05}").life():
            yield Told(name, fact)
        yield Told(None, _beside(number, begins + timedelta(days=61)))


@dataclass(frozen=True, slots=True)
class _Course:
    """One registration, its number and the day on which it begins."""

    number: int
    begins: date
    before: str

    @property
    def place(self) -> int:
        return self.number % 10

    def on(self, day: int) -> str:
        return (self.begins + timedelta(days=day)).isoformat()

    def told(self, kind: str, day: int, **more: Any) -> Fields:
        return {"kind": kind, "occurred_on": self.on(day), **more}

    def by_hand(self, day: int) -> Fields:
        return {"method": "personal", "delivered_on": self.on(day)}

    def beginning(self) -> Fields:
        requests = [{"holder": "spectrum", "shares": 150_000_000}]
        requests += [{"holder": each, "shares": 60_000_000} for each in HOLDERS[1:4]]
        letters = [{"requests": requests, "delivery": self.by_hand(0)}]
        match self.place:
            case 3:
                more = {"short_form_qualified": True, "underwritten": True}
                return {"kind": "demand_received", "letters": letters, **more}
            case 6:
                return {"kind": "shelf_triggered", "letters": letters}
            case 7:
                return {"kind": "takedown_requested", "shelf": self.before, "letters": letters}
        return self.told(
            "registration_determined",
            0,
            purpose="offering",
            initiated_for="company",
            securities="equity",
            form="S-1",
            planned_filing_on=self.on(30),
            underwritten=True,
            company_shares=1_000_000,
        )

    def joined(self) -> Iterator[Fields]:
        for holder in HOLDERS:
            yield {"kind": "notice_given", "holder": holder, "delivery": self.by_hand(3)}
        for holder in HOLDERS[2:]:
            asked = {"holder": holder, "shares": 10_000, "delivery": self.by_hand(8)}
            yield {"kind": "join_requested", **asked}
        if self.number == DELAYED:
            considered = {"board_judgment": True, "transaction_considered_from": self.on(-40)}
            yield self.told("delay_invoked", 9, days=20, consent=False, **considered)

    def effected(self) -> Iterator[Fields]:
        if self.place != 6:
            yield self.told("maximum_advised", 12, shares=2_000_000, in_writing=True)
        yield self.told("filed", 30, form="S-1")
        expense = {"expense": "printing", "payee": "P", "amount": "1000.50"}
        yield self.told("expense_incurred", 31, **expense)
        yield self.told("declared_effective", 40)
        yield self.told("misstatement_notice_given", 43)
        yield self.told("new_prospectus_received", 46)
        if self.place != 6:
            price = {"price": "10", "discount_per_share": "1"}
            for holder in HOLDERS[2:4]:
                sold = {"seller": holder, "seller_class": "holders", "shares": 500}
                yield self.told("shares_sold_in_offering", 50, **sold, **price)

    def life(self) -> Iterator[Fields]:
        yield self.beginning()
        yield from self.joined()
        if self.place != 7:
            yield from self.effected()
        yield self.told("distribution_completed", 55 if self.place != 6 else 70)


def _beside(number: int, day: date) -> Fields:
    """A sale of a Holder, or a report."""
    if number % 3:
        report = {"report": f"Report {number}", "due_on": day.isoformat()}
        return {"kind": "report_filed", "occurred_on": day.isoformat(), **report}
    sold = {"holder": HOLDERS[number % len(HOLDERS)], "shares": 700}
    return {"kind": "shares_sold", "occurred_on": day.isoformat(), **sold}
