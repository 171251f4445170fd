"""A shelf ends even while it is open whether a prohibition was permitted: 2(a)(ii), 2(g).

Effective and converted on 1 June 1999: kept to 1 June 2000, or 11 June with 10 days given back.
"""

import pytest

from tests.api.bodies import (
    Json,
    conversion,
    declared_effective,
    filed,
    handed_over,
    letter,
    prohibition,
    shelf,
)
from tests.api.calls import begun, make_agreement, obligation, ok, read_registration
from tests.running.service import Service

SURVIVES = {"earnings_statement", "indemnify", "claim", "discount", "expenses", "holdback"}


def shelved(service: Service) -> str:
    holders = [
        {"id": "a", "name": "A", "common": 60_000},
        {"id": "b", "name": "B", "common": 40_000},
    ]
    make_agreement(service, {"template": "ctc-1998", "id": "ab", "holders": holders})
    asked = shelf(
        letter(handed_over("1999-05-03"), {"a": 30_000, "b": 10_000}),
        conversion_proposed_on="1999-06-01",
        certificate_date="1999-06-01",
    )
    told = {"a": handed_over("1999-09-01"), "b": handed_over("1999-09-01")}
    open_one = prohibition("1999-09-01", 10, told)
    del open_one["transaction_considered_from"]
    facts = (filed("1999-05-20"), declared_effective("1999-06-01"), conversion("1999-06-01"))
    return begun(service, "shelves", asked, *facts, open_one, agreement="ab")


@pytest.mark.parametrize(
    ("day", "state", "maintained"),
    [
        ("2000-06-01", "effective", "open"),
        ("2000-06-11", "effective", "open"),
        ("2000-06-12", "expired", "performed"),
        ("2005-01-03", "expired", "performed"),
    ],
)
def test_after_the_last_day_it_can_have_it_has_expired(
    service: Service, day: str, state: str, maintained: str
) -> None:
    found: Json = read_registration(service, shelved(service), day)
    assert found["state"] == state
    assert obligation(found, "maintain")["status"] == maintained
    if state == "expired":
        live = {
            each["id"]
            for each in found["obligations"]
            if each["status"] in ("open", "not_yet_due", "overdue", "overdue_review")
        }
        assert {each.partition(":")[0] for each in live} <= SURVIVES
    asked = {"holder": "a", "manner": "under_registration", "on": day}
    may_sell = ok(service.get("/v1/agreements/ab/may-sell", **asked))["result"]["may_sell"]
    expected = {"2000-06-01": "yes", "2000-06-11": "unknown"}
    assert may_sell == expected.get(day, "no")
