"""Lives under the bundled forms, rich enough that every term of theirs decides something in them.

Each is a record: facts with the registration that they belong to, and the days asked about.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.rules.facts import ANY_FACT, RecordedFact
from tests.api.bodies import (
    Json,
    additions,
    declared_effective,
    fact,
    filed,
    handed_over,
    instrument,
    join,
    letter,
    maximum,
    notice,
    order_lifted,
    stop_order,
    transfer,
)
from tests.claim_facts import at_fault, bill, claim, expense, found, notified, person, sale

PARTIES = {"alder": 500_000, "birch": 300_000, "cedar": 200_000}


@dataclass(frozen=True)
class Life:
    """A record and the days on which it is asked about."""

    name: str
    facts: tuple[RecordedFact, ...]
    days: tuple[date, ...]


def life(name: str, days: tuple[str, ...], *facts: tuple[str | None, Json]) -> Life:
    told = (*_opening(), *facts)
    recorded = tuple(
        RecordedFact(f"{place:03}", of, ANY_FACT.validate_python(each))
        for place, (of, each) in enumerate(told)
    )
    return Life(name, recorded, tuple(date.fromisoformat(day) for day in days))


def _opening(day: str = "2025-10-02") -> Iterator[tuple[None, Json]]:
    for name, shares in PARTIES.items():
        yield None, fact("holder_recorded", day, holder=name, name=name)
        yield None, fact("position_stated", day, holder=name, common=shares)


def of(registration: str | None, *facts: Json) -> tuple[tuple[str | None, Json], ...]:
    return tuple((registration, each) for each in facts)


def demanded(day: str, right: str, asked: dict[str, int], **more: Any) -> Json:
    delivery = more.pop("delivery", handed_over(day))
    body = {"kind": "demand_received", "letters": [letter(delivery, asked)], "demand": right}
    return body | {"short_form_qualified": False, "underwritten": True} | more


def own(day: str, **more: Any) -> Json:
    body = {
        "purpose": "offering",
        "initiated_for": "company",
        "underwritten": True,
        "securities": "equity",
        "solely": False,
    }
    return fact("registration_determined", day, **body) | more


def happened(day: str, event: str) -> Json:
    return fact("event_happened", day, event=event)


def cut(day: str, shares: int) -> tuple[Json, Json]:
    return additions(day, 150_000, others={"stranger": 90_000}), maximum(
        day, shares, in_writing=True
    )


def writing(method: str, day: str, **more: Any) -> Json:
    return {"method": method, "sent_on": day, **more}


def by_email(day: str, at: str, **more: Any) -> Json:
    return writing("email", day, sent_at=f"{day}T{at}-04:00", **more)


IPO = fact("first_public_offering_effective", "2027-03-01")


def life_of_a_demand(right: str, open_events: tuple[Json, ...], **more: Any) -> Iterator[Life]:
    """Demands under one right: told, joined, cut back, effective, stopped, withdrawn, repeated."""
    asked = {"alder": 400_000, "birch": 200_000}
    opened = of(None, *open_events)
    for price in more.pop("prices", (None,)):
        said = {} if price is None else {"offering_price_net": price}
        first = demanded("2031-03-03", right, asked, **said, **more)
        told = (
            notice("cedar", handed_over("2031-03-12")),
            join("cedar", 150_000, handed_over("2031-03-27")),
        )
        yield life(
            f"{right} asked for at {price}",
            ("2031-03-04", "2031-03-30", "2031-06-20"),
            *opened,
            *of("first", first, *told, *cut("2031-04-02", 450_000)),
        )
        effective = (filed("2031-04-20", "S-1"), declared_effective("2031-05-05"))
        yield life(
            f"{right} effective at {price}",
            ("2031-05-06", "2031-09-03", "2031-11-03"),
            *opened,
            *of(
                "first",
                first,
                *told,
                *effective,
                stop_order("2031-06-01"),
                order_lifted("2031-06-20"),
            ),
            *of(
                "first",
                fact(
                    "continuation_elected",
                    "2031-06-25",
                    holders=["alder", "birch"],
                    notified_on="2031-06-30",
                ),
            ),
        )
        yield life(
            f"{right} used up at {price}",
            ("2032-03-05",),
            *opened,
            *of(
                "one",
                demanded("2031-03-03", right, asked, **said, **more),
                filed("2031-03-20", "S-1"),
                declared_effective("2031-04-01"),
            ),
            *of(
                "two",
                demanded("2031-05-03", right, asked, **said, **more),
                filed("2031-06-01", "S-1"),
                declared_effective("2031-07-01"),
            ),
            *of("three", demanded("2032-03-04", right, asked, **said, **more)),
        )
        yield life(
            f"{right} withdrawn at {price}",
            ("2031-05-02",),
            *opened,
            *of("first", first, fact("withdrawn", "2031-05-01", settled_by="forfeiting")),
            *of("first", expense("2031-04-01", "printing", "1000.00")),
        )
        yield (
            life(
                f"{right} withdrawn upon bad news at {price}",
                ("2031-05-02",),
                *opened,
                *of("first", first, fact("withdrawn", "2031-05-01")),
                (None, fact("condition_stated", "2031-04-20", condition="adverse_change")),
            )
            if right in ("s1", "s3")
            else life(
                f"{right} without performance",
                ("2031-06-01",),
                *opened,
                *of("first", first, *effective),
                (None, fact("condition_stated", "2031-05-05", condition="complied", holds=False)),
            )
        )


def life_of_the_company() -> Iterator[Life]:
    """Registrations of the Company and of others: told of, joined, cut back, excluded, sold in."""
    for initiated in ("company", "others"):
        more: Json = (
            {"initiators": {"stranger": 300_000}}
            if initiated == "others"
            else {"company_shares": 400_000}
        )
        begun = own(
            "2031-03-03",
            initiated_for=initiated,
            planned_filing_on="2031-04-15",
            first_public_offering=False,
            form="S-1",
            others={"friend": 120_000},
            **more,
        )
        yield life(
            f"{initiated} for themselves",
            ("2031-03-04", "2031-03-25", "2031-05-01"),
            *of(
                "own",
                begun,
                *(notice(each, handed_over("2031-03-05")) for each in PARTIES),
                join("alder", 300_000, handed_over("2031-03-15")),
                join("birch", 250_000, handed_over("2031-03-25")),
                maximum("2031-04-01", 600_000, in_writing=True),
                filed("2031-04-15", "S-1"),
                declared_effective("2031-05-01"),
                expense("2031-04-01", "printing", "1000.00"),
                sale("2031-05-02", "alder", 100_000),
            ),
        )
    for purpose in (
        "employee_plan",
        "merger",
        "acquisition",
        "rule_145",
        "exchange_offer",
        "rights_offering",
        "reinvestment_plan",
    ):
        for solely in (True, False):
            yield life(
                f"excluded: {purpose}, {solely}",
                ("2031-03-04",),
                *of("own", own("2031-03-03", purpose=purpose, solely=solely, form="S-1")),
            )
    yield life(
        "of debt",
        ("2031-03-04",),
        *of("own", own("2031-03-03", securities="debt")),
    )
    yield life(
        "for Holders", ("2031-03-04",), *of("own", own("2031-03-03", initiated_for="holders"))
    )


def life_of_the_parties(right: str, **said: Any) -> Iterator[Life]:
    """Transfers, instruments and the end of the rights."""
    for shares, affiliate in ((499_999, False), (1, True), (1, False)):
        moved = transfer(
            "2031-02-01",
            "alder",
            "dune",
            shares,
            affiliate=affiliate,
            notice_received_on="2031-02-03",
            agreement_received_on="2031-02-03",
        )
        yield life(f"{shares} pass, {affiliate}", ("2031-02-10",), (None, IPO), *of(None, moved))
    for signers in (("alder",), ("alder", "cedar")):
        signed = instrument(
            "2031-02-01",
            *signers,
            kind="terms_amended",
            instrument="amendment",
            changes={"/incidental/join/within/count": 12},
            reaches_requested=False,
        )
        yield life(f"signed by {signers}", ("2031-03-04",), (None, signed))
    yield life(
        "ended",
        ("2032-03-04",),
        (None, IPO),
        *of("late", demanded("2032-03-03", right, {"alder": 400_000, "birch": 200_000}, **said)),
    )


def life_of_money() -> Iterator[Life]:
    """Bills, sales and claims in a registration."""
    holder, company, underwriter = (
        person("alder", "holder"),
        person("company", "company"),
        person("uw", "underwriter"),
    )
    begun = own("2031-03-03", planned_filing_on="2031-04-15", company_shares=400_000)
    started = (
        begun,
        *(notice(each, handed_over("2031-03-05")) for each in PARTIES),
        join("alder", 300_000, handed_over("2031-03-12")),
        filed("2031-04-15", "S-1"),
        declared_effective("2031-05-01"),
        sale("2031-05-02", "alder", 300_000),
    )
    kinds = (
        "registration_and_filing_fees",
        "listing_fees",
        "nasd_fees",
        "blue_sky",
        "printing",
        "messenger_and_delivery",
        "company_counsel",
        "accountants",
        "holders_counsel",
        "other_company_performance",
        "underwriter_fees_of_issuers",
    )
    yield life(
        "bills",
        ("2031-06-01",),
        *of(
            "own",
            *started,
            *(expense("2031-05-03", kind, "60000.00", "someone") for kind in kinds),
            expense("2031-05-04", "holders_counsel", "20000.00", "another"),
        ),
    )
    for protected, owing, basis in (
        (holder, company, "misstatement"),
        (holder, company, "omission"),
        (holder, company, "company_violation"),
        (underwriter, company, "misstatement"),
        (person("cp", "holder_controlling_person"), company, "misstatement"),
        (person("hc", "holder_counsel"), company, "misstatement"),
        (person("ucp", "underwriter_controlling_person"), company, "misstatement"),
        (company, holder, "misstatement"),
        (person("d", "director"), holder, "misstatement"),
        (person("o", "officer"), holder, "misstatement"),
        (person("ccp", "company_controlling_person"), holder, "misstatement"),
        (underwriter, holder, "misstatement"),
        (person("ucp", "underwriter_controlling_person"), holder, "misstatement"),
    ):
        told = notified(owing["id"], handed_over("2031-06-20"))
        late = fact(
            "prejudice_found", "2031-07-02", claim="doe", party=owing["id"], amount="1000.00"
        )
        fault = found("2031-08-02", at_fault(owing, 60, "2/5"), at_fault(protected, 40, "3/10"))
        yield life(
            f"{protected['role']} against {owing['role']}, {basis}",
            ("2031-09-01",),
            *of(
                "own",
                *started,
                claim("2031-06-01", protected, owing, basis=basis),
                told,
                late,
                bill("2031-07-01", "50000.00"),
                bill("2031-07-15", "9000000.00", "loss"),
                fault,
            ),
        )
    fraud = found(
        "2031-08-02",
        at_fault(holder, 60, "3/5") | {"fraudulent": True},
        at_fault(company, 40, "2/5"),
    )
    yield life(
        "fraud",
        ("2031-09-01",),
        *of(
            "own",
            *started,
            claim("2031-06-01", company, holder),
            notified("alder", handed_over("2031-06-20")),
            bill("2031-07-15", "9000000.00", "loss"),
            fraud,
        ),
    )
    contributed = fact(
        "indemnity_found_unavailable", "2031-08-01", claim="doe", extent="unavailable"
    )
    yield life(
        "contribution",
        ("2031-09-01",),
        *of(
            "own",
            *started,
            claim("2031-06-01", company, holder),
            notified("alder", handed_over("2031-06-20")),
            bill("2031-07-01", "50000.00"),
            bill("2031-07-15", "9000000.00", "loss"),
            contributed,
            found("2031-08-02", at_fault(holder, 60, "3/5"), at_fault(company, 40, "2/5")),
        ),
    )
    election = {
        "kind": "defence_elected",
        "claim": "doe",
        "party": "company",
        "delivery": handed_over("2031-06-25"),
    }
    for conflict in (True, False):
        answered = fact(
            "defence_answered", "2031-06-28", claim="doe", party="alder", conflict=conflict
        )
        yield life(
            f"defended, {conflict}",
            ("2031-09-01",),
            *of(
                "own",
                *started,
                claim("2031-06-01", holder, company),
                notified("company", handed_over("2031-06-02")),
                election,
                answered,
                bill("2031-07-01", "50000.00"),
                bill("2031-07-20", "700.00", "investigation"),
            ),
        )
    settled = fact(
        "settlement_proposed",
        "2031-08-01",
        claim="doe",
        party="company",
        unconditional_release=False,
    )
    yield life(
        "settled",
        ("2031-09-01",),
        *of(
            "own",
            *started,
            claim("2031-06-01", holder, company),
            notified("company", handed_over("2031-06-02")),
            settled,
        ),
    )


def life_of_writings(right: str, opened: tuple[Json, ...], **said: Any) -> Iterator[Life]:
    """A request by each method, at an hour outside of business or over a holiday."""
    deliveries = (
        by_email("2031-02-14", "19:30"),
        by_email("2031-03-03", "17:00"),
        by_email("2031-03-03", "09:00"),
        by_email("2031-03-03", "08:59", actually_received_on="2031-03-03"),
        by_email("2031-02-14", "19:30", actually_received_on="2031-02-16"),
        by_email("2031-03-03", "12:00", bounced=True),
        writing("registered_mail", "2031-03-03"),
        writing("registered_mail", "2031-03-03", actually_received_on="2031-03-05"),
        writing("courier", "2031-02-14"),
        writing("courier", "2031-02-14", actually_received_on="2031-02-15"),
        writing("courier", "2031-02-14", delivered_on="2031-02-18"),
        writing("mail", "2031-03-03"),
        writing("personal", "2031-03-03", delivered_on="2031-03-06"),
        handed_over("2031-03-06"),
        writing("fax", "2031-03-03"),
    )
    for delivery in deliveries:
        day = delivery.get("sent_on", "2031-03-06")
        yield life(
            f"{right} by {delivery}",
            ("2031-04-01",),
            *of(None, *opened),
            *of(
                "first",
                demanded(
                    day, right, {"alder": 400_000, "birch": 200_000}, delivery=delivery, **said
                ),
            ),
        )


def venture() -> Iterator[Life]:
    """Under `nvca-2025`."""
    yield from life_of_a_demand("s1", (IPO,), prices=("10000000.01", "10000000.00"))
    yield from life_of_a_demand("s3", (IPO,), prices=("5000000.00",))
    for day in ("2030-10-01", "2030-10-02"):
        yield life(
            f"early {day}",
            (day,),
            *of(
                "first",
                demanded(
                    day,
                    "s1",
                    {"alder": 400_000, "birch": 200_000},
                    offering_price_net="20000000.00",
                ),
            ),
        )
    for day in ("2027-08-28", "2027-08-29"):
        yield life(
            f"after the offering {day}",
            (day,),
            (None, IPO),
            *of(
                "first",
                demanded(
                    day,
                    "s1",
                    {"alder": 400_000, "birch": 200_000},
                    offering_price_net="20000000.00",
                ),
            ),
        )
    for asked in ({"alder": 400_000}, {"alder": 1, "cedar": 1}):
        yield life(
            f"asked by {asked}",
            ("2031-03-04",),
            (None, IPO),
            *of("first", demanded("2031-03-03", "s1", asked, offering_price_net="20000000.00")),
        )
    yield from life_of_the_company()
    yield from life_of_the_parties("s3", offering_price_net="6000000.00")
    yield from life_of_money()
    yield from life_of_writings("s3", (), offering_price_net="6000000.00")


def blank_check() -> Iterator[Life]:
    """Under `blank-check`."""
    combined, released = happened("2026-03-02", "combination"), happened("2026-07-15", "release")
    for right in ("private", "founders"):
        yield from life_of_a_demand(right, (combined, released))
        for asked in ({"alder": 400_000}, {"alder": 1, "cedar": 1}):
            yield life(
                f"{right} asked by {asked}",
                ("2031-03-04",),
                *of(None, combined, released),
                *of("first", demanded("2031-03-03", right, asked)),
            )
    for right, days in (
        ("private", ("2026-03-01", "2026-03-02")),
        ("founders", ("2026-04-14", "2026-04-15")),
    ):
        for day in days:
            yield life(
                f"{right} on {day}",
                (day,),
                *of(None, combined, released),
                *of("first", demanded(day, right, {"alder": 400_000, "birch": 200_000})),
            )
    yield from life_of_the_company()
    yield from life_of_the_parties("private")
    yield from life_of_money()
    yield from life_of_writings("private", (combined,))


LIVES = {"nvca-2025": venture, "blank-check": blank_check}
