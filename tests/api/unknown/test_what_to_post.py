"""What is missing of a record is named as it is posted, and posting it settles the answer.

Holders a 660,000, b 340,000 and c 100,000, of 1,100,000.
"""

import pytest

from tests.api.bodies import (
    Json,
    conversion,
    declared_effective,
    demand,
    fact,
    faxed,
    filed,
    handed_over,
    join,
    letter,
    misleading,
    notice,
    own_registration,
    shelf,
)
from tests.api.calls import (
    begun,
    joins,
    obligation,
    ok,
    post_event,
    post_events,
    window,
)
from tests.running.service import Service

ASKED = letter(handed_over("1999-09-02"), {"a": 600_000})
DEMAND = demand(ASKED, underwritten=False)
OWN = own_registration(occurred_on="1999-09-02", planned_filing_on="1999-10-04")


def answer(service: Service, registration: str, day: str) -> Json:
    found: Json = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    return found


def missing(answer: Json) -> dict[str, Json]:
    return {each["posted_as"]: each for each in answer["missing_inputs"]}


def entries(service: Service) -> list[Json]:
    listed: list[Json] = ok(service.get("/v1/agreements/abc/events"))["items"]
    return listed


def corrected(service: Service, at: str, value: object) -> None:
    """Say by a correction what the fact at a place leaves out."""
    wrong, _, pointer = at.removeprefix("fact:").partition("#/")
    (entry,) = (each for each in entries(service) if each["fact_id"] == wrong)
    replacement = place = entry["fact"]
    *names, last = pointer.split("/")
    for name in names:
        place = place[int(name)] if isinstance(place, list) else place[name]
    place[last] = value
    body = {"fact_id": wrong, "reason": "It was left out.", "replacement": replacement}
    ok(service.post("/v1/agreements/abc/corrections", body), 201)


# --- 2(c): the forms open at filing ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "body", "facts"),
    [
        ("demands", DEMAND, ()),
        ("shelves", shelf(ASKED), ()),
        ("incidentals", OWN, (join("c", 10_000, handed_over("1999-09-12")),)),
    ],
    ids=["demand", "shelf", "incidental"],
)
def test_the_forms_open_are_said_of_the_filing(
    service: Service, abc: str, kind: str, body: Json, facts: tuple[Json, ...]
) -> None:
    """Filed on S-1 where the law let it use no other: excused. Where S-3 was open: a breach of
    the day of filing."""
    told = [notice(each, handed_over("1999-09-03")) for each in "abc"]
    registration = begun(service, kind, body, *told, *facts, agreement=abc)
    post_events(service, registration, filed("1999-10-04", "S-1"))
    found = answer(service, registration, "1999-10-05")
    assert obligation(found["result"], "form")["status"] == "unconfirmed"
    named = missing(found)
    assert "filed" not in named
    place = named["filed.forms_open"]["at"]
    corrected(service, place, ["S-1"])
    found = answer(service, registration, "1999-10-05")
    assert obligation(found["result"], "form")["status"] == "excused"
    assert "filed.forms_open" not in missing(found)
    assert "OTHER_FORM_USED" not in [each["code"] for each in found["warnings"]]


def test_where_the_preferred_form_was_open_another_is_a_breach(service: Service, abc: str) -> None:
    open_then = filed("1999-10-04", "S-1") | {"forms_open": ["S-1", "S-3"]}
    registration = begun(service, "demands", DEMAND, open_then, agreement=abc)
    found = answer(service, registration, "1999-10-05")
    form = obligation(found["result"], "form")
    assert (form["status"], form.get("breached_on")) == ("breached", "1999-10-04")
    assert "OTHER_FORM_USED" in [each["code"] for each in found["warnings"]]


def test_what_is_said_of_the_filing_goes_before_what_the_demand_said(
    service: Service, abc: str
) -> None:
    excused = filed("1999-10-04", "S-1") | {"forms_open": ["S-1"]}
    body = DEMAND | {"forms_at_filing": ["S-3"]}
    registration = begun(service, "demands", body, excused, agreement=abc)
    found = answer(service, registration, "1999-10-05")
    assert obligation(found["result"], "form")["status"] == "excused"


# --- 9(b): a fax that nobody has acknowledged -----------------------------------------------------

FAXED = faxed("1999-09-04")
ACKNOWLEDGED = faxed("1999-09-04", "1999-09-07")


def faxed_notice(service: Service, abc: str) -> str:
    """Notice to c by fax of 4 September, which asks to join on the 20th."""
    asked = join("c", 500, handed_over("1999-09-20"))
    return begun(service, "demands", DEMAND, notice("c", FAXED), asked, agreement=abc)


def told_of_the_fax(service: Service, abc: str) -> tuple[str, Json]:
    registration = faxed_notice(service, abc)
    found = answer(service, registration, "1999-09-25")
    assert window(found["result"], "c")["state"] == "unknown"
    (named,) = (each for each in found["missing_inputs"] if each["name"] == "acknowledged_on")
    assert named["posted_as"] == "notice_given.delivery.acknowledged_on"
    return registration, named


def settled(service: Service, registration: str) -> None:
    """Acknowledged on Tuesday 7 September: 20 days after it are Monday 27 September."""
    found = answer(service, registration, "1999-09-25")
    assert "acknowledged_on" not in {each["name"] for each in found["missing_inputs"]}
    its_own = window(found["result"], "c")
    received, last = its_own.get("notice_received_on"), its_own["last_day"]
    assert (received, last, its_own["state"]) == ("1999-09-07", "1999-09-27", "open")
    assert joins(found["result"]) == {"c": ("accepted", None)}


def test_an_acknowledgment_is_said_by_correcting_the_notice(service: Service, abc: str) -> None:
    registration, named = told_of_the_fax(service, abc)
    corrected(service, named["at"], "1999-09-07")
    settled(service, registration)


def test_an_acknowledgment_is_said_by_posting_the_notice_again(service: Service, abc: str) -> None:
    registration, _ = told_of_the_fax(service, abc)
    post_event(service, registration, notice("c", ACKNOWLEDGED))
    settled(service, registration)


def test_a_request_posted_again_is_the_same_request(service: Service, abc: str) -> None:
    """c's fax to join is acknowledged: it asks for 500 shares, once."""
    asked = join("c", 500, faxed("1999-09-18"))
    told = notice("c", handed_over("1999-09-06"))
    registration = begun(service, "demands", DEMAND, told, asked, agreement=abc)
    named = missing(answer(service, registration, "1999-09-25"))
    assert "join_requested.delivery.acknowledged_on" in named
    again = join("c", 500, faxed("1999-09-18", "1999-09-20"))
    post_event(service, registration, again)
    found = answer(service, registration, "1999-09-25")
    assert joins(found["result"]) == {"c": ("accepted", None)}
    assert "SECOND_LETTER" not in [each["code"] for each in found["warnings"]]
    assert "join_requested.delivery.acknowledged_on" not in missing(found)


# --- 3(c), and what is named in words -------------------------------------------------------------


def test_the_end_of_a_stop_is_told_by_the_new_prospectus(service: Service, abc: str) -> None:
    """A shelf of a and b, whose prospectus misleads: it runs until both have the new one."""
    both = letter(handed_over("1999-09-02"), {"a": 400_000, "b": 200_000})
    registration = begun(
        service,
        "shelves",
        shelf(both),
        filed("1999-10-04"),
        declared_effective("1999-10-27"),
        conversion("1999-11-01"),
        misleading("2000-04-20"),
        agreement=abc,
    )
    found = answer(service, registration, "2000-05-01")
    assert "new_prospectus_received" in missing(found)
    assert all(each["posted_as"] for each in found["missing_inputs"])
    assert not any("/last_day" in each["name"] for each in found["missing_inputs"])
    post_events(service, registration, fact("new_prospectus_received", "2000-04-30"))
    found = answer(service, registration, "2000-05-01")
    assert "new_prospectus_received" not in missing(found)
    assert (
        obligation(found["result"], "maintain")["due_on"] == "2000-11-12"
    )  # 20 to 30 April: 11 days


def test_a_duty_is_named_in_words(service: Service, abc: str) -> None:
    registration = begun(
        service,
        "demands",
        DEMAND,
        filed("1999-10-04"),
        declared_effective("1999-10-27"),
        agreement=abc,
    )
    named = missing(answer(service, registration, "1999-10-28"))
    assert named["transfer_agent_appointed"]["needed_for"] == (
        "whether ctc did this for a: provide a transfer agent for the shares"
    )


# --- 6(b): an undertaking that came too late (QG9) ------------------------------------------------


def test_what_was_posted_and_did_not_settle_it_is_not_asked_for(service: Service, abc: str) -> None:
    """Effective on 27 October; b's undertaking is received on 8 November: it was not by then."""
    told = notice("b", handed_over("1999-09-05"))
    asked = join("b", 500, handed_over("1999-09-10"))
    registration = begun(
        service,
        "demands",
        DEMAND,
        told,
        asked,
        fact("undertaking_required", "1999-09-20", holder="b"),
        filed("1999-10-04"),
        declared_effective("1999-10-27"),
        agreement=abc,
    )
    found = answer(service, registration, "1999-11-10")
    assert {"declared_effective.covers", "undertaking_received"} <= missing(found).keys()
    assert "declared_effective" not in missing(found)
    assert "by 27 October 1999" in missing(found)["undertaking_received"]["needed_for"]
    received = fact("undertaking_received", "1999-11-08", holder="b", satisfactory=True)
    post_events(service, registration, received)
    found = answer(service, registration, "1999-11-10")
    assert obligation(found["result"], "include:b")["status"] == "unconfirmed"
    assert "undertaking_received" not in missing(found)
    corrected(service, missing(found)["declared_effective.covers"]["at"], {"a": 600_000, "b": 500})
    found = answer(service, registration, "1999-11-10")
    assert obligation(found["result"], "include:b")["status"] == "performed"


def test_both_conditions_unmet_are_both_told(service: Service, abc: str) -> None:
    """b gave neither the undertaking required nor the information asked for."""
    told = notice("b", handed_over("1999-09-05"))
    asked = join("b", 500, handed_over("1999-09-10"))
    registration = begun(
        service,
        "demands",
        DEMAND,
        told,
        asked,
        fact("undertaking_required", "1999-09-20", holder="b"),
        {
            "kind": "information_requested",
            "holder": "b",
            "delivery": handed_over("1999-09-20"),
        },
        filed("1999-10-04"),
        declared_effective("1999-10-27"),
        agreement=abc,
    )
    found = answer(service, registration, "1999-11-10")
    covers = [each for each in found["missing_inputs"] if each["name"] == "covers/b"]
    assert len(covers) == 1
    asked_on = {"holder": "b", "as_of": "1999-11-10", "manner": "under_registration"}
    sale = ok(service.get("/v1/agreements/abc/may-sell", **asked_on))["result"]
    codes = [bar["code"] for each in sale["registrations"] for bar in each["reasons"]]
    assert {"UNDERTAKING_MISSING", "INFORMATION_MISSING"} <= set(codes)


# --- 2(g): facts of one day -----------------------------------------------------------------------


def test_two_delays_of_one_day_are_ordered_by_the_clause_on_delays(
    service: Service, abc: str
) -> None:
    """Of which came first, their days and their occasions may turn."""
    registration = begun(service, "demands", DEMAND, agreement=abc)
    for days in (10, 20):
        delay = {
            "kind": "delay_invoked",
            "occurred_on": "1999-09-20",
            "days": days,
            "board_judgment": True,
            "transaction_considered_from": "1999-09-01",
            "consent": False,
        }
        post_events(service, registration, delay)
    found = answer(service, registration, "1999-09-25")
    ordered = [each for each in found["missing_inputs"] if each["name"].startswith("order/")]
    assert [each["clause"] for each in ordered] == ["2(g)"]
