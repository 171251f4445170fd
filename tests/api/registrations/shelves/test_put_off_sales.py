"""A sale off a shelf that is put off is not made before its day; the shelf itself bars nothing.

Clauses 2(a)(iii) and 2(g): a delay of 20 days invoked on 2 February 2000 puts it off until the
22nd.
"""

import pytest

from tests.api.bodies import delay
from tests.api.calls import DEMO, by, effective_shelf, ok, read_registration, taken_down
from tests.running.service import Service


@pytest.mark.parametrize("manner", ["under_registration", "underwritten_sale"])
@pytest.mark.parametrize(("day", "of_the_sale"), [("2000-02-21", "no"), ("2000-02-22", "yes")])
def test_are_told_of_as_such(service: Service, day: str, of_the_sale: str, manner: str) -> None:
    shelf = effective_shelf(service)
    put_off = delay("2000-02-02", 20, transaction_considered_from="2000-01-04")
    sale = taken_down(service, shelf, put_off)
    found = read_registration(service, sale, "2000-02-02")["determination"]
    assert found["not_before"] == "2000-02-22"
    asked = {"holder": "spectrum", "manner": manner, "as_of": day}
    answer = ok(service.get(f"/v1/agreements/{DEMO}/may-sell", **asked))["result"]
    lines = by("registration_id", answer["registrations"])
    assert lines[sale]["may_sell"] == of_the_sale
    codes = [each["code"] for each in lines[sale]["reasons"]]
    assert codes == ([] if of_the_sale == "yes" else ["PUT_OFF"])
    off_the_shelf = "yes" if manner == "under_registration" else "no"
    assert lines[shelf]["may_sell"] == off_the_shelf
    assert answer["may_sell"] == ("yes" if off_the_shelf == "yes" else of_the_sale)
