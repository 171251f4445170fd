"""A reference, a note and documents: taken with every fact, recorded, and shown where it is cited.

No rule looks at them: no answer, and no order of facts, turns on them.
"""

from typing import Any

from app.api.schemas.facts import fact_kinds
from tests.api.bodies import Json, declared_effective, filed, spectrum_demand
from tests.api.calls import DEMO, ok
from tests.running.service import Service

ON_FILE: Json = {
    "reference": "MATTER-1999-014",
    "note": "By courier.\nThe receipt is in the file.",
    "documents": [
        {"name": "Demand letter", "sha256": "0a" * 32, "kept_at": "https://dms.example/4711"},
        {"name": "Receipt", "sha256": "1b" * 32},
    ],
}


def cited(fact_id: str, kind: str, day: str) -> Json:
    return {"fact_id": fact_id, "kind": kind, "occurred_on": day, "on_file": ON_FILE}


def begun(service: Service, **more: Any) -> Json:
    """A demand with a file of its own."""
    body = {**spectrum_demand(), "id": "filed-demand", "on_file": ON_FILE} | more
    return dict(ok(service.post(f"/v1/agreements/{DEMO}/demands", body, as_of="1999-05-20"), 201))


def test_is_taken_with_every_kind_of_fact(service: Service) -> None:
    for kind in fact_kinds():
        shown = kind.examples[0]
        body, asked = {**shown.body, "on_file": ON_FILE}, {"dry_run": True}
        if kind.of == "making":
            body, asked = {**body, "id": "with-a-file"}, {}
        answer = service.post(shown.posted_at, body, **asked)
        assert answer.status_code in (200, 201), (kind.kind, answer.text[:500])


class TestShown:
    def test_on_the_record(self, service: Service) -> None:
        begun(service)
        (entry,) = ok(service.get("/v1/registrations/filed-demand/events"))["items"]
        assert entry["fact"]["on_file"] == ON_FILE
        export = ok(service.get(f"/v1/agreements/{DEMO}/export"))
        assert export["facts"][-1]["payload"]["on_file"] == ON_FILE
        assert ok(service.get(f"/v1/agreements/{DEMO}/verify"))["ok"]

    def test_in_every_answer_that_cites_it(self, service: Service) -> None:
        begun(service)
        path = "/v1/registrations/filed-demand"
        for fact in (filed("1999-04-05", "S-1"), declared_effective("1999-05-18")):
            ok(service.post(f"{path}/events", fact, as_of="1999-05-20"), 201)
        fact_id, *_ = (each["fact_id"] for each in ok(service.get(f"{path}/events"))["items"])
        here = [cited(fact_id, "demand_received", "1999-02-16")]
        assert ok(service.get(path, as_of="1999-05-20"))["cited"] == here
        why = f"{path}/why"
        assert ok(service.get(why, of="/determination/due_on", as_of="1999-05-20"))["cited"] == here
        # The day of effectiveness comes from a fact that nothing is on file with.
        assert "cited" not in ok(service.get(why, of="/effective_on", as_of="1999-05-20"))

    def test_with_what_a_fact_changes_and_in_what_others_are_told(self, service: Service) -> None:
        begun(service)
        path = "/v1/registrations/filed-demand/events"
        ok(service.post(path, filed("1999-04-05", "S-1"), as_of="1999-05-20"), 201)
        fact = {**declared_effective("1999-05-18"), "on_file": ON_FILE}
        asked = {"as_of": "1999-05-20", "answer": "changes"}
        (taken,) = ok(service.post(path, fact, **asked), 201)["result"]["facts"]
        assert taken["on_file"] == ON_FILE
        version = ok(service.get(f"/v1/agreements/{DEMO}"))["result"]["version"]
        every = ok(service.get("/v1/changes", agreement_id=DEMO, limit=200))["items"]
        told = [each for each in every if each["data"]["version"] == version]
        here = cited(taken["fact_id"], "declared_effective", "1999-05-18")
        assert told
        assert all(each["data"]["cited"] == [here] for each in told)

    def test_of_a_correction(self, service: Service) -> None:
        begun(service, on_file=None)
        path = "/v1/registrations/filed-demand"
        (entry,) = ok(service.get(f"{path}/events"))["items"]
        right = {
            "kind": "demand_received",
            **spectrum_demand({"method": "mail", "sent_on": "1999-02-17"}),
        }
        body = {"fact_id": entry["fact_id"], "reason": "The postmark.", "replacement": right}
        made = ok(
            service.post(f"/v1/agreements/{DEMO}/corrections", {**body, "on_file": ON_FILE}), 201
        )["result"]
        assert made["on_file"] == ON_FILE
        assert ok(service.get(path, as_of="1999-05-20"))["cited"] == [
            cited(made.get("correction_id"), "demand_received", "1999-02-17")
        ]

    def test_a_correction_may_say_only_what_is_on_file(self, service: Service) -> None:
        begun(service)
        (entry,) = ok(service.get("/v1/registrations/filed-demand/events"))["items"]
        body = {"fact_id": entry["fact_id"], "reason": "Filed later.", "replacement": entry["fact"]}
        where = f"/v1/agreements/{DEMO}/corrections"
        assert service.post(where, body).status_code == 422  # changes nothing
        body["replacement"]["on_file"] = {"reference": "MATTER-2"}
        assert ok(service.post(where, body), 201)["result"]["changed"] == []


def test_nothing_turns_on_it(service: Service) -> None:
    asked = {"as_of": "1999-05-20", "dry_run": True}
    path = f"/v1/agreements/{DEMO}/demands"
    plain = ok(service.post(path, spectrum_demand(), **asked))
    with_file = ok(service.post(path, {**spectrum_demand(), "on_file": ON_FILE}, **asked))
    assert with_file == plain


def test_an_empty_file_is_none(service: Service) -> None:
    answer = service.post(f"/v1/agreements/{DEMO}/demands", {**spectrum_demand(), "on_file": {}})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/on_file"
