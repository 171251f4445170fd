"""Request bodies in the words of the agreement, so that a test reads like its story."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

HOLDERS = (
    "cashin",
    "colo",
    "coughlin",
    "doeg-hill",
    "kennealy",
    "mochary",
    "nicholson",
    "spectrum",
    "wang",
)
"""The nine Holders of the demonstration agreement, in the order of their ids."""


# --- deliveries ---------------------------------------------------------------------------------


def mailed(day: str) -> Json:
    """Sent by first class mail on this day."""
    return {"method": "mail", "sent_on": day}


def handed_over(day: str) -> Json:
    """Delivered personally on this day."""
    return {"method": "personal", "delivered_on": day}


def faxed(day: str, acknowledged: str | None = None) -> Json:
    """Sent by fax on this day, and acknowledged on another, if at all."""
    return {"method": "fax", "sent_on": day} | (
        {"acknowledged_on": acknowledged} if acknowledged else {}
    )


# --- demands ------------------------------------------------------------------------------------


def letter(delivery: Json, requests: Mapping[str, int]) -> Json:
    """One writing that asks for these shares."""
    return {
        "requests": [{"holder": holder, "shares": shares} for holder, shares in requests.items()],
        "delivery": delivery,
    }


def demand(*letters: Json, **more: Any) -> Json:
    """A demand in these letters; the Company does not qualify for a short form."""
    return {"letters": list(letters), "short_form_qualified": False} | more


def spectrum_demand(delivery: Json | None = None, shares: int = 400_000, **more: Any) -> Json:
    """Spectrum, which alone is enough, asks: by mail of Tuesday 16 February 1999 if nothing else.

    Received on Friday 19 February 1999, due ninety days later on Thursday 20 May 1999.
    """
    return demand(letter(delivery or mailed("1999-02-16"), {"spectrum": shares}), **more)


# --- shelves, takedowns and the Company's own registrations --------------------------------------


def shelf(*letters: Json, **more: Any) -> Json:
    """A mandatory conversion proposed on Wednesday 1 September 1999.

    The Certificate of Designation wants the shelf effective by Monday 1 November 1999.
    """
    dates = {"conversion_proposed_on": "1999-09-01", "certificate_date": "1999-11-01"}
    return dates | {"letters": list(letters)} | more


def asked_shelf(*letters: Json, **more: Any) -> Json:
    """A shelf that Holders ask for while no conversion is proposed."""
    return {"letters": list(letters)} | more


def takedown(shelf_id: str, *letters: Json) -> Json:
    """An underwritten sale off this shelf, asked for in these letters."""
    return {"shelf": shelf_id, "letters": list(letters)}


def own_registration(**more: Any) -> Json:
    """The Company's offering, determined on Thursday 1 April 1999, to be filed on Tuesday 4 May."""
    return {
        "occurred_on": "1999-04-01",
        "purpose": "offering",
        "initiated_for": "company",
        "securities": "equity",
        "form": "S-1",
        "planned_filing_on": "1999-05-04",
        "underwritten": True,
        "company_shares": 3_200_000,
    } | more


# --- facts in the life of a registration --------------------------------------------------------


def notice(holder: str, delivery: Json) -> Json:
    return {"kind": "notice_given", "holder": holder, "delivery": delivery}


def join(holder: str, shares: int, delivery: Json) -> Json:
    return {"kind": "join_requested", "holder": holder, "shares": shares, "delivery": delivery}


def letter_added(added: Json) -> Json:
    return {"kind": "letter_added", "letter": added}


def delay(day: str, days: int, **more: Any) -> Json:
    """A delay that the Board has judged necessary for a transaction considered since January."""
    return {
        "kind": "delay_invoked",
        "occurred_on": day,
        "days": days,
        "board_judgment": True,
        "transaction_considered_from": "1999-01-04",
        "consent": False,
    } | more


def filed(day: str, form: str = "S-3") -> Json:
    return {"kind": "filed", "occurred_on": day, "form": form}


def declared_effective(day: str) -> Json:
    return {"kind": "declared_effective", "occurred_on": day}


def stop_order(day: str, *, holder_at_fault: bool = False) -> Json:
    return {"kind": "stop_order", "occurred_on": day, "holder_at_fault": holder_at_fault}


def withdrawn(day: str, *holders: str) -> Json:
    """The demand is taken back by these Holders, or by all requesters when none is named."""
    fact: Json = {"kind": "withdrawn", "occurred_on": day}
    return fact | ({"holders": list(holders)} if holders else {})


def additions(day: str, company: int = 0, **more: Any) -> Json:
    return {"kind": "additions_proposed", "occurred_on": day, "company": company} | more


def maximum(day: str, shares: int, **more: Any) -> Json:
    return {"kind": "maximum_advised", "occurred_on": day, "shares": shares} | more


def order_lifted(day: str) -> Json:
    return {"kind": "stop_order_lifted", "occurred_on": day}


def closing_failed(day: str, *, solely_holder: bool = False) -> Json:
    return {"kind": "closing_failed", "occurred_on": day, "solely_holder": solely_holder}


def all_sold(day: str) -> Json:
    return {"kind": "distribution_completed", "occurred_on": day}


def abandoned(day: str) -> Json:
    return {"kind": "abandoned", "occurred_on": day}


def conversion(day: str) -> Json:
    """The mandatory conversion took place."""
    return {"kind": "conversion_completed", "occurred_on": day}


def prohibition(day: str, days: int, told: Mapping[str, Json] | None = None, **more: Any) -> Json:
    """Sales under the shelf are prohibited; Spectrum is told on the day unless others are named.

    The Board has judged it necessary for a transaction considered since July 1999.
    """
    notices = {"spectrum": handed_over(day)} if told is None else told
    return {
        "kind": "prohibition_noticed",
        "occurred_on": day,
        "days": days,
        "notices": [{"holder": each, "delivery": sent} for each, sent in notices.items()],
        "board_judgment": True,
        "transaction_considered_from": "1999-07-01",
    } | more


def prohibition_lifted(day: str) -> Json:
    return {"kind": "prohibition_lifted", "occurred_on": day}


def misleading(day: str) -> Json:
    """The Company told the Holders that the prospectus misleads."""
    return {"kind": "misstatement_notice_given", "occurred_on": day}


def new_prospectus(day: str, holder: str | None = None) -> Json:
    """A Holder received the new prospectus, or every included Holder did."""
    return {"kind": "new_prospectus_received", "occurred_on": day, "holder": holder}


# --- facts about the agreement ------------------------------------------------------------------


def transfer(day: str, holder: str, transferee: str, shares: int, **more: Any) -> Json:
    """Series A passes to an affiliate, who is holder of record on the same day."""
    return {
        "kind": "securities_transferred",
        "occurred_on": day,
        "holder": holder,
        "transferee": transferee,
        "transferee_name": f"The transferee {transferee}",
        "preferred_as_converted": shares,
        "affiliate": True,
        "restricted_in_writing": False,
        "record_holder_on": day,
    } | more


def converted(day: str, holder: str, shares: int) -> Json:
    return {"kind": "preferred_converted", "occurred_on": day, "holder": holder, "shares": shares}


def exercised(day: str, holder: str, shares: int) -> Json:
    return {"kind": "warrants_exercised", "occurred_on": day, "holder": holder, "shares": shares}


def sold(day: str, holder: str, shares: int) -> Json:
    return {"kind": "shares_sold", "occurred_on": day, "holder": holder, "shares": shares}


def sold_in_offering(day: str, seller: str, shares: int, price: str = "10.00") -> Json:
    """A Holder's shares sold under the statement, or off the shelf, without a discount."""
    return fact(
        "shares_sold_in_offering",
        day,
        seller=seller,
        seller_class="holders",
        shares=shares,
        price=price,
        discount_per_share="0",
    )


def split(day: str, numerator: int, denominator: int) -> Json:
    return {
        "kind": "stock_split",
        "occurred_on": day,
        "numerator": numerator,
        "denominator": denominator,
    }


def offering(day: str, **more: Any) -> Json:
    """The Company's own public offering commenced."""
    return {"kind": "company_offering_commenced", "occurred_on": day} | more


# --- instruments, and what bears on the agreement itself ------------------------------------------


def instrument(day: str, *signers: str, **more: Any) -> Json:
    """What the Company and these Holders executed; Spectrum alone, who has enough, if none."""
    return {
        "occurred_on": day,
        "company_signed": True,
        "signed_by": list(signers or ("spectrum",)),
    } | more


def amendment(day: str, changes: Json, *signers: str, **more: Any) -> Json:
    """An amendment of terms that leaves registrations already requested alone."""
    own = {"kind": "terms_amended", "instrument": "amendment", "changes": changes}
    return instrument(day, *signers, **own, reaches_requested=False) | more


def general_waiver(day: str, changes: Json, *signers: str, **more: Any) -> Json:
    return amendment(day, changes, *signers, **more) | {"instrument": "waiver"}


def not_performed(day: str, obligation: str, **more: Any) -> Json:
    stated = {"obligation": obligation, "stated_by": "spectrum"}
    return fact("not_performed", day, **stated | more)


def obligation_waived(day: str, obligation: str, *signers: str, **more: Any) -> Json:
    return instrument(day, *signers, kind="obligation_waived", obligation=obligation, **more)


def fact(kind: str, day: str, **more: Any) -> Json:
    """A fact of some kind that happened on a day."""
    return {"kind": kind, "occurred_on": day} | more


# --- agreements ---------------------------------------------------------------------------------


def agreement(identifier: str, **more: Any) -> Json:
    """An agreement on the 1998 template under an id of one's own."""
    return {"template": "ctc-1998", "id": identifier} | more


def holder(identifier: str, common: int, **more: Any) -> Json:
    """A Holder who holds this much Common Stock from the first day."""
    return {"id": identifier, "name": f"The Holder {identifier}", "common": common} | more
