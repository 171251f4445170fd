"""Webhooks: made, told in order, tried again, ended; nothing twice but after a crash, nothing lost.

Spectrum demands by mail of Tuesday 16 February 1999; the Company receives it on the 19th: the
registration is due on Thursday 20 May 1999 (Section 2(a)(i)).
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.db.engine import Database
from app.services import access
from app.services.changes import changes
from app.services.evidence import audit, whole_store
from app.services.webhooks import progress, subscriptions
from app.services.webhooks.courier import SignedMessage
from app.services.webhooks.hook_settings import HookSettings
from app.services.webhooks.retries import PATIENCE, Called
from app.services.webhooks.sending import Sender
from app.services.webhooks.subscriptions import WebhookWanted
from app.services.workspace.workspace import Workspace
from tests.api.bodies import Json, mailed, notice, spectrum_demand
from tests.api.calls import make_agreement, ok, post_demand, post_event
from tests.api.refusals import faults, problem, query_fault
from tests.db.evidence.tampering import tamper
from tests.running.service import Service, serving
from tests.webhooks.receiving import Receiver, is_signed_with, tell

pytestmark = pytest.mark.both_databases

BEGUN = datetime(1999, 2, 22, 17, tzinfo=UTC)
HOOK: Json = {"id": "hook", "name": "A receiver", "url": "https://hooks.example/rights", "since": 0}
AGREEMENT = {
    "template": "ctc-1998",
    "id": "told",
    "holders": [
        {"id": "spectrum", "name": "Spectrum", "preferred_as_converted": 1_200_000},
        {"id": "wang", "name": "Wang", "preferred_as_converted": 75_000},
    ],
}
DOWN = Called("refused", 503)


@dataclass
class Story:
    """A service whose clock stands where the story says, and a receiver."""

    database: Database
    service: Service
    workspace: Workspace
    clock: list[datetime]
    receiver: Receiver

    def later(self, **by: int) -> None:
        self.clock[0] += timedelta(**by)

    def sweep(self) -> None:
        changes.sweep(self.workspace)

    def tell(self, turns: int = 1) -> int:
        return tell(self.workspace, self.receiver, turns)

    def make(self, **more: Any) -> Json:
        made: Json = ok(self.service.post("/v1/webhooks", HOOK | more), 201)
        return made

    def hook(self, name: str = "hook") -> Json:
        found: Json = ok(self.service.get(f"/v1/webhooks/{name}"))
        return found

    def log(self, name: str = "hook") -> list[Json]:
        items: list[Json] = ok(self.service.get(f"/v1/webhooks/{name}/deliveries"))["items"]
        return items

    def last(self) -> int:
        items = ok(self.service.get("/v1/changes", limit=200))["items"]
        return int(items[-1]["position"])


@contextmanager
def told(database: Database, hooks: HookSettings) -> Iterator[Story]:
    clock = [BEGUN]
    workspace = Workspace(database, now=lambda: clock[0], hooks=hooks)
    with serving(database, workspace=workspace) as service:
        make_agreement(service, AGREEMENT)
        yield Story(database, service, workspace, clock, Receiver())


@pytest.fixture
def story(database: Database) -> Iterator[Story]:
    with told(database, HookSettings(b"the operator's key")) as found:
        yield found


def demanded(story: Story) -> str:
    answer = post_demand(story.service, spectrum_demand(), "told", explain="none")
    identifier: str = answer["result"]["registration_id"]
    return identifier


class TestTelling:
    def test_everything_is_told_in_order_signed_and_once(self, story: Story) -> None:
        demanded(story)
        secret = story.make()["secret"]
        story.later(days=80)  # 13 May: a week before the due day
        story.sweep()
        story.tell(turns=3)
        items = ok(story.service.get("/v1/changes", limit=200))["items"]
        assert story.receiver.told == items, "each is the item of the list, to the letter"
        assert {"determined", "due_soon"} < {each["type"] for each in items}
        assert all(is_signed_with(secret, each) for each in story.receiver.received)
        assert [each.headers["webhook-id"] for each in story.receiver.received] == [
            each["id"] for each in items
        ]
        assert story.tell() == 0
        hook = story.hook()
        assert (hook["state"], hook["position"]) == ("sending", story.last())

    def test_only_what_was_asked_for_and_from_now_on(self, story: Story) -> None:
        registration = demanded(story)
        story.make(id="now", since=None)
        story.make(id="days", kinds=["due", "overdue"])
        story.make(id="shelves", registration_kind="shelf")
        story.make(id="demands", registration_kind="requested", kinds=["determined"])
        story.make(id="all-of-it", agreement_id="told", kinds=["determined"])
        story.tell()
        assert {name: story.hook(name)["position"] for name in ("days", "shelves", "now")} == {
            "days": story.last(),
            "shelves": story.last(),
            "now": story.last(),
        }
        assert [each["data"].get("registration_id") for each in story.receiver.told] == [
            registration,
            registration,
        ]
        story.later(days=90)
        story.sweep()
        story.tell()
        assert {each["kind"] for each in story.log("days")} == {"overdue"}
        assert story.log("shelves") == []

    def test_tenants_are_told_of_their_own(self, story: Story) -> None:
        access.create_tenant(story.workspace, "another", "Another")
        another = story.workspace.of("another")
        wanted = WebhookWanted("theirs", "Theirs", HOOK["url"], (), None, None, 0)
        subscriptions.make(another, wanted)
        demanded(story)
        assert story.tell() == 0
        problem(story.service.get("/v1/webhooks/theirs"), 404, "not_found")
        assert ok(story.service.get("/v1/webhooks"))["items"] == []
        assert list(whole_store.misfits(story.workspace)) == []
        assert all(fits for _, fits in audit.of_no_agreement(story.workspace))

    def test_what_fails_is_told_again_before_what_follows(self, story: Story) -> None:
        story.make()
        registration = demanded(story)
        first = story.last()
        story.receiver.answers = [DOWN, Called("unreachable")]
        assert story.tell() == 1
        post_event(story.service, registration, notice("wang", mailed("1999-02-22")))
        assert story.tell() == 0, "not before five seconds are over"
        hook = story.hook()
        assert (hook["state"], hook["failures"], hook["position"]) == ("failing", 1, 0)
        assert datetime.fromisoformat(hook["next_try_at"]) == story.clock[0] + timedelta(seconds=5)
        story.later(seconds=5)
        assert story.tell() == 1
        assert story.hook()["failures"] == 2
        story.later(seconds=19)
        assert story.tell() == 0, "then twenty"
        story.later(seconds=1)
        story.tell()
        assert story.receiver.positions[:3] == [1, 1, 1]
        assert story.receiver.positions[2:] == list(range(1, story.last() + 1))
        assert story.last() >= first
        assert story.hook()["state"] == "sending"
        tries = story.log()[::-1][:3]
        assert [(each["attempt"], each["outcome"], each.get("status")) for each in tries] == [
            (1, "refused", 503),
            (2, "unreachable", None),
            (3, "delivered", 200),
        ]

    def test_a_receiver_says_when_to_come_back(self, story: Story) -> None:
        story.make()
        demanded(story)
        story.receiver.answers = [Called("refused", 429, "3600")]
        story.tell()
        story.later(minutes=59)
        assert story.tell() == 0
        story.later(minutes=1)
        assert story.tell() > 0

    def test_after_three_days_it_is_stopped_and_loses_nothing(self, story: Story) -> None:
        story.make()
        demanded(story)
        gives_up = story.clock[0] + PATIENCE
        while story.hook()["state"] != "stopped":
            story.receiver.answers = [DOWN]
            story.tell()
            story.later(hours=6)
        assert story.clock[0] - timedelta(hours=6) >= gives_up
        assert story.hook()["stopped"] == "failed_too_long"
        story.later(days=1)
        assert story.tell() == 0
        back = ok(story.service.post("/v1/webhooks/hook/replay", {"since": 0}))
        assert (back["state"], back.get("stopped")) == ("sending", None)
        story.receiver.received.clear()
        story.tell()
        assert story.receiver.positions == list(range(1, story.last() + 1))

    def test_a_receiver_that_is_gone_is_left_alone(self, story: Story) -> None:
        story.make()
        demanded(story)
        story.receiver.answers = [Called("gone", 410)]
        story.tell()
        story.later(days=1)
        assert story.tell() == 0
        assert story.hook()["stopped"] == "receiver_gone"

    def test_a_removed_one_is_told_nothing(self, story: Story) -> None:
        story.make()
        demanded(story)
        ok(story.service.request("DELETE", "/v1/webhooks/hook"))
        assert story.tell() == 0


class TestCrashes:
    """A sender may die at any moment: what it had in hand is told by another, later."""

    def test_one_that_dies_before_it_sends_loses_nothing(self, story: Story) -> None:
        story.make()
        demanded(story)
        assert len(progress.take(story.workspace)) == 1
        assert story.tell() == 0, "it is in hand"
        story.later(seconds=60)
        story.tell()
        assert story.receiver.positions == list(range(1, story.last() + 1))

    def test_one_that_dies_after_it_sent_is_told_twice_under_one_id(self, story: Story) -> None:
        story.make()
        demanded(story)

        async def dies(message: SignedMessage) -> Called:
            story.receiver.received.append(message)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            asyncio.run(Sender(story.workspace, dies, lambda: 0.0).turn())
        story.later(seconds=60)
        story.tell()
        first, again, *_ = (each.headers["webhook-id"] for each in story.receiver.received)
        assert first == again
        assert story.receiver.positions == [1, *range(1, story.last() + 1)]

    def test_one_that_was_too_slow_moves_nothing(self, story: Story) -> None:
        """Its time was over, another told everything; then it comes with what it did."""
        story.make()
        demanded(story)
        (slow,) = progress.take(story.workspace)
        story.later(seconds=60)
        story.tell()
        there = story.hook()["position"]
        (event, *_) = progress.to_tell(story.workspace, slow).events
        tried = progress.Tried(event, DOWN, story.clock[0], 1, 0.0)
        assert not progress.note(story.workspace, slow, tried)
        progress.let_go(story.workspace, slow, 0)
        hook = story.hook()
        assert (hook["position"], hook["failures"]) == (there, 0)
        assert story.log()[0]["outcome"] == "refused", "the try is in the log all the same"

    def test_a_replay_while_one_is_in_hand_counts(self, story: Story) -> None:
        story.make()
        demanded(story)
        story.tell()
        (again,) = [ok(story.service.post("/v1/webhooks/hook/replay", {"since": 0}))]
        assert again["position"] == 0
        (taken,) = progress.take(story.workspace)
        ok(story.service.post("/v1/webhooks/hook/replay", {"since": 1}))
        progress.let_go(story.workspace, taken, 99)
        assert story.hook()["position"] == 1

    def test_none_goes_on_from_where_nothing_has_come_to(self, story: Story) -> None:
        """Else all that happens until then would be told to nobody, without a word."""
        story.make()
        demanded(story)
        last = story.last()
        ok(story.service.post("/v1/webhooks/hook/replay", {"since": last}))
        refused = story.service.post("/v1/webhooks/hook/replay", {"since": last + 1})
        assert faults(refused) == {"/since": "not_a_place"}
        assert f"The last position is {last}." in refused.text
        assert story.hook()["position"] == last
        another = HOOK | {"id": "another", "since": last + 1}
        assert faults(story.service.post("/v1/webhooks", another)) == {"/since": "not_a_place"}
        polled = story.service.get("/v1/changes", since=last + 1)
        assert query_fault(polled, "since") == "not_a_place"
        assert ok(story.service.get("/v1/changes", since=last))["items"] == []

    def test_several_at_once_take_different_ones(self, story: Story) -> None:
        names = [f"hook-{number}" for number in range(6)]
        for name in names:
            story.make(id=name)
        demanded(story)
        taken = [row.id for _ in range(3) for row in progress.take(story.workspace)]
        assert sorted(taken) == names


class TestManaging:
    def test_the_secret_is_shown_once_and_not_stored(self, story: Story) -> None:
        made = story.make()
        secret = made["secret"].removeprefix("whsec_")
        assert made["webhook"] == story.hook()
        assert "secret" not in story.hook()
        with story.database.reading() as unit:
            row = unit.webhooks.webhook("hook")
        assert row is not None
        assert secret not in repr([row.seed, row.digest, row.seed_before])

    def test_both_secrets_sign_for_a_while(self, story: Story) -> None:
        old = story.make()["secret"]
        turned = ok(story.service.post("/v1/webhooks/hook/secret", {"overlap_hours": 1}), 201)
        demanded(story)
        story.tell()
        message = story.receiver.received[-1]
        assert is_signed_with(old, message)
        assert is_signed_with(turned["secret"], message)
        story.later(hours=1)
        ok(story.service.post("/v1/webhooks/hook/replay", {"since": 0}))
        story.tell()
        message = story.receiver.received[-1]
        assert not is_signed_with(old, message)
        assert is_signed_with(turned["secret"], message)

    def test_a_sender_with_another_key_signs_nothing(self, story: Story) -> None:
        story.make()
        demanded(story)
        other = replace(story.workspace, hooks=HookSettings(b"another key"))
        tell(other, story.receiver)
        assert story.receiver.received == []
        assert [each["outcome"] for each in story.log()] == ["key_differs"]
        story.later(seconds=5)
        assert story.tell() > 0

    def test_a_test_is_sent_to_a_stopped_one_too(self, story: Story) -> None:
        secret = story.make()["secret"]
        demanded(story)
        story.receiver.answers = [Called("gone", 410)]
        story.tell()
        wanted = ok(story.service.post("/v1/webhooks/hook/test", {}))
        story.tell(turns=2)
        event = story.receiver.told[-1]
        assert (event["type"], event["id"]) == ("test", wanted["event_id"])
        assert is_signed_with(secret, story.receiver.received[-1])
        first = story.log()[0]
        assert (first["kind"], first.get("position"), first["event_id"]) == (
            "test",
            None,
            wanted["event_id"],
        )
        assert len(story.receiver.received) == 2
        assert story.hook()["state"] == "stopped"

    def test_lists_come_in_pages(self, story: Story) -> None:
        for number in range(3):
            story.make(id=f"hook-{number}")
        first = ok(story.service.get("/v1/webhooks", limit=2))
        rest = ok(story.service.get("/v1/webhooks", limit=2, after=first["next"]))
        assert [each["id"] for each in first["items"] + rest["items"]] == [
            "hook-0",
            "hook-1",
            "hook-2",
        ]
        assert rest["next"] is None
        demanded(story)
        story.tell()
        path = "/v1/webhooks/hook-0/deliveries"
        page = ok(story.service.get(path, limit=2))
        seen = list(page["items"])
        while page["next"] is not None:
            page = ok(story.service.get(path, limit=2, before=page["next"]))
            seen += page["items"]
        assert [each["number"] for each in seen] == list(range(len(seen), 0, -1))
        assert [each["position"] for each in seen][::-1] == list(range(1, story.last() + 1))

    def test_the_log_is_forgotten_after_a_time_but_for_the_last(self, story: Story) -> None:
        story.make()
        demanded(story)
        story.tell()
        count = len(story.log())
        story.later(days=31)
        assert progress.forget(story.workspace) == count - 1
        assert [each["number"] for each in story.log()] == [count]

    def test_what_cannot_be_made_is_refused(self, story: Story) -> None:
        def refused(status: int, code: str, **more: Any) -> None:
            problem(story.service.post("/v1/webhooks", HOOK | more), status, code)

        refused(422, "invalid_input", agreement_id="nowhere")
        refused(422, "invalid_input", kinds=["unheard_of"])
        for url in ("http://hooks.example/", "https://127.0.0.1/", "https://localhost/x", "x"):
            refused(422, "invalid_input", url=url)
        story.make()
        refused(409, "already_exists")
        ok(story.service.request("DELETE", "/v1/webhooks/hook"))
        refused(409, "already_exists")
        problem(story.service.get("/v1/webhooks/hook"), 404, "not_found")
        problem(story.service.post("/v1/webhooks/hook/test", {}), 404, "not_found")


class TestEvidence:
    def test_who_made_changed_and_removed_it_is_on_record(self, story: Story) -> None:
        story.make()
        ok(story.service.post("/v1/webhooks/hook/secret", {}), 201)
        ok(story.service.request("DELETE", "/v1/webhooks/hook"))
        entries = [
            (entry.action, entry.subject, fits)
            for entry, fits in audit.of_no_agreement(story.workspace)
            if entry.action.startswith("webhook")
        ]
        assert entries == [
            ("webhook_made", "hook", True),
            ("webhook_rotated", "hook", True),
            ("webhook_removed", "hook", True),
        ]
        assert list(whole_store.misfits(story.workspace)) == []

    def test_moving_on_is_no_change(self, story: Story) -> None:
        story.make()
        demanded(story)
        story.tell()
        assert list(whole_store.misfits(story.workspace)) == []

    @pytest.mark.parametrize(
        "change",
        [
            "UPDATE webhooks SET url = 'https://elsewhere.example/'",
            "UPDATE webhooks SET kinds = 'due'",
            "UPDATE webhooks SET digest = 'sha256:another'",
            "UPDATE webhooks SET removed_at = created_at",
            "DELETE FROM webhooks",
        ],
    )
    def test_what_somebody_changed_is_found(self, story: Story, change: str) -> None:
        story.make()
        tamper(story.database, change)
        (found,) = whole_store.misfits(story.workspace)
        assert (found.part, found.name) == ("webhook", "hook")
