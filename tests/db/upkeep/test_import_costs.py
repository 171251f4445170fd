"""An import holds each fact against those before it, and works out once what none of them changes.

Counted, since a clock counts the machine too.
"""

import shutil
from pathlib import Path
from unittest.mock import patch

import pytest

from app.db.engine import Database
from app.rules.agreement.instruments import RULED_FROM, instruments
from app.rules.facts import ANY_FACT
from app.rules.record.guards import guards
from bench.lives import lives, making
from tests.api.bodies import Json
from tests.api.calls import ok
from tests.db.evidence.evidence import exported, imported
from tests.running.service import fixed_workspace, serving


@pytest.mark.parametrize("count", [15, 60])
def test_the_register_is_kept_for_the_facts_on_which_it_turns(
    migrated_file: Path, tmp_path: Path, count: int
) -> None:
    document = recorded(migrated_file, tmp_path / "here.db", count)
    database = Database(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'there.db')}")
    with (
        serving(database, workspace=fixed_workspace(database, "there")) as there,
        patch.object(guards, "instruments", wraps=instruments) as kept,
    ):
        ok(imported(there, document), 201)
    database.dispose()
    facts = [ANY_FACT.validate_python(each["payload"]) for each in document["facts"]]
    turns = sum(isinstance(each, RULED_FROM) for each in facts)
    assert len(facts) > count
    assert kept.call_count <= turns + 1


def test_the_register_is_kept_once_for_all_who_held_when_the_agreement_was_made(
    migrated_file: Path, tmp_path: Path
) -> None:
    """A thousand of them took twelve seconds of processor time, each more than the one before."""
    holders = [{"id": f"h{each}", "name": f"H {each}", "common": 10} for each in range(50)]
    made = {"template": "ctc-1998", "id": "wide", "holders": holders}
    here, there = (
        Database(f"sqlite:///{shutil.copy(migrated_file, tmp_path / name)}")
        for name in ("here.db", "there.db")
    )
    with serving(here, workspace=fixed_workspace(here, "here")) as service:
        ok(service.post("/v1/agreements", made), 201)
        document = exported(service, "wide")
    with (
        serving(there, workspace=fixed_workspace(there, "there")) as service,
        patch.object(guards, "instruments", wraps=instruments) as kept,
    ):
        ok(imported(service, document), 201)
    assert len(document["facts"]) > 100
    assert kept.call_count == 1
    for each in (here, there):
        each.dispose()


def recorded(empty: Path, file: Path, count: int) -> Json:
    """A record of so many facts beside its making, as a document."""
    database = Database(f"sqlite:///{shutil.copy(empty, file)}")
    with serving(database, workspace=fixed_workspace(database, "here")) as here:
        ok(here.post("/v1/agreements?explain=none", making("a")), 201)
        for told in lives(count):
            ok(here.post(f"{told.path('a')}?explain=none", told.body()), 201)
        document = exported(here, "a")
    database.dispose()
    return document
