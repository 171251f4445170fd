"""Each agreement is cited as it numbers its own clauses, and quoted where it carries its words."""

import re
from typing import Any, Final

import pytest

from app.rules.terms.readings import every_reading
from tests.api.bodies import Json, handed_over, holder, letter, spectrum_demand
from tests.api.calls import begun, by, make_agreement, ok
from tests.running.service import Service

HELD: Final = [holder("alder", 600_000), holder("birch", 300_000), holder("cedar", 100_000)]
OF_1998: Final = re.compile(r"(?<![0-9.])[1-9]\([a-z]\)")
"""How the agreement of 1998 numbers clauses, and neither of the two forms does."""
WORDS: Final = {
    "2(a)(i)": {"heading": "Demand", "text": "Holders of a majority may ask.\nOnce a year."},
    "9(b)": {"text": "A writing sent by mail is received on the third business day."},
}


def made(service: Service, template: str, **more: Any) -> Json:
    return make_agreement(service, {"id": "own", "template": template, "holders": HELD, **more})


def clauses(service: Service, **params: Any) -> dict[str, Json]:
    return by("clause", ok(service.get("/v1/agreements/own/clauses", **params))["items"])


class TestWhatIsCited:
    """By readings of an answer, of sensitivity, and of the lists."""

    @pytest.mark.parametrize(
        ("template", "demand", "day"),
        [
            ("nvca-2025", {"demand": "s3", "offering_price_net": "6000000.00"}, "2031-03-03"),
            ("blank-check", {"demand": "founders"}, "2031-03-03"),
        ],
    )
    def test_is_never_a_clause_of_another_agreement(
        self, service: Service, template: str, demand: Json, day: str
    ) -> None:
        made(service, template)
        body = {"letters": [letter(handed_over(day), {"alder": 600_000})], **demand}
        registration = begun(service, "demands", body, agreement="own")
        answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
        own = clauses(service)
        assert answer["readings"]
        for each in answer["readings"]:
            assert each["clause"] is None or set(each["clause"].split(", ")) <= own.keys()
        told = ok(service.get(f"/v1/registrations/{registration}/sensitivity", as_of=day))
        for each in told["sensitivity"]["changes"]:
            assert each["clause"] is None or set(each["clause"].split(", ")) <= own.keys()
        assert not OF_1998.search(repr([answer["readings"], told, own]))

    def test_by_an_answer_under_one_right_is_that_right(self, service: Service) -> None:
        """2.1(b) gives Form S-3; that of Form S-1, 2.1(a), says nothing of it."""
        made(service, "nvca-2025")
        day = "2031-03-03"
        body = {
            "letters": [letter(handed_over(day), {"alder": 600_000})],
            "demand": "s3",
            "offering_price_net": "6000000.00",
        }
        registration = begun(service, "demands", body, agreement="own")
        answer = ok(service.get(f"/v1/registrations/{registration}", as_of=day))
        cited = [each["clause"] or "" for each in answer["readings"]]
        assert any("2.1(b)" in each for each in cited)
        assert not any("2.1(a)" in each for each in cited)

    def test_under_the_1998_agreement_is_what_it_was(self, service: Service) -> None:
        listed = by("option", ok(service.get("/v1/readings"))["items"])
        assert listed.keys() == every_reading().keys()
        for option, clause in (
            ("consent_by", "2(g), 9(e)"),
            ("demand_cap_counts", "2(a)(i), 2(e)"),
            ("clear_days", "2(b), 5"),
            ("tolling_overlap", "2(g), 3(c)"),
            ("cap_extends_to_contribution", "6(b), 6(d), 6(g)"),
            ("interference_window", "2(e)(i)"),
        ):
            assert listed[option]["clause"] == clause
        assert all(each["clause"] for each in listed.values())

    def test_of_a_form_on_request(self, service: Service) -> None:
        listed = by("option", ok(service.get("/v1/readings", template="nvca-2025"))["items"])
        assert listed["other_methods"]["clause"] == "6.5(a)"
        assert listed["suspension_count"]["clause"] == "2.1(c)"
        # The other form gives the Company no right to delay, so that there is nothing to cite.
        silent = by("option", ok(service.get("/v1/readings", template="blank-check"))["items"])
        assert silent["suspension_count"]["clause"] is None

    def test_of_a_form_that_is_not_there_is_not_found(self, service: Service) -> None:
        assert service.get("/v1/readings", template="nvca").status_code == 404


class TestTheClauses:
    def test_are_those_of_the_document_in_their_order(self, service: Service) -> None:
        made(service, "nvca-2025")
        found = list(clauses(service))
        some = [
            "1",
            "2.1(a)",
            "2.1(b)",
            "2.1(d)",
            "2.2",
            "2.3(a)",
            "2.8(a)",
            "2.13(c)",
            "6.1",
            "6.6",
        ]
        assert [each for each in found if each in some] == some

    def test_of_roman_numerals_are_in_their_order_too(self, service: Service) -> None:
        make_agreement(service, {"id": "own", "template": "ctc-1998"})
        found = [each for each in clauses(service) if each.startswith("3(a)")]
        numerals = [
            "i",
            "ii",
            "iii",
            "iv",
            "v",
            "vi",
            "vii",
            "viii",
            "ix",
            "x",
            "xi",
            "xii",
            "xiii",
        ]
        assert found == ["3(a)", *(f"3(a)({each})" for each in numerals)]

    def test_hold_what_hangs_on_each(self, service: Service) -> None:
        made(service, "nvca-2025")
        found = clauses(service)["2.1(d)"]
        said = {each["place"]: each["value"] for each in found["terms"]}
        assert {place: value for place, value in said.items() if "standstills" not in place} == {
            "/demands/s1/uses/0/counts": "effected",
            "/demands/s1/uses/0/limit": 2,
            "/demands/s3/uses/0/counts": "effected",
            "/demands/s3/uses/0/limit": 2,
            "/demands/s3/uses/0/window/count": 12,
            "/demands/s3/uses/0/window/ends": "day_before",
            "/demands/s3/uses/0/window/unit": "month",
        }
        assert said["/standstills/long/until/count"] == 180
        assert found["blanks"] == [
            "/demands/s1/uses/0/limit",
            "/demands/s3/uses/0/limit",
            "/standstills/short/from/count",
            "/standstills/short/until/count",
        ]
        assert (found.get("heading"), found.get("text")) == (None, None)
        assert "other_methods" in clauses(service)["6.5(a)"]["readings"]

    def test_hold_every_value_of_the_document_once(self, service: Service) -> None:
        made(service, "blank-check")
        places = [each["place"] for found in clauses(service).values() for each in found["terms"]]
        assert len(places) == len(set(places)) > 100

    def test_of_a_doubt_are_cited_with_it(self, service: Service) -> None:
        ways = {
            name: {"says": name, "changes": {"/demand/join/within/count": days}}
            for name, days in (("ten", 10), ("twenty", 20))
        }
        doubt = {"clause": "12", "kind": "silent", "question": "?", "ways": ways}
        made(service, "ctc-1998", overrides={"doubts": {"window": doubt}})
        assert clauses(service)["12"]["readings"] == ["window"]


class TestOfATemplate:
    @pytest.mark.parametrize("part", ["clauses", "readings"])
    @pytest.mark.parametrize("template", ["ctc-1998", "nvca-2025"])
    def test_are_those_of_an_agreement_made_of_it(
        self, service: Service, template: str, part: str
    ) -> None:
        make_agreement(service, {"id": "own", "template": template, "holders": HELD})
        whole = ok(service.get(f"/v1/templates/{template}/{part}"))
        assert whole == ok(service.get(f"/v1/agreements/own/{part}"))
        assert whole["items"]

    def test_are_given_a_page_at_a_time(self, service: Service) -> None:
        address = "/v1/templates/ctc-1998/clauses"
        first = ok(service.get(address, limit=1))
        rest = ok(service.get(address, after=first["next"]))
        assert first["items"] + rest["items"] == ok(service.get(address))["items"]

    def test_of_no_template_are_not_found(self, service: Service) -> None:
        response = service.get("/v1/templates/ctc-1999/clauses")
        assert (response.status_code, response.json()["code"]) == (404, "not_found")


class TestTheWords:
    def test_of_the_agreement_are_quoted_beside_what_rests_on_them(self, service: Service) -> None:
        make_agreement(
            service, {"id": "own", "template": "ctc-1998", "holders": [holder("spectrum", 900_000)],
                      "overrides": {"texts": WORDS}},
        )  # fmt: skip
        demand = begun(service, "demands", spectrum_demand(), agreement="own")
        address = f"/v1/registrations/{demand}"
        explanation = ok(service.get(address, as_of="1999-03-01"))["explanation"]
        assert explanation["texts"]["9(b)"] == {**WORDS["9(b)"]}
        assert explanation["texts"]["2(a)(i)"] == WORDS["2(a)(i)"]
        assert "2(a)(i)" in {each["clause"] for each in explanation["steps"]}
        assert clauses(service)["2(a)(i)"]["text"] == WORDS["2(a)(i)"]["text"]
        # Where no steps are shown, none is quoted.
        bare = ok(service.get(address, as_of="1999-03-01", explain="none"))["explanation"]
        assert "texts" not in bare

    def test_are_part_of_the_document_and_of_its_hash(self, service: Service) -> None:
        made(service, "nvca-2025")
        other = {"id": "other", "template": "nvca-2025", "holders": HELD}
        make_agreement(service, {**other, "overrides": {"texts": {"2.2": {"text": "Words."}}}})
        hashes = {
            name: ok(service.get(f"/v1/agreements/{name}/terms"))["content_hash"]
            for name in ("own", "other")
        }
        assert hashes["own"] != hashes["other"]

    def test_that_are_missing_for_a_clause_are_named_once_there_are_any(
        self, service: Service
    ) -> None:
        body = {"template": "ctc-1998", "overrides": {"texts": WORDS}}
        found = ok(service.post("/v1/compute/terms-check", body))["result"]
        assert found["consistent"]
        assert {each["code"] for each in found["findings"]} == {"clause_without_text"}
        said = " ".join(each["says"] for each in found["findings"])
        assert "2(f)" in said
        assert "9(b)" not in said

    def test_that_no_agreement_carries_are_not_missed(self, service: Service) -> None:
        found = ok(service.post("/v1/compute/terms-check", {"template": "ctc-1998"}))["result"]
        assert found["findings"] == []
