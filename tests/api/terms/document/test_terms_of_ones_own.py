"""Agreements made from terms of one's own: whole, or a template with parts replaced whole."""

import json
from pathlib import Path
from typing import Any, ClassVar

from app.rules.terms import Terms
from tests.api.bodies import Json, demand, handed_over, holder, letter
from tests.api.calls import make_agreement, ok
from tests.api.refusals import faults
from tests.running.service import Service

WIDGETS = Path(__file__).parents[3] / "data" / "terms" / "widgets.json"


def widgets() -> Any:
    return json.loads(WIDGETS.read_text(encoding="utf-8"))


def without_nulls(document: Any) -> Any:
    """The document without what it lacks: absent and null are the same."""
    return {name: each for name, each in document.items() if each is not None}


def hash_of(service: Service, agreement: str) -> str:
    found: str = ok(service.get(f"/v1/agreements/{agreement}/terms"))["content_hash"]
    return found


class TestTermsWhole:
    def test_make_an_agreement_of_no_template(self, service: Service) -> None:
        made = make_agreement(service, {"id": "own", "terms": widgets()})["result"]
        assert "template" not in made
        assert made["name"] == widgets()["title"]
        found = ok(service.get("/v1/agreements/own/terms"))["terms"]
        assert Terms.model_validate(found) == Terms.model_validate(widgets())

    def test_need_not_say_what_the_agreement_lacks(self, service: Service) -> None:
        lacking = ("takedown", "takedown_cutback", "holdback", "rights_end", "covenants")
        with_nulls = widgets() | dict.fromkeys(lacking)
        make_agreement(service, {"id": "null", "terms": with_nulls})
        make_agreement(service, {"id": "absent", "terms": without_nulls(with_nulls)})
        assert hash_of(service, "absent") == hash_of(service, "null")

    def test_say_what_is_held_and_does_not_count(self, service: Service) -> None:
        """A class that is not among those that count is told at the making, and when it is used."""
        terms = widgets()
        terms["registrable_securities"] |= {"counts": ["common"]}
        fund = holder("fund", 0, warrant_shares=2_000_000)
        made = make_agreement(service, {"id": "own", "terms": terms, "holders": [fund]})
        (told,) = [each for each in made["warnings"] if each["code"] == "holding_not_counted"]
        assert "2,000,000 warrant_shares" in told["says"]
        asked = demand(letter(handed_over("2021-03-01"), {"fund": 10}))
        refused = service.post("/v1/agreements/own/demands", asked)
        (fault,) = refused.json()["errors"]
        assert fault["code"] == "more_than_held"
        assert "2,000,000 warrant_shares are not among" in fault["detail"]

    def test_must_not_contradict_themselves(self, service: Service) -> None:
        terms = widgets()
        terms["demand"]["join"]["within"]["anchor"] = "banana"
        refused = service.post("/v1/agreements", {"terms": terms})
        assert faults(refused) == {"/terms/demand/join/within/anchor": "anchor_not_honoured"}

    def test_name_the_place_of_a_clock_that_is_none(self, service: Service) -> None:
        terms = widgets()
        terms["demand"]["join"]["within"] = {"count": 3, "unit": "day", "after": "banana"}
        refused = service.post("/v1/agreements", {"terms": terms})
        assert set(faults(refused)) == {"/terms/demand/join/within/after"}

    def test_stand_in_place_of_a_template_and_overrides(self, service: Service) -> None:
        for body in (
            {},
            {"template": "ctc-1998", "terms": widgets()},
            {"terms": widgets(), "overrides": {"demand": None}},
        ):
            assert service.post("/v1/agreements", body).status_code == 422


class TestOverrides:
    METHODS: ClassVar[Json] = {
        "email": {
            "given": "sent",
            "received": {
                "clause": "9",
                "count": 0,
                "unit": "day",
                "anchor": "sent",
                "roll": "none",
            },
        }
    }

    def test_are_merged_part_by_part(self, service: Service) -> None:
        overrides = {"notices": {"methods": self.METHODS}}
        make_agreement(service, {"id": "m", "template": "ctc-1998", "overrides": overrides})
        found = ok(service.get("/v1/agreements/m/terms"))["terms"]["notices"]["methods"]
        assert set(found) == {"personal", "courier", "mail", "email"}

    def test_replace_a_part_whole_where_they_say_so(self, service: Service) -> None:
        overrides = {"notices": {"methods": {"$replace": True, **self.METHODS}}}
        make_agreement(service, {"id": "r", "template": "ctc-1998", "overrides": overrides})
        found = ok(service.get("/v1/agreements/r/terms"))["terms"]["notices"]["methods"]
        assert set(found) == {"email"}
