"""A sale while it is not recorded whether its Holder had notice that the prospectus misleads: 3(c).

A Holder stops selling upon its receipt of the notice. The demand of a and b is effective on
20 April 1999, and the notice is given on 3 May; its delivery is recorded for b only.
"""

import pytest

from tests.api.bodies import (
    Json,
    agreement,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    letter,
    misleading,
    new_prospectus,
)
from tests.api.calls import begun, make_agreement, ok
from tests.running.service import Service


def sale(day: str, seller: str = "a") -> Json:
    more = {"seller_class": "holders", "shares": 1, "price": "10.00", "discount_per_share": "0.00"}
    return fact("shares_sold_in_offering", day, seller=seller, **more)


def told(service: Service, *facts: Json) -> tuple[list[str], str, set[str]]:
    """The warnings of sales, how a's duty to stop stands, and what is missing."""
    shares = (("a", 600_000), ("b", 300_000), ("c", 100_000))
    make_agreement(service, agreement("abc", holders=[holder(*each) for each in shares]))
    asked = demand(letter(handed_over("1999-02-19"), {"a": 400_000, "b": 100_000}))
    to_b = {"kind": "misstatement_notice_delivered", "holder": "b"}
    life = (
        filed("1999-04-01"),
        declared_effective("1999-04-20"),
        misleading("1999-05-03"),
        to_b | {"delivery": handed_over("1999-05-03")},
    )
    registration = begun(service, "demands", asked, *life, *facts, agreement="abc")
    answer = ok(service.get(f"/v1/registrations/{registration}", as_of="1999-05-11"))
    sales = [each["says"] for each in answer["warnings"] if each["code"] == "SALE_PERHAPS_BARRED"]
    duties = answer["result"]["obligations"]
    (status,) = [each["status"] for each in duties if each["id"].startswith("discontinuance:a")]
    return sales, status, {each["name"] for each in answer["missing_inputs"]}


@pytest.mark.parametrize("day", ["1999-05-03", "1999-05-10"])
def test_may_have_been_barred(service: Service, day: str) -> None:
    sales, status, missing = told(service, sale(day))
    assert len(sales) == 1
    assert sales[0].startswith("a sold 1 share on ")
    assert status == "unconfirmed"
    assert "misstatement_notice_delivered/a" in missing


def test_was_free_before_the_notice(service: Service) -> None:
    """Since the notice it is not known whether a was told, and so whether it is to stop now."""
    sales, status, missing = told(service, sale("1999-04-30"))
    assert (sales, status) == ([], "unconfirmed")
    assert "misstatement_notice_delivered/a" in missing


def test_was_free_with_the_new_prospectus(service: Service) -> None:
    sales, status, _ = told(service, new_prospectus("1999-05-07", "a"), sale("1999-05-10"))
    assert (sales, status) == ([], "performed")
