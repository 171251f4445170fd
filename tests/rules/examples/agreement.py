"""A record of three Holders with a majority in one hand, to which a test adds its facts."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypeAlias

from app.rules.agreement.instruments import instruments
from app.rules.agreement.known import Known
from app.rules.facts import ANY_FACT, RecordedFact, in_order
from app.rules.reasoning.matter import Matter, open_matter
from app.rules.terms import Terms
from app.services.agreements.templates import template, with_overrides

TERMS: Terms = template("ctc-1998").terms
Json: TypeAlias = dict[str, Any]

ALL, MOST = 1_000_000, 500_001
"""All Registrable Securities of the example, and the fewest that are a majority."""
POSITIONS = {"alpha": 500_000, "beta": 300_000, "gamma": 200_000}
SIGNED = "1998-04-10"


def terms(overrides: Mapping[str, Any] | None = None, **readings: object) -> Terms:
    changes = dict(overrides or {})
    return with_overrides(TERMS, changes | ({"readings": readings} if readings else {}))


def opening() -> list[Json]:
    made: list[Json] = [
        {"kind": "agreement_made", "name": "Example", "terms_hash": TERMS.content_hash}
    ]
    made += [{"kind": "holder_recorded", "holder": name, "name": name} for name in POSITIONS]
    made += [
        {"kind": "position_stated", "holder": name, "preferred_as_converted": shares}
        for name, shares in POSITIONS.items()
    ]
    return [{"occurred_on": SIGNED, **each} for each in made]


def recorded(facts: Iterable[Json], first: int = 0) -> list[RecordedFact]:
    return [
        RecordedFact(f"f{number:03}", fields.pop("of", None), ANY_FACT.validate_python(fields))
        for number, fields in enumerate((dict(each) for each in facts), start=first)
    ]


def record(*facts: Json) -> list[RecordedFact]:
    """The opening of the record, and these facts."""
    return recorded([*opening(), *facts])


def known(as_of: str, *facts: Json, under: Terms = TERMS) -> Known:
    """What is known by a day of the opening and these facts."""
    day = date.fromisoformat(as_of)
    happened = sorted(
        (each for each in record(*facts) if each.fact.happened_on <= day), key=in_order
    )
    return Known(happened, instruments(under, happened), day)


def matter_of(found: Known) -> Matter:
    """A matter under the terms in force on the day known."""
    return open_matter(found.instruments.terms.on(found.as_of))


# --- facts -----------------------------------------------------------------------------------


def amended(
    day: str, changes: Mapping[str, Any], *signers: str, instrument: str = "amendment", **more: Any
) -> Json:
    """An instrument that alpha and beta, together a majority, executed if nobody else is named."""
    return {
        "kind": "terms_amended",
        "occurred_on": day,
        "instrument": instrument,
        "company_signed": True,
        "signed_by": list(signers or ("alpha", "beta")),
        "changes": dict(changes),
        "reaches_requested": False,
    } | more


def waived(day: str, obligation: str, *signers: str, **more: Any) -> Json:
    return {
        "kind": "obligation_waived",
        "occurred_on": day,
        "obligation": obligation,
        "company_signed": True,
        "signed_by": list(signers or ("alpha", "beta")),
    } | more


def rights_ended(day: str, *signers: str, **more: Any) -> Json:
    return {
        "kind": "rights_ended",
        "occurred_on": day,
        "company_signed": True,
        "signed_by": list(signers or ("alpha", "beta")),
    } | more


def dated(kind: str, day: str, **more: Any) -> Json:
    return {"kind": kind, "occurred_on": day} | more


def granted(day: str, **rights: int | None) -> Json:
    return dated("rights_granted", day, grantee="Another Fund", rights=rights)


def by_hand(day: str) -> Json:
    return {"method": "personal", "delivered_on": day}


def by_mail(day: str) -> Json:
    return {"method": "mail", "sent_on": day}


def transferred(day: str, shares: int, **more: Any) -> Json:
    """Series A passes from beta to an affiliate, delta, who is not yet holder of record."""
    return {
        "kind": "securities_transferred",
        "occurred_on": day,
        "holder": "beta",
        "transferee": "delta",
        "transferee_name": "Delta",
        "preferred_as_converted": shares,
        "affiliate": True,
        "restricted_in_writing": False,
    } | more
