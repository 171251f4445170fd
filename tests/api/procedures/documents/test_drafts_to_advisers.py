"""Drafts that went to Holders say nothing of what advisers had: clause 5.

Holders a has 45, b 40 and c 15 shares of common.
"""

import pytest

from tests.api.bodies import Json, demand, fact, filed, handed_over, letter
from tests.api.calls import begun, make_agreement, obligation, ok
from tests.running.service import Service

DOCUMENTS = [
    f"{kind}_{what}"
    for kind in ("draft", "final")
    for what in ("registration_statement", "prospectus")
]


def asked(service: Service, *facts: Json) -> Json:
    held = {"a": 45, "b": 40, "c": 15}
    holders = [{"id": each, "name": each, "common": common} for each, common in held.items()]
    make_agreement(service, {"template": "ctc-1998", "id": "abc", "holders": holders})
    signed = {"a": 30, "b": 30}
    body = demand(letter(handed_over("1999-03-01"), signed), underwritten=False)
    name = begun(service, "demands", body, *facts, agreement="abc")
    found: Json = ok(service.get(f"/v1/registrations/{name}", as_of="1999-05-10"))
    return found


@pytest.mark.parametrize(
    ("advisers", "found"),
    [
        ([], ("unconfirmed", "unconfirmed")),
        (["counsel"], ("performed", "breached")),
        (["counsel", "accountants"], ("performed", "performed")),
    ],
)
def test_drafts_to_holders_say_nothing_of_advisers(
    service: Service, advisers: list[str], found: tuple[str, str]
) -> None:
    """5: due five business days before 26 April; who had drafts on the 1st is said by the fact."""
    sent = fact("drafts_delivered", "1999-04-01", documents=DOCUMENTS, advisers=advisers)
    result = asked(service, sent, filed("1999-04-26"))["result"]
    of = [obligation(result, f"drafts:{each}")["status"] for each in ("counsel", "accountants")]
    assert (tuple(of), obligation(result, "drafts:b")["status"]) == (found, "performed")


def test_some_of_the_documents_say_nothing_of_the_others(service: Service) -> None:
    """5: the drafts of 1 April are on record; that the final copies did not go is not."""
    sent = fact("drafts_delivered", "1999-04-01", documents=DOCUMENTS[:2], advisers=["counsel"])
    result = asked(service, sent, filed("1999-04-26"))["result"]
    statuses = {
        each: obligation(result, f"drafts:{each}")["status"] for each in ("a", "b", "counsel")
    }
    assert statuses == dict.fromkeys(("a", "b", "counsel"), "unconfirmed")
    assert obligation(result, "drafts:accountants")["status"] == "breached"
