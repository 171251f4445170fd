"""What is told once: answers and database are the same as if every request were carried out."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.db.engine import Database
from tests.api.bodies import handed_over, notice, spectrum_demand
from tests.api.calls import DEMO, ok
from tests.db.docket.docket import disagreements, versions
from tests.db.evidence.tampering import tamper
from tests.running.service import Service, serving
from tests.running.stories import Stories, Story

DEMAND = f"/v1/agreements/{DEMO}/demands"
Tell = Callable[[Stories], Story]


@pytest.fixture
def tell(demonstration_file: Path, tmp_path: Path) -> Iterator[Tell]:
    """Begin another story of the same stories, as another test would."""
    told: list[Story] = []

    def begun(stories: Stories) -> Story:
        path = tmp_path / f"{len(told)}.db"
        shutil.copy(demonstration_file, path)
        told.append(Story(stories, path))
        return told[-1]

    yield begun
    for each in told:
        each.close()


def demanded(service: Service) -> str:
    """A demand of which notice was given: two requests that write, and one that does not."""
    answer = ok(service.post(DEMAND, spectrum_demand()), 201)
    registration: str = answer["result"]["registration_id"]
    ok(service.get(f"/v1/registrations/{registration}"))
    told = notice("cashin", handed_over("1999-02-22"))
    ok(service.post(f"/v1/registrations/{registration}/events", told), 201)
    return registration


def all_that_is_read(service: Service, registration: str) -> list[bytes]:
    paths = (
        f"/v1/registrations/{registration}?as_of=1999-03-20",
        f"/v1/agreements/{DEMO}/events",
        f"/v1/agreements/{DEMO}/verify",
        "/v1/obligations?as_of=1999-03-20&limit=200",
    )
    return [service.get(path).content for path in paths]


def test_what_was_asked_at_the_same_point_is_not_asked_again(tell: Tell) -> None:
    stories = Stories()
    first, second = tell(stories), tell(stories)
    registration = demanded(first)
    assert demanded(second) == registration
    assert second.served is None
    assert second.told is first.told


def test_what_is_new_goes_on_from_what_the_story_had_left(
    tell: Tell, demonstration_sqlite: str
) -> None:
    stories = Stories()
    registration = demanded(tell(stories))
    goes_on = tell(stories)
    demanded(goes_on)
    more = {"kind": "filed", "occurred_on": "1999-03-15"}
    path = f"/v1/registrations/{registration}/events"
    told = goes_on.post(path, more)
    found = all_that_is_read(goes_on, registration)
    database = Database(demonstration_sqlite)
    with serving(database) as live:
        assert demanded(live) == registration
        assert live.post(path, more).content == told.content
        assert all_that_is_read(live, registration) == found
    database.dispose()


def test_what_differs_is_another_story(tell: Tell) -> None:
    stories = Stories()
    demanded(tell(stories))
    other = tell(stories)
    answer = ok(other.post(DEMAND, spectrum_demand(), as_of="1999-05-01"), 201)
    assert other.served is not None
    assert answer["result"]["as_of"] == "1999-05-01"


def test_what_is_asked_past_it_ends_what_is_known(tell: Tell) -> None:
    story = tell(Stories())
    demanded(story)
    story.portal.call(lambda: story.client.get("/v1/agreements"))
    assert story.told is None


def test_all_is_forgotten_where_too_much_would_be_kept(
    tell: Tell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.running.stories.MOST_BYTES", 100_000)
    stories, found = Stories(), []
    for _ in range(2):
        registration = demanded(story := tell(stories))
        found.append(all_that_is_read(story, registration))
        assert story.served is not None
    assert found[0] == found[1]


@pytest.mark.parametrize("whole", [False, True])
def test_a_docket_that_was_altered_is_seen_whatever_was_told_before(
    tell: Tell, *, whole: bool
) -> None:
    stories = Stories()
    first, second = tell(stories), tell(stories)
    before = versions(first.database)

    def held(story: Story) -> None:
        demanded(story)
        story.hold(lambda database: disagreements(database, before, whole=whole), whole=whole)

    held(first)
    held(second)
    assert second.served is None, "the same state is held against the facts once"
    third = tell(stories)
    demanded(third)
    more = {"kind": "holder_recorded", "occurred_on": "1999-03-01", "holder": "n", "name": "N"}
    ok(third.post(f"/v1/agreements/{DEMO}/events", more), 201)
    tamper(third.database, "UPDATE docket SET obligation = replace(obligation, '1999-', '1997-')")
    with pytest.raises(AssertionError, match="is not what"):
        third.hold(lambda database: disagreements(database, before, whole=whole), whole=whole)
