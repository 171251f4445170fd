"""Doubts that a document carries itself: which way holds, who chose it, what another would change.

The text says sixty days and ninety. A demand is received on 4 March 1999 off any short form: sixty
days end on 3 May (27 left in March, 30 in April, 3), ninety on 2 June (28 more in May, and 2).
"""

from typing import Any, Final

import pytest

from tests.api.bodies import Json, amendment, handed_over, holder, spectrum_demand
from tests.api.calls import (
    begun,
    by,
    make_agreement,
    obligation,
    ok,
    post_fact,
    read_agreement,
    read_registration,
)
from tests.api.refusals import faults
from tests.running.service import Service

PLACE = "/demand/effect_within/count"
HELD = [holder("spectrum", 900_000), holder("wang", 100_000)]
WAYS = {
    "shorter": {"says": "The first sentence: sixty days.", "changes": {PLACE: 60}},
    "longer": {"says": "The proviso: ninety days.", "changes": {PLACE: 90}},
}
SIXTY, NINETY = "1999-05-03", "1999-06-02"


def doubt(**more: Any) -> Json:
    return {
        "clause": "2(a)(i)",
        "kind": "contradictory",
        "question": "Within sixty days, or ninety?",
        "ways": WAYS,
        **more,
    }


def overrides(**more: Any) -> Json:
    return {"doubts": {"how_long": doubt(**more)}}


def made(service: Service, **more: Any) -> Json:
    body = {
        "id": "doubted",
        "template": "ctc-1998",
        "holders": HELD,
        "overrides": overrides(**more),
    }
    return make_agreement(service, body)


def asked(service: Service) -> str:
    body = spectrum_demand(handed_over("1999-03-04"))
    return begun(service, "demands", body, agreement="doubted")


def due(service: Service, demand: str, day: str = "1999-03-10") -> str | None:
    answer = read_registration(service, demand, as_of=day)
    found: str | None = answer["determination"]["due_on"]
    return found


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"recommended": "shorter"}, SIXTY),
        ({"recommended": "shorter", "taken": "longer", "taken_by": "counsel"}, NINETY),
        ({"taken": "shorter"}, SIXTY),
    ],
)
def test_the_way_taken_holds_and_else_the_one_recommended(
    service: Service, said: Json, expected: str
) -> None:
    made(service, **said)
    assert due(service, asked(service)) == expected


class TestTheAnswer:
    def test_names_the_doubt_and_the_way_in_force(self, service: Service) -> None:
        made(service, recommended="shorter", taken="longer")
        answer = ok(service.get(f"/v1/registrations/{asked(service)}", as_of="1999-03-10"))
        named = by("option", answer["readings"])["how_long"]
        assert named == {
            "option": "how_long",
            "number": "own",
            "clause": "2(a)(i)",
            "question": "Within sixty days, or ninety?",
            "value": "longer",
            "meaning": "The proviso: ninety days.",
            "is_default": False,
        }

    def test_of_an_agreement_without_doubts_names_none(self, service: Service) -> None:
        make_agreement(service, {"id": "doubted", "template": "ctc-1998", "holders": HELD})
        answer = ok(service.get(f"/v1/registrations/{asked(service)}", as_of="1999-03-10"))
        assert "own" not in {each["number"] for each in answer["readings"]}

    def test_tells_what_the_other_way_would_change(self, service: Service) -> None:
        made(service, recommended="shorter")
        address = f"/v1/registrations/{asked(service)}/sensitivity"
        told = ok(service.get(address, as_of="1999-03-10", reading="how_long"))["sensitivity"]
        (change,) = told["changes"]
        assert (change["now"], change["other"], change["clause"]) == (
            "shorter",
            "longer",
            "2(a)(i)",
        )
        differs = by("path", change["differences"])["/determination/due_on"]
        assert (differs["now"], differs["becomes"]) == (SIXTY, NINETY)

    def test_does_not_know_what_turns_on_a_doubt_that_nobody_settled(
        self, service: Service
    ) -> None:
        made(service)
        demand = asked(service)
        answer = ok(service.get(f"/v1/registrations/{demand}", as_of="1999-03-10"))
        assert answer["result"]["determination"]["decision"] == "accepted"
        assert answer["result"]["determination"]["due_on"] is None
        missing = by("name", answer["missing_inputs"])["doubts/how_long"]
        assert (missing["clause"], missing["posted_as"]) == ("2(a)(i)", "terms_amended")

    def test_of_such_a_doubt_is_the_same_in_the_docket(self, service: Service) -> None:
        """On 10 May sixty days are over and ninety are not: whether it is broken is not known."""
        made(service)
        demand = asked(service)
        answer = read_registration(service, demand, as_of="1999-05-10")
        listed = ok(service.get("/v1/obligations", agreement_id="doubted", as_of="1999-05-10"))
        on_docket = {
            each["obligation"]["id"]: each["obligation"]["status"]
            for each in listed["items"]
            if each.get("registration_id") == demand
        }
        stands = {each["id"]: each["status"] for each in answer["obligations"]}
        assert on_docket == stands
        assert obligation(answer, "effect")["due_on"] is None

    def test_is_settled_by_an_instrument_that_writes_the_place(self, service: Service) -> None:
        made(service)
        settled = amendment("1999-02-01", {PLACE: 75}, "spectrum")
        post_fact(service, settled, "doubted")
        # Seventy-five days from 4 March: 18 May.
        demand = asked(service)
        answer = ok(service.get(f"/v1/registrations/{demand}", as_of="1999-03-10"))
        assert answer["result"]["determination"]["due_on"] == "1999-05-18"
        assert "doubts/how_long" not in {each["name"] for each in answer["missing_inputs"]}

    def test_no_instrument_takes_a_way(self, service: Service) -> None:
        """It writes the place: what stands in the document is not what holds from its day on."""
        made(service)
        taking = amendment("1999-02-01", {"/doubts/how_long/taken": "longer"}, "spectrum")
        refused = service.post("/v1/agreements/doubted/events", taking)
        assert refused.status_code == 422
        assert "writing the place" in refused.text


class TestComputations:
    BODY: Final[Json] = {
        "letters": [
            {"requests": {"spectrum": 400_000}, "delivery": handed_over("1999-03-04")},
        ],
        "positions": [{"holder": "spectrum", "common": 900_000}],
        "short_form_qualified": False,
        "demands_effected": 0,
        "demands_pending": 0,
    }

    def document(self, service: Service, **more: Any) -> Json:
        terms: Json = ok(service.get("/v1/templates/ctc-1998"))["terms"]
        return {**terms, **overrides(**more)}

    def test_go_by_the_way_in_force_or_by_the_one_asked_for(self, service: Service) -> None:
        terms = self.document(service, recommended="shorter")
        for readings, expected in (({}, SIXTY), ({"how_long": "longer"}, NINETY)):
            body = {"terms": terms, "readings": readings, **self.BODY}
            answer = ok(service.post("/v1/compute/demand", body))
            assert answer["result"]["determination"]["due_on"] == expected

    def test_ask_for_a_way_where_none_is_in_force(self, service: Service) -> None:
        body = {"terms": self.document(service), **self.BODY}
        refused = service.post("/v1/compute/demand", body)
        assert faults(refused) == {"/readings/how_long": "doubt_undetermined"}

    def test_refuse_what_is_no_way(self, service: Service) -> None:
        body = {"terms": self.document(service), "readings": {"how_long": "never"}, **self.BODY}
        refused = service.post("/v1/compute/demand", body)
        assert faults(refused) == {"/readings/how_long": "invalid_reading"}


class TestTheList:
    def test_says_who_chose_when_and_why(self, service: Service) -> None:
        chosen = {"taken": "longer", "taken_by": "counsel for the company", "why": "The narrower."}
        made(service, recommended="shorter", taken_on="1999-01-11", **chosen)
        (first, *_) = ok(service.get("/v1/agreements/doubted/readings"))["items"]
        assert first["option"] == "how_long"
        assert (first["kind"], first["value"], first["default"]) == (
            "contradictory",
            "longer",
            "shorter",
        )
        assert (first["taken_by"], first["taken_on"]) == ("counsel for the company", "1999-01-11")
        assert first["places"] == [PLACE]

    def test_the_agreement_is_made_with_a_warning(self, service: Service) -> None:
        told = by("code", made(service)["warnings"])["text_in_doubt"]["says"]
        assert "contradictory" in told
        assert "undetermined" in told
        assert "how_long" in told

    def test_the_terms_in_force_hold_the_way_taken(self, service: Service) -> None:
        made(service, taken="shorter")
        terms = ok(service.get("/v1/agreements/doubted/terms"))["terms"]
        assert terms["demand"]["effect_within"]["count"] == 60
        versions = read_agreement(service, "doubted")["terms_versions"]
        stored = ok(service.get("/v1/agreements/doubted/terms"))["content_hash"]
        assert [each["content_hash"] for each in versions] == [stored]


@pytest.mark.parametrize(
    ("said", "pointer", "code"),
    [
        (
            {"ways": {**WAYS, "nowhere": {"says": "Never.", "changes": {PLACE: "never"}}}},
            "/overrides/doubts/how_long/ways/nowhere",
            "way_makes_no_terms",
        ),
        (
            {
                "ways": {
                    "two": {"says": "Two.", "changes": {"/demand/bloom/limit": 2}},
                    "three": {"says": "Three.", "changes": {"/demand/bloom/limit": 3}},
                }
            },
            "/overrides/doubts/how_long/ways/two",
            "way_makes_no_terms",
        ),
        (
            {
                "ways": {
                    "here": {"says": "Here.", "changes": {"/time_zone": "America/New_York"}},
                    "there": {"says": "There.", "changes": {"/time_zone": "Europe/London"}},
                }
            },
            "/overrides/doubts/how_long",
            "place_not_in_doubt",
        ),
        ({"ways": {"one": WAYS["shorter"]}}, "/overrides/doubts/how_long/ways", "invalid_terms"),
        ({"recommended": "never"}, "/overrides/doubts/how_long", "invalid_terms"),
        ({"taken_by": "counsel"}, "/overrides/doubts/how_long", "invalid_terms"),
        (
            {"ways": {**WAYS, "other": {"says": "Other.", "changes": {"/demand/cap/limit": 2}}}},
            "/overrides/doubts/how_long",
            "invalid_terms",
        ),
    ],
)
def test_what_is_no_doubt_is_refused(service: Service, said: Json, pointer: str, code: str) -> None:
    body = {"template": "ctc-1998", "overrides": overrides(**said)}
    assert faults(service.post("/v1/agreements", body))[pointer] == code


def test_two_doubts_are_not_about_one_place(service: Service) -> None:
    doubts = {"how_long": doubt(), "whether": doubt()}
    body = {"template": "ctc-1998", "overrides": {"doubts": doubts}}
    assert faults(service.post("/v1/agreements", body)) == {
        "/overrides/doubts/whether": "doubts_overlap"
    }


def test_a_doubt_goes_by_no_name_of_a_reading(service: Service) -> None:
    body = {"template": "ctc-1998", "overrides": {"doubts": {"deadline_roll": doubt()}}}
    refused = service.post("/v1/agreements", body)
    assert "is the name of a reading" in refused.text
