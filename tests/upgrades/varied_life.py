"""A small database with a varied life, made over HTTP by the release that this file lies in.

`python -m tests.upgrades.varied_life FILE.sqlite3.xz` starts the service on a new database and
lives the two pages of the documentation, every example of a fact that the OpenAPI document shows,
records drawn at random, corrections, keys, repeated requests and a second tenant.
`tests/data/databases` keeps one of each release whose shapes of terms or facts differ from the one
before.
"""

import json
import lzma
import re
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import httpx

from tests.rules.examples.random_records import random_record
from tests.running.process import Process, serving

DOCS = Path(__file__).parents[2] / "docs"
STEP = re.compile(r"```http\n(GET|POST) (\S+)\n(.*?)```", re.DOTALL)
RANDOM_RECORDS = 1
BY_HAND = {"method": "personal", "delivered_on": "1999-05-20"}
TO_SPECTRUM = {"holder": "spectrum", "delivery": BY_HAND}
CLAIM = {"claim": "suit", "party": "ctc"}
# Of a demand that became effective: what neither page nor example tells of.
REST: tuple[dict[str, Any], ...] = (
    {"kind": "filed", "occurred_on": "1999-04-01", "form": "S-3"},
    {"kind": "amendment_proposed", "amendment": "a", "planned_filing_on": "1999-04-20"},
    {"kind": "amendment_copy_furnished", "amendment": "a", "holder": "spectrum"},
    {"kind": "amendment_objected", "amendment": "a", "on_compliance_grounds": True, **TO_SPECTRUM},
    {"kind": "amendment_filed", "amendment": "a"},
    {
        "kind": "exemption_claimed",
        "procedure": "state_qualification",
        "ground": "taxation",
        "matters": ["Ohio"],
    },
    {"kind": "comfort_letter_delivered", "dated": "1999-05-01", "information_to": "1999-04-28"},
    {"kind": "opinion_delivered", "dated": "1999-05-01", "topics": ["effectiveness"]},
    {"kind": "underwriter_selected", "underwriter": "u"},
    {"kind": "underwriter_approved", "underwriter": "u", "holders": ["spectrum"]},
    {"kind": "representation_asked", "holder": "spectrum", "about": "himself"},
    {"kind": "declared_effective", "occurred_on": "1999-05-03"},
    {"kind": "expense_incurred", "expense": "printing", "payee": "P", "amount": "10.50"},
    {"kind": "expense_paid", "paid_by": "company", "amount": "10.50"},
    {"kind": "holder_misstatement_notice", **TO_SPECTRUM},
    {"kind": "misstatement_notice_given", "occurred_on": "1999-05-19"},
    {"kind": "misstatement_notice_delivered", **TO_SPECTRUM, "return_old_copies": True},
    {"kind": "old_copies_returned", "holder": "spectrum", "occurred_on": "1999-05-25"},
    {"kind": "earnings_statement_available", "first_day": "1999-06-01", "last_day": "2000-05-31"},
    {
        "kind": "claim_made",
        "occurred_on": "1999-05-10",
        "claim": "suit",
        "basis": "omission",
        "law": "securities_act",
        "indemnified": {"id": "spectrum", "role": "holder"},
        "indemnifying": [{"id": "ctc", "role": "company"}],
        "action_commenced": True,
    },
    {"kind": "claim_notified", **CLAIM, "delivery": BY_HAND},
    {"kind": "defence_elected", **CLAIM, "delivery": BY_HAND},
    {"kind": "defence_answered", **CLAIM, "conflict": False},
    {"kind": "prejudice_found", **CLAIM, "amount": "5.00"},
    {"kind": "settlement_proposed", **CLAIM, "unconditional_release": True},
    {"kind": "claim_judged", "claim": "suit"},
)
OWN: tuple[dict[str, Any], ...] = (
    {"kind": "shares_sold", "occurred_on": "1999-02-01", "holder": "spectrum", "shares": 10},
    {"kind": "stock_split", "occurred_on": "1999-05-03", "numerator": 2, "denominator": 1},
    {"kind": "position_stated", "occurred_on": "1999-05-05", "holder": "wang", "common": 5},
    {"kind": "position_stated", "occurred_on": "1999-05-06", "holder": "colo", "common": 6},
)


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")


def main(target: Path) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with serving(folder) as process:
            live(process)
        with sqlite3.connect(folder / "service.sqlite3") as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA page_size = 1024")
        connection.execute("VACUUM")
        kinds = Counter(kind for (kind,) in connection.execute("SELECT kind FROM facts"))
        connection.close()
        file = (folder / "service.sqlite3").read_bytes()
        target.write_bytes(lzma.compress(file, preset=9 | lzma.PRESET_EXTREME))
    say(f"{len(file)} bytes, {target.stat().st_size} compressed; {len(kinds)} kinds of facts")
    say(json.dumps(kinds))


def live(process: Process) -> None:
    process.command("tenants", "create", "acme", "--name", "Acme")
    mine = key_of(process, "default")
    with calling(process, mine) as service:
        for page in ("tutorial.md", "claims.md"):
            for method, path, body in STEP.findall((DOCS / page).read_text(encoding="utf-8")):
                if method == "POST":
                    post(service, path, json.loads(body) if body.strip() else {})
        examples(service)
        corrected(service)
    process.command("keys", "revoke", mine.split("_")[1])
    theirs = key_of(process, "acme")
    with calling(process, theirs) as service:
        for seed in range(RANDOM_RECORDS):
            drawn(service, f"drawn-{seed}", Random(seed))  # the same every time
        repeated(service)
    process.command("keys", "rotate", theirs.split("_")[1])


def key_of(process: Process, tenant: str) -> str:
    return process.command(
        "keys", "create", "--tenant", tenant, "--name", "life", "--scopes", "read", "write"
    )


def calling(process: Process, key: str) -> httpx.Client:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.Client(base_url=process.address, headers=headers, trust_env=False, timeout=60)


def post(service: httpx.Client, path: str, body: Any, **headers: str) -> httpx.Response:
    """Post, answered without its working where the page does not ask for it: it stays small."""
    more = "" if "explain" in path else ("&" if "?" in path else "?") + "explain=none"
    explained = "" if "/compute/" in path else more
    return service.post(path + explained, json=body, headers=headers)


def examples(service: httpx.Client) -> None:
    """Everything the OpenAPI document shows, as far as the demonstration takes it."""
    document = json.loads((DOCS.parent / "openapi" / "openapi.json").read_text(encoding="utf-8"))
    places = {"{agreement_id}": "ctc-example", "{registration_id}": "ctc-example-demand"}
    for path, operations in document["paths"].items():
        if "/compute/" in path or "post" not in operations:
            continue
        content = operations["post"].get("requestBody", {}).get("content", {})
        for each in content.get("application/json", {}).get("examples", {}).values():
            for place, name in places.items():
                for other in ("", "ctc-example-shelf") if "registration" in place else ("", "ctc"):
                    post(service, path.replace(place, other or name), each["value"])


def corrected(service: httpx.Client) -> None:
    """A fact that was wrong, one that never happened, and one that did happen after all."""
    service.post("/v1/agreements?explain=none", json={"template": "ctc-1998", "id": "corrected"})
    events, path = "/v1/agreements/corrected/events", "/v1/agreements/corrected/corrections"
    demand = {
        "id": "rest",
        "letters": [
            {
                "requests": [{"holder": "spectrum", "shares": 300_000}],
                "delivery": {"method": "personal", "delivered_on": "1999-03-01"},
            }
        ],
        "short_form_qualified": False,
        "underwritten": True,
    }
    stated = {"kind": "position_stated", "occurred_on": "1999-01-04", "holder": "spectrum"}
    for fact in ({**stated, "common": 900_000, "warrant_shares": 9}, *OWN[:1]):
        tell(post(service, events, fact))
    tell(post(service, "/v1/agreements/corrected/demands", demand))
    for fact in REST:
        dated = {} if "occurred_on" in fact or "delivery" in fact else {"occurred_on": "1999-06-01"}
        if fact["kind"].startswith(("amendment", "comfort", "opinion", "underw", "repr", "exempt")):
            dated = {} if "delivery" in fact else {"occurred_on": "1999-04-05"}
        tell(post(service, "/v1/registrations/rest/events", {**fact, **dated}))
    tell(
        post(
            service,
            events,
            {
                "kind": "warrants_exercised",
                "occurred_on": "1999-05-04",
                "holder": "spectrum",
                "shares": 1,
            },
        )
    )
    for fact in OWN[1:]:
        tell(post(service, events, fact))
    wrong, never = (each["fact_id"] for each in service.get(events).json()["items"][-2:])
    replaced = {"fact_id": wrong, "reason": "Misread.", "replacement": {**OWN[-2], "common": 7}}
    retracted = {"fact_id": never, "reason": "It never happened.", "replacement": None}
    for each in (replaced, retracted):
        tell(service.post(path, json=each))
    (*_, last) = service.get(events).json()["items"]
    taken_back = {"fact_id": last["fact_id"], "reason": "It did happen.", "replacement": None}
    tell(service.post(path, json=taken_back))


def tell(response: httpx.Response) -> None:
    if response.is_error:
        say(response.request.content[:80], response.text[150:500])


def drawn(service: httpx.Client, name: str, random: Random) -> None:
    holders = [{"id": each, "name": each} for each in ("alpha", "beta", "gamma")]
    made = {"template": "ctc-1998", "id": name, "holders": holders}
    service.post("/v1/agreements?explain=none", json=made).raise_for_status()
    roads = {
        "demand_received": "demands",
        "shelf_triggered": "shelves",
        "takedown_requested": "takedowns",
        "registration_determined": "incidentals",
    }
    for place, (registration, fact) in enumerate(facts_of(random)):
        kind = fact["kind"]
        if kind == "holder_recorded" and fact["holder"] in ("alpha", "beta", "gamma"):
            continue
        if kind in roads:
            road = f"/v1/agreements/{name}/{roads[kind]}?explain=none"
            body = {key: value for key, value in fact.items() if key != "kind"}
            body["id"] = f"{name}-{registration}"
            if "shelf" in body:
                body["shelf"] = f"{name}-{body['shelf']}"
        elif registration:
            road, body = f"/v1/registrations/{name}-{registration}/events?explain=none", fact
        else:
            road, body = f"/v1/agreements/{name}/events?explain=none", fact
        response = service.post(road, json=body, headers={"Idempotency-Key": f"{name}-{place}"})
        if response.status_code >= 400:
            say(name, place, response.status_code, response.text[150:600])


def facts_of(random: Random) -> Iterator[tuple[str | None, dict[str, Any]]]:
    for each in random_record(random):
        yield each.registration_id, each.fact.model_dump(mode="json", exclude_none=True)


def repeated(service: httpx.Client) -> None:
    """The same request twice under one key, and a computation under a key."""
    made = {
        "template": "ctc-1998",
        "id": "twice",
        "overrides": {"readings": {"deadline_roll": "none"}},
    }
    for _ in range(2):
        response = service.post(
            "/v1/agreements?explain=full", json=made, headers={"Idempotency-Key": "the-same"}
        )
        tell(response)
    asked = {"template": "ctc-1998", "event_on": "1998-10-19", "count": 90}
    response = service.post(
        "/v1/compute/deadline", json=asked, headers={"Idempotency-Key": "computed"}
    )
    tell(response)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
