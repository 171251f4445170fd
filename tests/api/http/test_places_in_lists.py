"""A place in a list that is none, whatever stands there, is named and stops nothing."""

import pytest

from tests.api.calls import EXAMPLE, EXAMPLE_DEMAND
from tests.api.refusals import problem
from tests.running.service import Service, described

OF_EXAMPLE = {"agreement_id": EXAMPLE, "registration_id": EXAMPLE_DEMAND}
PLACES = ("a:b", '{"a":1}', "default:x", "a b", "\u0661", "\U0001f9ff", "a\x00b", "x" * 3000)
LISTS = sorted(
    path
    for path, methods in described()["paths"].items()
    for each in methods.get("get", {}).get("parameters", ())
    if each["name"] == "after"
)


@pytest.mark.both_databases
@pytest.mark.parametrize("path", LISTS)
def test_what_is_no_place_in_a_list_is_refused_or_passed_over(service: Service, path: str) -> None:
    for after in PLACES:
        answer = service.get(path.format_map(Named(OF_EXAMPLE)), after=after)
        assert answer.status_code < 500, (path, after, answer.text)


@pytest.mark.parametrize("path", LISTS)
def test_a_place_that_the_list_does_not_have_is_told(service: Service, path: str) -> None:
    """An empty page would say that there is nothing more."""
    answer = service.get(path.format_map(Named(OF_EXAMPLE)), after="zzzzz")
    if answer.status_code != 404:
        assert problem(answer, 422, "invalid_input")["errors"][0]["code"] == "not_a_place"


class Named(dict[str, str]):
    """What stands in a path; of what is not in the example, a name."""

    def __missing__(self, name: str) -> str:
        return "x"
