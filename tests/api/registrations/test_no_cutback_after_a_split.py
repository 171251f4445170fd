"""What is said of a maximum that does not cut Holders back follows a split, as the shares do: 9(h).

a, b and c ask for 50,000, 25,000 and 16,666 shares, together 91,666, against a maximum of 50,000.
"""

from tests.api.bodies import (
    agreement,
    declared_effective,
    demand,
    filed,
    handed_over,
    holder,
    letter,
    maximum,
    split,
)
from tests.api.calls import begun, make_agreement, ok, post_fact
from tests.running.service import Service


def test_in_shares_of_the_day_asked_about(service: Service) -> None:
    """Three for one on 3 May 1999: 274,998 against 150,000."""
    shares = (("a", 600_000), ("b", 300_000), ("c", 100_000))
    make_agreement(service, agreement("abc", holders=[holder(*each) for each in shares]))
    asked = demand(letter(handed_over("1999-02-19"), {"a": 50_000, "b": 25_000, "c": 16_666}))
    life = (maximum("1999-03-20", 50_000), filed("1999-04-01"), declared_effective("1999-04-20"))
    body = asked | {"underwritten": True}
    registration = begun(service, "demands", body, *life, agreement="abc")
    post_fact(service, split("1999-05-03", 3, 1), "abc")

    def said(day: str) -> str:
        warnings = ok(service.get(f"/v1/registrations/{registration}", as_of=day))["warnings"]
        (says,) = [each["says"] for each in warnings if each["code"] == "NO_CUTBACK_PROVISION"]
        return str(says)

    assert "91,666 shares exceed the maximum of 50,000" in said("1999-04-30")
    assert "274,998 shares exceed the maximum of 150,000" in said("1999-05-03")
