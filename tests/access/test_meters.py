"""What is measured while the service runs: who may read it, by which names, and in the log."""

import json
import logging
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families

from app.db.engine import Database
from app.meters import REQUEST
from app.running.json_lines import JsonLines
from app.services.workspace.workspace import Workspace
from app.settings import Settings
from tests.access.conftest import OURS, THEIRS, key
from tests.api.bodies import spectrum_demand
from tests.running.service import Service, serving

KEY = "a-key-for-prometheus"
MEASURED = Settings(
    rate_per_address="1000000/minute", rate_refused="1000000/minute", metrics_key=KEY
)

Labels = tuple[tuple[str, str], ...]


@pytest.fixture
def measured(database: Database, workspace: Workspace) -> Iterator[Service]:
    """The service with a key for its measures, asked without a credential."""
    with serving(database, MEASURED, workspace) as running:
        yield running


def meters(service: Service) -> dict[tuple[str, Labels], float]:
    """Every sample by its name and labels."""
    response = service.bearing(KEY).get("/metrics")
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith("text/plain")
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(response.text)
        for sample in family.samples
    }


def grown(before: dict[Any, float], after: dict[Any, float], name: str, **labels: str) -> float:
    asked = (name, tuple(sorted(labels.items())))
    return after.get(asked, 0) - before.get(asked, 0)


class TestWhoReadsThem:
    def test_whoever_bears_their_key_and_nobody_else(
        self, measured: Service, workspace: Workspace
    ) -> None:
        assert measured.get("/metrics").status_code == 401
        assert measured.bearing(KEY + "x").get("/metrics").status_code == 401
        assert measured.bearing(key(workspace)).get("/metrics").status_code == 404
        assert measured.bearing(KEY).get("/v1/agreements").status_code == 401
        assert ("rights_docket_lines", ()) in meters(measured)

    def test_nobody_where_they_have_no_key(self, stranger: Service) -> None:
        assert stranger.bearing(KEY).get("/metrics").status_code == 401


class TestWhatTheySay:
    def test_requests_by_route_and_no_name_that_a_caller_chose(
        self, measured: Service, workspace: Workspace
    ) -> None:
        ours = measured.bearing(key(workspace))
        before = meters(measured)
        ours.get("/v1/agreements/ctc-example", as_of="1999-03-31")
        ours.get("/v1/agreements/not-there")
        for number in range(3):
            ours.get(f"/scanned/{number}")
        after = meters(measured)
        name, route = "rights_request_seconds_count", "/v1/agreements/{agreement_id}"
        assert grown(before, after, name, method="GET", route=route, status="200") == 1
        assert grown(before, after, name, method="GET", route=route, status="404") == 1
        assert grown(before, after, name, method="any", route="none", status="404") == 3
        assert not any("scanned" in str(each) or "not-there" in str(each) for each in after)

    def test_what_a_write_decided_worked_out_and_waited_for(
        self, measured: Service, workspace: Workspace
    ) -> None:
        ours = measured.bearing(key(workspace))
        before = meters(measured)
        for _ in range(2):
            posted = ours.post_as("once", "/v1/agreements/ctc/demands", spectrum_demand())
            assert posted.status_code == 201
        after = meters(measured)
        decided = {"kind": "requested", "outcome": "accepted"}
        assert grown(before, after, "rights_determinations_total", **decided) == 1
        assert grown(before, after, "rights_evaluations_per_write_count") == 1
        assert grown(before, after, "rights_evaluations_per_write_sum") > 1
        for outcome in ("first", "repeated"):
            assert grown(before, after, "rights_replies_total", outcome=outcome) == 1
        for what in ("lock", "connection", "database"):
            assert grown(before, after, "rights_wait_seconds_count", what=what) > 0
        looked_for = {"cache": "records"}
        found = (
            grown(before, after, "rights_cache_lookups_total", found=each, **looked_for)
            for each in ("true", "false")
        )
        assert sum(found) > 0

    def test_several_processes_are_summed(self, tmp_path: Any) -> None:
        told = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
        count = "from app import meters; meters.saw('records', found=True)"
        for _ in range(2):
            subprocess.run([sys.executable, "-c", count], env=told, check=True)
        read = "from app import meters; print(meters.exposition().decode())"
        said = subprocess.run(
            [sys.executable, "-c", read], env=told, check=True, capture_output=True, text=True
        )
        assert 'rights_cache_lookups_total{cache="records",found="true"} 2.0' in said.stdout


class TestTiming:
    ASKED = "/v1/agreements/ctc-example"

    def test_is_told_to_an_administrator_who_asks(
        self, measured: Service, workspace: Workspace
    ) -> None:
        ours = measured.bearing(key(workspace))
        plain, timed = ours.get(self.ASKED), ours.get(self.ASKED, timing="true")
        assert timed.headers["server-timing"].startswith("total;dur=")
        assert "database;dur=" in timed.headers["server-timing"]
        assert (timed.status_code, timed.content) == (plain.status_code, plain.content)
        assert "server-timing" not in plain.headers

    def test_is_told_to_nobody_else(self, measured: Service, workspace: Workspace) -> None:
        reader = measured.bearing(key(workspace, OURS, "read", name="reader"))
        assert "server-timing" not in reader.get(self.ASKED, timing="true").headers
        assert "server-timing" not in measured.get(self.ASKED, timing="true").headers
        theirs = measured.bearing(key(workspace, THEIRS, name="theirs"))
        assert theirs.get(self.ASKED, timing="true").status_code == 404


class TestTheLogAsJson:
    def line(self, name: str, says: str, *args: object, failed: BaseException | None = None) -> Any:
        of = None if failed is None else (type(failed), failed, None)
        record = logging.LogRecord(name, logging.WARNING, __file__, 1, says, args, of)
        return json.loads(JsonLines().format(record))

    def test_names_the_request(self) -> None:
        token = REQUEST.set("the-request")
        try:
            told = self.line("app.api", "%s lacks the scope %s", "key abc", "write")
        finally:
            REQUEST.reset(token)
        assert told["request_id"] == "the-request"
        assert (told["level"], told["says"]) == ("warning", "key abc lacks the scope write")

    def test_tells_a_request_part_by_part(self) -> None:
        told = self.line("uvicorn.access", "", "10.0.0.1:5", "GET", "/v1/agreements", "1.1", 200)
        assert (told["method"], told["path"], told["status"]) == ("GET", "/v1/agreements", 200)

    @pytest.mark.parametrize(
        "secret", ["rrk_0123456789ab_secret", "eyJhbGciOi.secret", "postgresql://u:secret@host/d"]
    )
    def test_holds_no_secret(self, secret: str) -> None:
        told = self.line("app", "about %s", secret, failed=ValueError(secret))
        assert "secret@" not in str(told)
        assert "_secret" not in str(told)
        assert ".secret" not in str(told)


def test_the_dashboard_asks_for_what_is_measured() -> None:
    board = json.loads(Path("docs/grafana.json").read_text(encoding="utf-8"))
    asked = {
        name
        for panel in board["panels"]
        for target in panel["targets"]
        for name in re.findall(r"rights_[a-z_]+", target["expr"])
    }
    # What is labelled has no sample before the first of its kind.
    ends = {"histogram": ("_bucket", "_count", "_sum"), "counter": ("_total",)}
    told = {
        f"{family.name}{end}"
        for family in REGISTRY.collect()
        for end in ends.get(family.type, ("",))
    }
    described = Path("docs/operations.md").read_text(encoding="utf-8")
    assert asked
    for name in asked:
        assert name in told
        plain = re.sub("_(bucket|sum|count)$", "", name)
        assert f"`{plain}" in described, plain


def test_traces_are_sent_by_the_protocol_whose_exporter_is_locked() -> None:
    described = Path("docs/operations.md").read_text(encoding="utf-8")
    command = r"^ +OTEL_SERVICE_NAME=[^`]*?OTEL_EXPORTER_OTLP_PROTOCOL=(\S+)[^`]*? -m app serve$"
    named = re.search(command, described, re.MULTILINE)
    locked = Path("requirements/telemetry.txt").read_text(encoding="utf-8")
    exporters = re.findall(r"^opentelemetry-exporter-otlp-proto-([a-z]+)==", locked, re.MULTILINE)
    protocols = {"http": "http/protobuf", "grpc": "grpc"}
    assert named is not None
    assert named[1] in {protocols[each] for each in exporters if each in protocols}
