"""A Holder's word breaks nothing that cannot be broken yet: 2(a)(i), 2(c), 2(d), 3(a), 4(a).

Holders a 600,000, b 300,000 and c 100,000. The demand of a is received on 19 February 1999 and is
due 60 days later, on 20 April; b joins. On 25 March, with nothing filed, b states of several duties
that they were not performed, and that no best efforts were made.
"""

import pytest

from tests.api.bodies import (
    agreement,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    join,
    letter,
    not_performed,
    notice,
    own_registration,
)
from tests.api.calls import begun, make_agreement, obligation, ok, post_event, post_fact
from tests.api.money.claim_facts import COMPANY, claim, person
from tests.running.service import Service

BY_B = {"stated_by": "b", "best_efforts_used": False}


@pytest.fixture(autouse=True)
def agreed(service: Service) -> None:
    shares = (("a", 600_000), ("b", 300_000), ("c", 100_000))
    make_agreement(service, agreement("abc", holders=[holder(*each) for each in shares]))


def demanded(service: Service, *, underwritten: bool = True) -> str:
    asked = demand(
        letter(handed_over("1999-02-19"), {"a": 400_000}),
        short_form_qualified=True,
        underwritten=underwritten,
    )
    life = (
        notice("b", handed_over("1999-02-22")),
        join("b", 100_000, handed_over("1999-03-01")),
    )
    return begun(service, "demands", asked, *life, agreement="abc")


def stated(service: Service, registration: str, duty: str, day: str) -> tuple[str, bool]:
    """Its status, and whether it is said that it was stated too early."""
    said = not_performed(day, duty, registration=registration, **BY_B)
    post_fact(service, said, "abc")
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
    warned = "STATED_BEFORE_DUE" in {each["code"] for each in answer["warnings"]}
    return obligation(answer["result"], duty)["status"], warned


@pytest.mark.parametrize(
    "duty",
    [
        "transfer_agent",
        "form",
        "include:b",
        "listing",
        "state_approval",
        "expenses",
        "underwriting_party:a",
        "underwriting_agreement",
    ],
)
def test_nothing_is_broken_while_nothing_is_filed(service: Service, duty: str) -> None:
    assert stated(service, demanded(service), duty, "1999-03-25") == ("open", True)


def test_inclusion_is_broken_once_the_day_has_passed(service: Service) -> None:
    """2(a)(i): within the 60 days to 20 April; on the 21st it is broken."""
    registration = demanded(service)
    assert stated(service, registration, "include:b", "1999-04-20") == ("open", True)
    assert stated(service, registration, "include:b", "1999-04-21")[0] == "breached"


def test_listing_is_broken_once_the_statement_is_effective(service: Service) -> None:
    registration = demanded(service)
    post_event(service, registration, filed("1999-03-22"))
    post_event(service, registration, declared_effective("1999-04-12"))
    assert stated(service, registration, "listing", "1999-04-12") == ("breached", False)


def test_a_holder_is_left_out_of_an_agreement_that_is_made(service: Service) -> None:
    registration = demanded(service)
    made = fact("underwriting_agreement_made", "1999-04-05", holders=["b"])
    post_event(service, registration, made)
    assert stated(service, registration, "underwriting_party:a", "1999-04-06")[0] == "breached"


def test_an_agreement_that_does_not_satisfy_them_is_broken_once_it_is_made(
    service: Service,
) -> None:
    registration = demanded(service)
    post_event(service, registration, fact("underwriting_agreement_made", "1999-04-05"))
    assert stated(service, registration, "underwriting_agreement", "1999-04-05")[0] == "breached"


def test_nobody_is_left_unindemnified_while_nothing_is_claimed(service: Service) -> None:
    """6(a), 6(e): to be paid as bills are received; before a claim a bare word breaks nothing."""
    registration = demanded(service)
    post_event(service, registration, filed("1999-03-22"))
    assert stated(service, registration, "indemnify", "1999-03-25") == ("open", True)
    of_b = person("b", "holder")
    post_event(service, registration, claim("1999-04-01", of_b, COMPANY))
    assert stated(service, registration, "indemnify", "1999-04-02")[0] == "breached"


def test_nor_in_the_companys_own(service: Service) -> None:
    """2(b) sets no day: its shares are in by effectiveness."""
    own = own_registration(occurred_on="1999-03-01", planned_filing_on="1999-05-04")
    joined = join("b", 100_000, handed_over("1999-03-08"))
    told = notice("b", handed_over("1999-03-01"))
    registration = begun(service, "incidentals", own, told, joined, agreement="abc")
    assert stated(service, registration, "include:b", "1999-03-25") == ("open", True)
