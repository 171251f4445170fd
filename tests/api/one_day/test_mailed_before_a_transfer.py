"""What an assignee sends before the transfer, and the Company receives after it: 1(e), 9(b), 9(f).

Holders a 60 and b 40 shares of common. Mailed on Thursday 4 March 1999, a writing is deemed
received on the third business day after it, Tuesday the 9th. On Monday the 8th b transfers 30 to n,
its affiliate, which is holder of record on the same day: when the writing arrives n is a Holder.
"""

from tests.api.bodies import (
    Json,
    demand,
    handed_over,
    join,
    letter,
    letter_added,
    mailed,
    notice,
    transfer,
)
from tests.api.calls import (
    decided,
    joins,
    post_demand,
    post_events,
    post_fact,
    read_agreement,
    read_registration,
)
from tests.api.ends.test_asked_after_effectiveness import made
from tests.api.ends.test_sold_out import asked
from tests.running.service import Service

TO_N = transfer("1999-03-08", "b", "n", 0, preferred_as_converted=0, common=30)
TO_N_BY_NOTICE = {name: day for name, day in TO_N.items() if name != "record_holder_on"}
"""The Company need not recognise n: it is not holder of record and gave no notice (9(f))."""


def _agreement(service: Service, passes: Json = TO_N) -> str:
    agreement = made(service)
    post_fact(service, passes, agreement)
    return agreement


def _demanded(service: Service, passes: Json = TO_N) -> str:
    answer = post_demand(service, demand(asked()), _agreement(service, passes))
    registration: str = answer["result"]["registration_id"]
    return registration


def test_a_request_to_join(service: Service) -> None:
    registration = _demanded(service)
    post_events(
        service,
        registration,
        notice("n", mailed("1999-03-04")),
        join("n", 5, mailed("1999-03-04")),
    )
    result = read_registration(service, registration, "1999-03-09")
    assert joins(result) == {"n": ("accepted", None)}


def test_one_whom_the_company_need_not_recognise_by_then(service: Service) -> None:
    registration = _demanded(service, TO_N_BY_NOTICE)
    post_events(service, registration, join("n", 5, mailed("1999-03-04")))
    result = read_registration(service, registration, "1999-03-09")
    assert joins(result) == {"n": ("refused", "NOT_RECOGNISED_HOLDER")}


def test_a_letter_to_a_request_that_was_complete(service: Service) -> None:
    registration = _demanded(service)
    added = letter_added(letter(mailed("1999-03-04"), {"n": 5}))
    post_events(service, registration, added)
    result = read_registration(service, registration, "1999-03-09")
    assert joins(result) == {"n": ("accepted", None)}


def test_a_demand(service: Service) -> None:
    """40 of a and 30 of n are more than half of 100."""
    body = demand(letter(mailed("1999-03-04"), {"a": 40, "n": 30}))
    answer = post_demand(service, body, _agreement(service), as_of="1999-03-09")
    assert decided(answer["result"]) == ("accepted", None)
    assert answer["result"]["determination"]["requesters"] == ["a", "n"]


def test_a_request_for_rule_144_papers(service: Service) -> None:
    """7(c): n owns Registrable Securities when its request arrives."""
    agreement = _agreement(service)
    asked_for = {
        "kind": "rule144_requested",
        "holder": "n",
        "documents": ["latest_report"],
        "delivery": mailed("1999-03-04"),
    }
    post_fact(service, asked_for, agreement)
    found = read_agreement(service, agreement, as_of="1999-03-09")["document_requests"]
    assert [(each["holder"], each["entitled"]) for each in found] == [("n", True)]


def test_before_the_transfer_is_received_it_names_nobody(service: Service) -> None:
    """Handed over on the 5th it is received on the 5th, when n is no Holder yet."""
    registration = _demanded(service)
    path = f"/v1/registrations/{registration}/events"
    refused = service.post(path, join("n", 5, handed_over("1999-03-05")))
    assert refused.status_code == 422
    assert [each["code"] for each in refused.json()["errors"]] == ["unknown_holder"]


def test_more_than_it_holds_by_then(service: Service) -> None:
    registration = _demanded(service)
    path = f"/v1/registrations/{registration}/events"
    refused = service.post(path, join("n", 31, mailed("1999-03-04")))
    assert [each["code"] for each in refused.json()["errors"]] == ["more_than_held"]
