"""What is told to other systems: from the outbox, in one order, nothing twice and nothing left out.

Spectrum demands by mail of Tuesday 16 February 1999; the Company receives it on the 19th and has
ninety days: the registration is due on Thursday 20 May 1999 (Section 2(a)(i)).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.db.docket.pages import Wanted
from app.db.engine import Database
from app.db.outbox import ToldThrough
from app.rules.answers.docket.happenings import Look, footing_of, phase_of
from app.services.changes import changes
from app.services.docket import obligations
from app.services.workspace.workspace import Workspace
from tests.api.bodies import Json, declared_effective, delay, filed, mailed, notice, spectrum_demand
from tests.api.calls import make_agreement, ok, post_demand, post_event
from tests.api.refusals import problem
from tests.running.service import Service, serving

pytestmark = pytest.mark.both_databases

BEGUN = datetime(1999, 2, 22, 17, tzinfo=UTC)
AGREEMENT = {
    "template": "ctc-1998",
    "id": "told",
    "holders": [
        {"id": "spectrum", "name": "Spectrum", "preferred_as_converted": 1_200_000},
        {"id": "wang", "name": "Wang", "preferred_as_converted": 75_000},
    ],
}


@dataclass
class Story:
    """A service whose days pass when the story says so."""

    database: Database
    service: Service
    workspace: Workspace
    clock: list[datetime] = field(default_factory=list)

    def go_to(self, day: str) -> None:
        """Let all days until this one pass, each told on its own."""
        while self.clock[0].date() < date.fromisoformat(day):
            self.clock[0] += timedelta(days=1)
            changes.sweep(self.workspace)
        assert changes.sweep(self.workspace) == 0, "told twice"

    def told(self, since: int = 0, **asked: Any) -> list[Json]:
        page = ok(self.service.get("/v1/changes", since=since, limit=200, **asked))
        assert page["next"] is None
        items: list[Json] = page["items"]
        return items

    def told_of(self, duty: str) -> list[tuple[str, str, str | None]]:
        """What happened to a duty, as of which day, and by when it is due now."""
        return [
            (each["type"], each["data"]["as_of"], each["data"]["obligation"]["due_on"])
            for each in self.told()
            if each["data"].get("obligation", {}).get("id") == duty
        ]

    def holds(self) -> None:
        """Whoever was told of everything knows what is done, late or near now."""
        latest: dict[tuple[str | None, str], tuple[str | None, Json]] = {}
        for each in self.told():
            duty = each["data"].get("obligation")
            if duty:
                phase = None if each["type"] == "moved" else each["type"]
                key = each["data"].get("registration_id"), duty["id"]
                was = latest.get(key, (None, {}))
                stays = phase is None and was[0] == phase_of(_look(duty, each["data"]["as_of"]))
                latest[key] = (was[0] if stays else phase, duty)
        today = self.clock[0].date()
        with self.database.reading() as unit:
            lines = unit.docket.listed(Wanted(today, agreement_id="told"), None, 10_000)
        for owed in (obligations.entry(line, today) for line in lines):
            look = Look(today, owed.obligation.due_on, owed.obligation.status)
            phase, duty = latest.get((owed.registration_id, owed.obligation.id), (None, {}))
            assert phase == phase_of(look), (owed.obligation, duty)
            if duty and footing_of(look) == "owed":
                assert duty["due_on"] == _text(look.due_on), owed.obligation


def _look(duty: Json, day: str) -> Look | None:
    if duty["status"] is None:
        return None
    due = duty["due_on"]
    return Look(date.fromisoformat(day), due and date.fromisoformat(due), duty["status"])


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


@pytest.fixture
def story(database: Database) -> Iterator[Story]:
    clock = [BEGUN]
    workspace = Workspace(database, now=lambda: clock[0])
    with serving(database, workspace=workspace) as service:
        make_agreement(service, AGREEMENT)
        yield Story(database, service, workspace, clock)


def demanded(story: Story) -> str:
    answer = post_demand(story.service, spectrum_demand(), "told", explain="none")
    identifier: str = answer["result"]["registration_id"]
    return identifier


class TestDaysPass:
    def test_a_due_day_is_told_as_it_comes_nearer_and_once(self, story: Story) -> None:
        demanded(story)
        story.go_to("1999-05-25")
        assert story.told_of("effect") == [
            ("due_soon", "1999-05-13", "1999-05-20"),
            ("due", "1999-05-20", "1999-05-20"),
            ("overdue", "1999-05-21", "1999-05-20"),
        ]
        story.holds()

    def test_what_happened_while_nobody_looked_is_told_by_the_next_write(
        self, story: Story
    ) -> None:
        registration = demanded(story)
        story.clock[0] += timedelta(days=80)  # 13 May
        post_event(story.service, registration, notice("wang", mailed("1999-02-22")))
        assert story.told_of("effect") == [("due_soon", "1999-05-13", "1999-05-20")]
        story.go_to("1999-05-14")
        assert len(story.told_of("effect")) == 1
        story.holds()

    def test_the_next_look_is_when_something_may_happen(self, story: Story) -> None:
        demanded(story)
        story.go_to("1999-05-01")
        with story.database.reading() as unit:
            told = unit.outbox.told("told")
        assert told is not None
        assert told.through < date(1999, 5, 1) < told.look_on <= date(1999, 5, 13)


class TestWrites:
    def test_a_demand_is_determined_once(self, story: Story) -> None:
        registration = demanded(story)
        post_event(story.service, registration, notice("wang", mailed("1999-02-22")))
        (event,) = story.told(kind="determined")
        assert event["subject"].startswith(f"/v1/registrations/{registration}?as_of=1999-02-22")
        assert event["data"]["determination"]["decision"] == "accepted"
        then = ok(story.service.request("GET", event["subject"]))
        assert then["result"]["determination"]["decision"] == "accepted"

    def test_an_effective_registration_is_performed(self, story: Story) -> None:
        registration = demanded(story)
        story.go_to("1999-05-14")
        post_event(story.service, registration, filed("1999-04-20"))
        post_event(story.service, registration, declared_effective("1999-05-14"))
        story.go_to("1999-05-25")
        assert story.told_of("effect") == [
            ("due_soon", "1999-05-13", "1999-05-20"),
            ("performed", "1999-05-14", "1999-05-20"),
        ]
        story.holds()

    def test_a_permitted_delay_moves_the_due_day(self, story: Story) -> None:
        """Thirty days from 20 May 1999 (Section 2(g)): not before 19 June."""
        registration = demanded(story)
        story.go_to("1999-05-14")
        post_event(story.service, registration, delay("1999-05-14", 30))
        kinds = [kind for kind, *_ in story.told_of("effect")]
        assert kinds == ["due_soon", "moved"]
        _, _, due = story.told_of("effect")[-1]
        assert due is not None
        assert due > "1999-05-20"
        story.holds()

    def test_a_retraction_is_told_with_what_is_owed_again(self, story: Story) -> None:
        registration = demanded(story)
        post_event(story.service, registration, filed("1999-02-22"))
        post_event(story.service, registration, declared_effective("1999-02-22"))
        story.holds()
        facts = ok(story.service.get(f"/v1/registrations/{registration}/events"))["items"]
        wrong = facts[-1]["fact_id"]
        body = {"fact_id": wrong, "reason": "Another company.", "replacement": None}
        ok(story.service.post("/v1/agreements/told/corrections", body), 201)
        (event,) = story.told(kind="corrected")
        assert event["data"]["correction"]["fact_id"] == wrong
        assert story.told_of("effect")[-1] == ("moved", "1999-02-22", "1999-05-20")
        story.holds()

    def test_a_dry_run_tells_nothing(self, story: Story) -> None:
        before = story.told()
        path = "/v1/agreements/told/demands"
        ok(story.service.post(path, spectrum_demand(), dry_run=True))
        assert story.told() == before


class TestListing:
    def test_positions_leave_none_out_and_pages_lead_on(self, story: Story) -> None:
        demanded(story)
        story.go_to("1999-05-25")
        whole = story.told()
        assert [each["position"] for each in whole] == list(range(1, len(whole) + 1))
        assert len({each["id"] for each in whole}) == len(whole)
        since: int | None = 0
        read: list[Json] = []
        while since is not None:
            page = ok(story.service.get("/v1/changes", since=since, limit=2))
            read += page["items"]
            since = page["next"]
        assert read == whole
        assert story.told(since=whole[-1]["position"]) == []

    def test_filters_narrow_it(self, story: Story) -> None:
        demanded(story)
        story.go_to("1999-05-25")
        kinds = {each["type"] for each in story.told(kind=["due", "overdue"])}
        assert kinds == {"due", "overdue"}
        assert story.told(agreement_id="told") == story.told()
        unknown = story.service.get("/v1/changes", agreement_id="another")
        problem(unknown, 422, "invalid_input")
        problem(story.service.get("/v1/changes", kind="unheard_of"), 422, "invalid_input")

    def test_other_tenants_are_told_of_their_own(self, story: Story) -> None:
        demanded(story)
        assert changes.listed(story.workspace.of("another"), 0, 10) == []

    def test_what_was_decided_before_is_found_of_ones_own(self, story: Story) -> None:
        registration = demanded(story)
        with story.database.of("another").reading() as unit:
            assert unit.outbox.last_of(registration, "determined") is None


def test_a_new_agreement_is_looked_at_from_its_own_day_on(story: Story) -> None:
    with story.database.reading() as unit:
        assert unit.outbox.told("told") == ToldThrough(date(1999, 2, 22), date(1999, 2, 23))
