"""`GET /v1/registrations`: what is under way, by filters and pages, as of a day."""

import pytest

from tests.api.bodies import Json
from tests.api.calls import EXAMPLE, EXAMPLE_DEMAND, EXAMPLE_SHELF, ok
from tests.api.refusals import problem
from tests.running.service import Service

DAY = "1999-11-01"


def listed(service: Service, **asked: object) -> list[Json]:
    found: list[Json] = ok(service.get("/v1/registrations", as_of=DAY, **asked))["items"]
    return found


def names(service: Service, **asked: object) -> list[str]:
    return [each["registration_id"] for each in listed(service, **asked)]


def test_each_stands_as_its_own_answer_says(service: Service) -> None:
    lines = listed(service, agreement_id=EXAMPLE)
    assert [each.get("registration_id") for each in lines] == [EXAMPLE_DEMAND, EXAMPLE_SHELF]
    for line in lines:
        path = f"/v1/registrations/{line['registration_id']}"
        whole = ok(service.get(path, as_of=DAY, explain="none"))["result"]
        for name in ("agreement_id", "kind", "as_of", "state", "summary"):
            assert line[name] == whole[name]
        assert line["due_on"] == whole["determination"]["due_on"]


def test_filters_narrow_it(service: Service) -> None:
    lines = listed(service, agreement_id=EXAMPLE)
    assert names(service, agreement_id=EXAMPLE, kind="shelf") == [EXAMPLE_SHELF]
    for line in lines:
        of_its_state = names(service, agreement_id=EXAMPLE, state=line["state"])
        assert of_its_state == [
            each.get("registration_id") for each in lines if each["state"] == line["state"]
        ]
    due = [each for each in lines if each.get("next_due_on")]
    before = "2001-01-01"
    assert names(service, agreement_id=EXAMPLE, due_before=before) == [
        each["registration_id"] for each in due if each["next_due_on"] < before
    ]


def test_what_began_later_is_left_out(service: Service) -> None:
    early = ok(service.get("/v1/registrations", agreement_id=EXAMPLE, as_of="1999-03-31"))["items"]
    assert [each.get("registration_id") for each in early] == [EXAMPLE_DEMAND]


@pytest.mark.parametrize("size", [1, 2, 3])
def test_pages_make_up_the_whole(service: Service, size: int) -> None:
    whole = names(service, limit=50)
    found: list[str] = []
    after: dict[str, str] = {}
    while True:
        page = ok(service.get("/v1/registrations", as_of=DAY, limit=size, **after))
        found += [each.get("registration_id") for each in page["items"]]
        if page["next"] is None:
            break
        after = {"after": page["next"]}
    assert found == whole == sorted(whole)


def test_a_misspelt_agreement_is_told(service: Service) -> None:
    response = service.get("/v1/registrations", agreement_id="ctc-exampel")
    (error,) = problem(response, 422, "invalid_input")["errors"]
    assert error["code"] == "unknown_agreement"
    assert "Did you mean `ctc-example`?" in error["detail"]
