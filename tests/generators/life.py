"""A demand's whole life, by the client that openapi-python-client makes of the description.

Run by `test_generators.py` as a stranger would run it, with `rights` the package just made.
"""

import sys
from datetime import date
from importlib import import_module
from typing import Any

made: Any = import_module("rights.models")
rights: Any = import_module("rights").Client(base_url=sys.argv[1], raise_on_unexpected_status=True)


def asked(operation: str, *path: str, **given: Any) -> Any:
    """What an operation answers; it is not a problem."""
    answer = import_module(f"rights.api.{operation}").sync(*path, client=rights, **given)
    assert not isinstance(answer, made.Problem), answer
    return answer


holders = [
    made.HolderCreate(id="spectrum", name="Spectrum", preferred_as_converted=1_200_000),
    made.HolderCreate(id="wang", name="Wang", preferred_as_converted=100_000),
]
asked(
    "agreements.post_agreement",
    body=made.AgreementCreate(template="ctc-1998", id="of-python", holders=holders),
)
letter = made.RequestLetter(
    requests=[made.ShareRequest(holder="spectrum", shares=400_000)],
    delivery=made.Delivery(method=made.Method.MAIL, sent_on=date(1999, 2, 16)),
)
demand = asked(
    "requests.post_demand",
    "of-python",
    body=made.DemandCreate(
        letters=[letter], id="demand-of-python", short_form_qualified=False, underwritten=False
    ),
    as_of=date(1999, 2, 22),
)
assert isinstance(demand, made.AnswerRegistrationAnswer)
# 90 days from receipt on Friday, 19 February 1999 (2(a)(i), 9(b)).
assert demand.result.determination.due_on == date(1999, 5, 20)

handed_over = made.Delivery(method=made.Method.PERSONAL, delivered_on=date(1999, 2, 22))
for fact in (
    made.NoticeGiven(kind="notice_given", holder="wang", delivery=handed_over),
    made.JoinRequested(kind="join_requested", holder="wang", shares=50_000, delivery=handed_over),
    made.Filed(kind="filed", occurred_on=date(1999, 4, 1), form="S-3"),
    made.DeclaredEffective(kind="declared_effective", occurred_on=date(1999, 5, 3)),
):
    answer = asked(
        "registrations.post_registration_event",
        "demand-of-python",
        body=fact,
        as_of=date(1999, 5, 10),
    )
    assert isinstance(answer, made.AnswerFactsRecorded)
    assert [each.kind for each in answer.result.facts] == [fact.kind]

day = date(1999, 6, 1)
stands = asked("registrations.get_registration", "demand-of-python", as_of=day)
assert (stands.result.state, stands.result.in_time) == ("effective", True)
sold = asked("registrations.get_registration_allocation", "demand-of-python", as_of=day)
shares = {line.seller: line.requested for line in sold.allocation.lines}
assert shares == {"spectrum": 400_000, "wang": 50_000}
owed = asked("obligations.list_obligations", registration="demand-of-python", as_of=day)
assert owed.items
