"""An objection given on the very day on which the amendment is filed: 3(a)(x).

Not to be filed is what a Holder has reasonably objected to; the record has days and no hours. Which
came first is not known unless the objection says so.
"""

from tests.api.bodies import (
    Json,
    declared_effective,
    demand,
    fact,
    filed,
    handed_over,
    holder,
    letter,
    mailed,
)
from tests.api.bodies import agreement as agreed
from tests.api.calls import begun, make_agreement, ok
from tests.running.service import Service

FILED_ON = "2000-01-18"


def answered(service: Service, given_on: str, **more: object) -> Json:
    """The answer on 24 January 2000, after an objection that a mailed on a day."""
    shares = (("a", 600_000), ("b", 300_000), ("c", 100_000))
    make_agreement(service, agreed("abc", holders=[holder(*each) for each in shares]))
    asked = demand(letter(handed_over("1999-10-20"), {"a": 400_000, "b": 100_000}))
    proposed = fact(
        "amendment_proposed",
        "2000-01-05",
        amendment="x",
        planned_filing_on=FILED_ON,
        copies=[{"holder": each, "furnished_on": "2000-01-05"} for each in ("a", "b")],
    )
    objected = {
        "kind": "amendment_objected",
        "amendment": "x",
        "holder": "a",
        "delivery": mailed(given_on),
        "on_compliance_grounds": True,
        "reasonable": True,
    }
    life = (filed("1999-12-01"), declared_effective("2000-01-03"), proposed)
    made = fact("amendment_filed", FILED_ON, amendment="x")
    body = asked | {"underwritten": True}
    registration = begun(service, "demands", body, *life, objected | more, made, agreement="abc")
    answer: Json = ok(service.get(f"/v1/registrations/{registration}", as_of="2000-01-24"))
    return answer


def found(answer: Json) -> tuple[object, object, list[str]]:
    """Whether it bars, whether it may be filed, and how the duty not to file it stands."""
    (line,) = answer["result"]["amendments"]
    duties = (each for each in answer["result"]["obligations"])
    statuses = [each["status"] for each in duties if each["id"].startswith("amendment_objection")]
    return line["objections"][0]["bars"], line["may_file"], statuses


def test_is_left_open(service: Service) -> None:
    answer = answered(service, FILED_ON)
    assert found(answer) == (None, None, ["unconfirmed"])
    missing = {each["posted_as"] for each in answer["missing_inputs"]}
    assert "amendment_objected.before_filing" in missing


def test_that_came_first_is_broken(service: Service) -> None:
    answer = answered(service, FILED_ON, before_filing=True)
    assert found(answer) == (True, False, ["breached"])


def test_that_came_after_it_bars_nothing(service: Service) -> None:
    answer = answered(service, FILED_ON, before_filing=False)
    assert found(answer) == (False, True, [])


def test_of_the_day_before_is_broken(service: Service) -> None:
    assert found(answered(service, "2000-01-14")) == (True, False, ["breached"])


def test_of_the_day_after_bars_nothing(service: Service) -> None:
    assert found(answered(service, "2000-01-19")) == (False, True, [])
