"""Moments that no fact dated before: stages of a registration, pricing and closing of an offering.

Spectrum's demand of 16 February 1999 is received on Friday the 19th.
"""

from typing import Any

import pytest

from tests.api.bodies import Json, agreement, fact, filed, holder
from tests.api.calls import demanded, make_agreement, ok, post_event, post_fact, read_registration
from tests.running.service import Service

HELD = [holder("spectrum", 500_000), holder("wang", 2_000)]
STAGES = (
    "publicly_filed",
    "comments_received",
    "comments_answered",
    "review_ended",
    "acceleration_asked",
    "offering_commenced",
    "priced",
    "final_prospectus",
    "closed",
)


def made(service: Service, **overrides: Any) -> None:
    make_agreement(service, agreement("stages", overrides=overrides, holders=HELD))


@pytest.mark.parametrize("stage", STAGES)
def test_a_deadline_counts_from_a_stage(service: Service, stage: str) -> None:
    """Thirty days after Monday 3 May 1999 are 2 June; until then the stage is named."""
    within = {"count": 30, "unit": "day", "after": f"registration.{stage}", "$replace": True}
    made(service, demand={"short_form": None, "effect_within": within})
    name = demanded(service, filed("1999-04-05"), agreement="stages")
    answer = ok(service.get(f"/v1/registrations/{name}", as_of="1999-04-12"))
    assert answer["result"]["determination"]["due_on"] is None
    missing = {(each["name"], each["posted_as"]) for each in answer["missing_inputs"]}
    assert (f"registration.{stage}", "stage_reached") in missing
    for day in ("1999-05-03", "1999-05-10"):
        post_event(service, name, fact("stage_reached", day, stage=stage))
    found = read_registration(service, name, as_of="1999-05-12")
    assert found["determination"]["due_on"] == "1999-06-02"


@pytest.mark.parametrize("stage", ["priced", "closed"])
class TestTheFirstPublicOffering:
    def told(self, service: Service, day: str, stage: str) -> None:
        post_fact(service, fact("first_public_offering_stage", day, stage=stage), "stages")

    def test_a_right_opens_days_after_it(self, service: Service, stage: str) -> None:
        """Thirty days after 20 January 1999 are 19 February, the day of receipt."""
        since: Json = {"count": 30, "unit": "day", "after": f"ipo.{stage}", "edge": "on"}
        made(service, demand={"opens": None, "closes_on": None, "open": {"from": since}})
        name = demanded(service, agreement="stages")
        assert ruled(service, name) == ("refused", "DEMAND_NOT_YET_OPEN")
        self.told(service, "1999-01-20", stage)
        assert ruled(service, name) == ("accepted", None)

    def test_the_rights_end_after_it(self, service: Service, stage: str) -> None:
        on = {"count": 30, "unit": "day", "after": f"ipo.{stage}"}
        made(service, ends={"it": {"on": on}})
        name = demanded(service, agreement="stages")
        assert ruled(service, name) == ("accepted", None)
        self.told(service, "1999-01-20", stage)
        assert ruled(service, name) == ("refused", "RIGHTS_ENDED")


def ruled(service: Service, name: str) -> tuple[str, str | None]:
    found = read_registration(service, name, as_of="1999-02-22")["determination"]
    return found["decision"], found.get("reason")
