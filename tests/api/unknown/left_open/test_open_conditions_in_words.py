"""A condition that is not known to be met does not say that it is: a fax nobody acknowledged."""

from tests.api.bodies import demand, faxed, letter
from tests.api.calls import post_demand
from tests.running.service import Service


def test_says_nothing_definite_while_it_is_open(service: Service) -> None:
    body = demand(letter(faxed("1999-03-01"), {"spectrum": 600_000}))
    determined = post_demand(service, body)["result"]["determination"]
    said = {
        each["name"]: each["says"]
        for each in determined["conditions"]
        if each["outcome"] == "unknown"
    }
    assert "No standstill is in the way." not in said.values()
    assert "not known" in said["no_standstill"]
