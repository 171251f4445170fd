"""The docket in storage: written in step with the facts, listed by one index, on both databases."""

import json
import re
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from functools import partial
from itertools import chain, count, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text

from app.db.access.tenancy import Tenancy
from app.db.docket import pages as docket_pages
from app.db.docket.docket import Docket, KeptLine, ListedLine, NewLine
from app.db.docket.drawers import by_days, by_kind
from app.db.docket.pages import Place, Wanted, listing
from app.db.engine import Database
from app.db.records import Records
from app.db.unit_of_work import UnitOfWork
from app.rules.facts import RecordedFact
from app.services.docket import docket
from tests.db.examples import NOON, new_fact
from tests.rules.examples.whole_records import TERMS, whole_records

DAY = date(1999, 3, 31)
ONE_DAY = timedelta(days=1)
EARLIER, LATER = DAY - ONE_DAY, DAY + ONE_DAY
DUE = date(1999, 5, 20)


def line(name: str, registration: str = "r-1", due_on: date | None = None, **more: Any) -> NewLine:
    """A line that stands for good, owed by the Company to one Holder."""
    said: dict[str, Any] = {
        "first_day": DAY,
        "last_day": date.max,
        "obligation": json.dumps([name, due_on and due_on.isoformat()]),
        "status": "open",
        "standard": "promptly",
        "obligor": "ctc",
        "obligees": ("alpha",),
        "clause": "2(a)(i)",
        "registration_kind": "requested" if registration else None,
    }
    return NewLine(registration_id=registration, obligation_id=name, due_on=due_on, **said | more)


def plain(kept: KeptLine) -> KeptLine:
    """A line as far as it tells itself from others."""
    return KeptLine(*(getattr(kept, field.name) for field in fields(KeptLine)))


def add(database: Database, agreement: str, *lines: NewLine, registrations: Sequence[str]) -> None:
    """Store an agreement of two facts, its registrations and its lines."""
    with database.writing() as work:
        work.records.add_agreement(agreement, f"Agreement {agreement}", None)
        for name in registrations:
            work.records.add_registration(name, agreement, "requested")
        recorded = (NOON, NOON + timedelta(hours=1))
        facts = [
            new_fact(f"{agreement}-{place}", recorded_at=instant)
            for place, instant in enumerate(recorded)
        ]
        work.records.append(agreement, 0, facts)
        work.docket.rewrite(agreement, gone=(), moved=(), new=lines)
        work.commit()


def listed(
    database: Database, after: Place | None = None, limit: int = 100, **asked: Any
) -> list[Place]:
    """The places of the lines that are listed."""
    with database.reading() as work:
        found = work.docket.listed(Wanted(**{"day": DAY} | asked), after, limit)
    return [place_of(each) for each in found]


def place_of(listed: ListedLine) -> Place:
    name, due_on = json.loads(listed.obligation)
    day = None if due_on is None else date.fromisoformat(due_on)
    return Place(day, listed.agreement_id, listed.registration_id, name)


def names(found: Sequence[Place]) -> list[str]:
    return [each.obligation_id for each in found]


class TestKept:
    def test_lines_come_back_as_they_went_in(self, database: Database) -> None:
        lines = [line("effect", due_on=DUE), line("file", first_day=EARLIER, last_day=DAY)]
        add(database, "a", *lines, registrations=["r-1"])
        with database.reading() as work:
            assert set(work.docket.kept("a", DAY)) == {plain(each) for each in lines}
            assert work.docket.kept("a", LATER) == [plain(lines[0])]
            assert work.docket.kept("another", DAY) == []

    def test_they_go_move_and_come(self, database: Database) -> None:
        goes, ends, stays = line("goes", obligees=("alpha", "beta")), line("ends"), line("stays")
        add(database, "a", goes, ends, stays, registrations=["r-1"])
        add(database, "b", line("goes", "r-2"), registrations=["r-2"])
        moved = replace(ends, last_day=LATER)
        says_another = replace(goes, obligation='["comes", null]', obligees=("beta", "beta"))
        with database.writing() as work:
            work.docket.rewrite("a", gone=[goes], moved=[moved], new=[says_another])
            work.commit()
        with database.reading() as work:
            kept = set(work.docket.kept("a", DAY))
        assert kept == {plain(each) for each in (says_another, moved, stays)}
        assert listed(database, obligee="beta") == [Place(None, "a", "r-1", "comes")]
        assert listed(database, agreement_id="b") == [Place(None, "b", "r-2", "goes")]


class TestListed:
    @pytest.fixture
    def filled(self, database: Database) -> Database:
        add(
            database,
            "a",
            line("effect", due_on=DUE, obligees=("alpha", "beta"), standard="best_efforts"),
            line("file", status="performed", clause="3(a)(i)", standard=None),
            line("reports", ""),
            line("answer", obligor="alpha", obligees=("ctc",), due_on=DUE + ONE_DAY),
            line("past", first_day=date(1999, 1, 1), last_day=EARLIER),
            line("future", first_day=LATER),
            registrations=["r-1"],
        )
        add(
            database,
            "b",
            line("effect", "r-2", due_on=DUE, status="breached"),
            line("effect", "r-3", due_on=DUE - ONE_DAY),
            registrations=["r-2", "r-3"],
        )
        return database

    def test_by_due_day_what_has_none_last_then_by_name(self, filled: Database) -> None:
        assert listed(filled) == [
            Place(DUE - ONE_DAY, "b", "r-3", "effect"),
            Place(DUE, "a", "r-1", "effect"),
            Place(DUE, "b", "r-2", "effect"),
            Place(DUE + ONE_DAY, "a", "r-1", "answer"),
            Place(None, "a", None, "reports"),
            Place(None, "a", "r-1", "file"),
        ]

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"statuses": ["performed"]}, ["file"]),
            ({"statuses": ["performed", "breached"]}, ["effect", "file"]),
            ({"due_from": DUE}, ["effect", "effect", "answer"]),
            ({"due_to": DUE}, ["effect", "effect", "effect"]),
            ({"due_from": DUE, "due_to": DUE}, ["effect", "effect"]),
            ({"dated": True}, ["effect", "effect", "effect", "answer"]),
            ({"obligor": "alpha"}, ["answer"]),
            ({"obligee": "beta"}, ["effect"]),
            ({"obligee": "ctc"}, ["answer"]),
            ({"obligee": "beta", "due_to": DUE, "statuses": ["breached"]}, []),
            ({"clause": "3(a)(i)"}, ["file"]),
            ({"clause": "3(a)"}, []),
            ({"agreement_id": "b"}, ["effect", "effect"]),
            ({"registration_id": "r-3"}, ["effect"]),
            ({"registration_id": "nowhere"}, []),
            ({"standard": "best_efforts"}, ["effect"]),
            ({"day": EARLIER}, ["past"]),
            (
                {"day": LATER, "agreement_id": "a"},
                ["effect", "answer", "reports", "file", "future"],
            ),
            ({"standard": "promptly", "agreement_id": "a", "obligor": "ctc"}, ["reports"]),
        ],
    )
    def test_every_filter_narrows_it(
        self, filled: Database, asked: dict[str, Any], found: list[str]
    ) -> None:
        assert names(listed(filled, **asked)) == found

    @pytest.mark.parametrize("asked", [{}, {"obligee": "alpha"}, {"statuses": ["open"]}])
    @pytest.mark.parametrize("size", [1, 2, 5])
    def test_pages_make_up_the_whole(
        self, filled: Database, asked: dict[str, Any], size: int
    ) -> None:
        whole = listed(filled, **asked)
        pages = [listed(filled, after, size, **asked) for after in (None, *whole[size - 1 :: size])]
        assert list(chain.from_iterable(pages)) == whole

    def test_tells_names_and_when_the_last_fact_was_recorded(self, filled: Database) -> None:
        with filled.reading() as work:
            (own,) = work.docket.listed(Wanted(DAY, agreement_id="a", obligor="alpha"), None, 9)
        assert (own.agreement_name, own.registration_kind) == ("Agreement a", "requested")
        assert own.recorded_at == NOON + timedelta(hours=1)


FILTERS: dict[str, dict[str, Any]] = {
    "nothing": {},
    "status": {"statuses": ["open"]},
    "statuses": {"statuses": ["open", "breached"]},
    "due": {"due_from": DAY, "due_to": DUE + ONE_DAY},
    "obligor": {"obligor": "ctc"},
    "obligee": {"obligee": "alpha"},
    "clause": {"clause": "2(a)(i)"},
    "standard": {"standard": "promptly"},
    "agreement": {"agreement_id": "a"},
    "registration": {"registration_id": "r-1"},
}


@pytest.mark.parametrize("asked", FILTERS, ids=FILTERS)
@pytest.mark.parametrize("after", [None, Place(DUE, "a", "r-1", "effect")], ids=["first", "next"])
def test_every_filter_is_answered_by_an_index(
    database: Database, asked: str, after: Place | None
) -> None:
    wanted = Wanted(DAY, **FILTERS[asked])
    drawers = [
        by_days("default", DAY, date.max, DUE),
        by_kind("default", ("open", "promptly", "2(a)(i)"), DAY, DUE, DUE),
    ]
    statement = listing(Tenancy(), wanted, drawers, after, 50)
    assert statement is not None
    with database.engine.connect() as connection:
        written = statement.compile(connection, compile_kwargs={"literal_binds": True})
        plan = explained(connection, str(written))
    reads = [step for step in plan if re.search(r"(?i)(scan|search)\b.* (docket|f|l|line)\b", step)]
    assert reads, plan
    assert all("index" in step.lower() for step in reads), plan
    if asked != "registration":  # whose lines are few
        assert not sorts_of_lines(plan), plan


def explained(connection: Connection, statement: str) -> list[str]:
    """The plan, line by line; a table of no rows would else be read through at once."""
    if connection.dialect.name == "sqlite":
        found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}")
        return [row[-1] for row in found]
    for way in ("seqscan", "bitmapscan"):
        connection.execute(text(f"SET LOCAL enable_{way} = off"))
    found = connection.exec_driver_sql(f"EXPLAIN (COSTS OFF) {statement.replace('%', '%%')}")
    return [row[0] for row in found]


def sorts_of_lines(plan: Sequence[str]) -> list[str]:
    """Where the lines of the docket are sorted; the few of a page may be."""
    if "CO-ROUTINE r" in plan:  # SQLite: what is read of each drawer; the merged lines are few
        ranges = plan[plan.index("CO-ROUTINE r") : plan.index("SCAN r")]
        return [step for step in ranges if "ORDER BY" in step]
    limit = max(place for place, step in enumerate(plan) if "Limit" in step)
    return [step for step in plan[limit:] if "Sort" in step]


numbers = count(1)


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(facts=whole_records(), data=st.data())
def test_posted_in_any_order_facts_leave_the_docket_they_would_leave_anew(
    database: Database, facts: list[RecordedFact], data: st.DataObject
) -> None:
    by_step, at_once = f"by-step-{next(numbers)}", f"at-once-{next(numbers)}"
    posted = data.draw(st.permutations(facts))
    with database.writing() as work:
        for before, after in pairwise(range(len(posted) + 1)):
            project(work, by_step, posted[:before], posted[:after])
        assert docket.write(work, at_once, docket.whole(TERMS, facts))
        assert set(work.docket.kept(by_step, date.min)) == set(work.docket.kept(at_once, date.min))
        assert not docket.write(work, by_step, docket.whole(TERMS, facts))
        project(work, by_step, facts, posted)
        assert not docket.write(work, by_step, docket.whole(TERMS, facts))


def project(
    work: UnitOfWork, name: str, before: Sequence[RecordedFact], after: Sequence[RecordedFact]
) -> None:
    stored = partial(work.docket.kept, name)
    docket.rewrite(work, name, docket.worked_out(stored, TERMS, before, after, lambda: None))


SPANS = st.sampled_from([0, 1, 7, 40, 95, 130, 700, 5_000])
PEOPLE = st.sampled_from(["ctc", "alpha", "beta"])
FROM_1998 = st.integers(0, 900).map(lambda days: date(1998, 1, 1) + timedelta(days))


@st.composite
def any_lines(draw: st.DrawFn) -> list[NewLine]:
    """Lines as no rule would give them: of any length, due before, while or after they stand."""
    found = []
    for number in range(draw(st.integers(0, 25))):
        first_day = draw(FROM_1998)
        due = draw(st.none() | st.just(first_day + timedelta(draw(SPANS))) | FROM_1998)
        until = draw(st.sampled_from([date.max, first_day + timedelta(draw(SPANS))]))
        found.append(
            line(
                f"duty-{number}",
                draw(st.sampled_from(["r-1", "r-2", ""])),
                due,
                first_day=first_day,
                last_day=until,
                status=draw(st.sampled_from(["open", "performed", "breached"])),
                standard=draw(st.sampled_from(["promptly", None])),
                clause=draw(st.sampled_from(["2(a)", "3(a)"])),
                obligor=draw(PEOPLE),
                obligees=tuple(draw(st.sets(PEOPLE, min_size=1))),
            )
        )
    return found


def filters() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {"day": FROM_1998},
        optional={
            "statuses": st.lists(st.sampled_from(["open", "breached", "waived"]), max_size=2),
            "standard": st.just("promptly"),
            "clause": st.sampled_from(["2(a)", "9(z)"]),
            "obligor": PEOPLE,
            "obligee": PEOPLE,
            "due_from": FROM_1998,
            "due_to": FROM_1998,
            "dated": st.booleans(),
            "named": st.sampled_from([{"agreement_id": "0"}, {"registration_id": "r-2"}]),
        },
    )


def is_wanted(each: NewLine, wanted: Wanted) -> bool:
    """What the filters say, without an index and without a drawer."""
    dated = wanted.dated or wanted.due_from is not None or wanted.due_to is not None
    due = each.due_on or date.max
    return (
        each.first_day <= wanted.day <= each.last_day
        and (not wanted.statuses or each.status in wanted.statuses)
        and wanted.standard in (None, each.standard)
        and wanted.clause in (None, each.clause)
        and wanted.obligor in (None, each.obligor)
        and (wanted.obligee is None or wanted.obligee in each.obligees)
        and not (dated and each.due_on is None)
        and (wanted.due_from or date.min) <= due <= (wanted.due_to or date.max)
        and wanted.registration_id in (None, each.registration_id)
    )


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data(), lines=any_lines(), asked=st.lists(filters(), min_size=4, max_size=4))
@pytest.mark.parametrize("few_drawers", [False, True])
def test_drawers_leave_out_nothing_and_add_nothing(
    database: Database,
    data: st.DataObject,
    lines: list[NewLine],
    asked: list[dict[str, Any]],
    few_drawers: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every list is what a look at each line gives, a page at a time, whatever the filters."""
    if few_drawers:  # then those by kind are too many
        monkeypatch.setattr(docket_pages, "MOST_DRAWERS", 1)
    name = f"lines-{next(numbers)}"
    tenancy = Tenancy(f"tenant-{name}")
    size = data.draw(st.sampled_from([1, 3, 100]))
    with database.writing() as work:
        connection = work.docket._connection
        records, lists = Records(connection, tenancy), Docket(connection, tenancy)
        records.add_agreement("0", "Agreement", None)
        for registration in ("r-1", "r-2"):
            records.add_registration(registration, "0", "requested")
        records.append("0", 0, [new_fact(f"fact-{name}")])
        lists.rewrite("0", gone=(), moved=(), new=lines)
        # As the rules write it: an end that moves later takes the line to another drawer.
        moved = [
            replace(each, last_day=each.first_day) for each in lines if data.draw(st.booleans())
        ]
        lists.rewrite("0", gone=(), moved=moved, new=())
        now = [
            next((new for new in moved if new.obligation_id == old.obligation_id), old)
            for old in lines
        ]
        assert lists.rows("0") == lists.rows_of("0", now, {})
        for each in asked:
            wanted = Wanted(
                **{key: each[key] for key in each if key != "named"}, **each.get("named", {})
            )
            right = sorted(
                (
                    place_of(
                        ListedLine(
                            "0", "", each.registration_id or None, None, each.obligation, NOON
                        )
                    )
                    for each in now
                    if is_wanted(each, wanted)
                ),
                key=lambda place: (
                    place.due_on or date.max,
                    place.registration_id or "",
                    place.obligation_id,
                ),
            )
            found: list[Place] = []
            while page := lists.listed(wanted, found[-1] if found else None, size):
                found += map(place_of, page)
            assert found == right
