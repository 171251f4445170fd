"""A sale off a shelf of which all was sold otherwise: clause 2(a)(iii).

It ends with its shelf, which is what the first sentence says, and nothing waits for an amendment.
"""

from tests.api.bodies import (
    agreement,
    conversion,
    declared_effective,
    filed,
    handed_over,
    holder,
    letter,
    shelf,
    takedown,
)
from tests.api.calls import begun, make_agreement, ok, post_events
from tests.api.ends.test_sold_out import sale
from tests.running.service import Service


def test_is_said_of_the_sale(service: Service) -> None:
    holders = [holder("a", 600_000), holder("b", 300_000), holder("c", 100_000)]
    make_agreement(service, agreement("ab", holders=holders))
    asked = letter(handed_over("1999-09-02"), {"a": 400_000, "b": 200_000})
    effective = (filed("1999-10-15"), declared_effective("1999-11-01"), conversion("1999-11-01"))
    name = begun(service, "shelves", shelf(asked), *effective, agreement="ab")
    wanted = letter(handed_over("2000-01-03"), {"a": 500_000, "b": 100_000})
    sale_off_it = begun(service, "takedowns", takedown(name, wanted), agreement="ab")
    before = ok(service.get(f"/v1/registrations/{sale_off_it}", as_of="2000-02-01"))
    assert "BEYOND_THE_SHELF" in {each["code"] for each in before["warnings"]}
    of_b = sale("2000-03-02", 200_000) | {"seller": "b"}
    post_events(service, name, sale("2000-03-01", 400_000), of_b)
    answer = ok(service.get(f"/v1/registrations/{sale_off_it}", as_of="2000-03-03"))
    assert answer["result"]["summary"].startswith(
        "The request for a sale off the shelf was accepted, and its shelf has ended."
    )
    assert "BEYOND_THE_SHELF" not in {each["code"] for each in answer["warnings"]}
