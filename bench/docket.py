"""The docket of a million obligations on PostgreSQL: `python -m bench.docket`.

Fills a server of its own with ten years of 2,500 agreements (eight registrations of fifty
obligations each, 2.7 million lines), made by the database itself, which takes a minute or two. Then
lists pages of fifty for every filter and every pair of filters, as of today, of days long past, of
one before everything and of one to come, at the beginning, in the midst and near the end of what
there is, and prints for each filter how many buffers a page takes at most (those of both
statements, as PostgreSQL counts them) and how long. The aims: 600 buffers, 20 ms at the 99th
percentile. Exits 1 where one is missed.
"""

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import combinations, groupby
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from sqlalchemy import Connection, text

from app.access.principal import DEFAULT_TENANT
from app.db.access.tenancy import Tenancy
from app.db.docket.drawers import UNDATED, Drawer, by_days, by_kind
from app.db.docket.pages import Place, Wanted, listing, open_to
from app.db.engine import Database
from app.db.models import DocketDrawer
from app.db.statements import insert_new
from app.db.upkeep.migrate import upgrade
from tests.running.postgres import SETTINGS, binaries, running

BUFFERS, MILLISECONDS = 600, 20
PAGE = 51
"""Fifty, and one that says whether another page follows."""
OBLIGATIONS = 1_000_000
FIRST, TODAY = date(1998, 4, 10), date(2008, 4, 10)
DAYS = (
    TODAY,
    date(2003, 6, 2),
    date(1999, 1, 15),
    date(1990, 1, 1),
    date(2030, 1, 1),
)
OF_THE_DAY = "due on the day itself"
PLACES = {
    "first": None,
    OF_THE_DAY: OF_THE_DAY,
    "undated": "agreement-01250",
    "last": "agreement-02499",
}
"""After what: nothing, what is due on the day asked about, or an agreement's undated lines."""


def main() -> int:
    """Fill a database, or take one that is filled, and measure; 1 where an aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.docket", description=__doc__)
    parser.add_argument("--obligations", type=int, default=OBLIGATIONS)
    parser.add_argument("--url", help="a database that this script has filled before")
    parser.add_argument("--each", type=int, default=1, help="how often each page is timed")
    asked = parser.parse_args()
    with _filled(asked.url, asked.obligations) as database:
        return _measure(database, asked.each)


@contextmanager
def _filled(url: str | None, obligations: int) -> Iterator[Database]:
    if url is not None:
        yield Database(url)
        return
    settings = SETTINGS | {"shared_buffers": "512MB", "max_wal_size": "4GB"}
    with running(binaries(), settings) as server, server.database("docket") as made:
        database = Database(made)
        fill(made, database, obligations)
        yield database
        database.dispose()


# --- filled -----------------------------------------------------------------------------------

# An obligation is told by its number: 50 of them make a registration, 400 an agreement. What it is
# turns on its place among the 50; chance is a multiple of its number, the same in every run.
_OBLIGATIONS = """
CREATE UNLOGGED TABLE made AS
WITH numbered AS (
    SELECT i, i % 50 AS place, i / 50 AS registration, i / 400 AS agreement,
        (i::bigint * 7919 + i / 50 * 104729::bigint) % 1000 AS chance
    FROM generate_series(0, :obligations - 1) AS i
), begun AS (
    -- An agreement is made some day, and its registrations begin over the years after it.
    SELECT *, (date '1998-04-10' + ((registration::bigint * 7 + agreement * 13) % 3600)::int
        + place % 7) AS triggered
    FROM numbered
), told AS (
    SELECT i, place, chance, triggered,
        'agreement-' || lpad(agreement::text, 5, '0') AS agreement_id,
        md5(registration::text) AS registration_id,
        (ARRAY['requested', 'shelf', 'takedown', 'incidental'])[registration % 4 + 1] AS kind,
        'duty-' || place || ':' || md5(i::text) AS obligation_id,
        (place % 40 / 10 + 2) || '(' || chr(97 + place % 40 % 10) || ')' AS clause,
        CASE WHEN place % 40 % 5 IN (0, 1) THEN NULL
            ELSE (ARRAY['promptly', 'best_efforts', 'practicable', 'reasonable', 'immediately'])
                [place % 40 % 5 - 1 + place % 40 / 20] END AS standard,
        CASE WHEN place % 40 IN (7, 17, 27) THEN 'holder-' || (i % 9) || '-' || agreement
            ELSE 'ctc' END AS obligor,
        CASE WHEN place % 40 % 3 = 2 THEN NULL
            ELSE triggered + (ARRAY[5, 10, 30, 90, 90, 180])[place % 6 + 1]
                + chance::int % 4 END AS due_on
    FROM begun
)
SELECT *,
    CASE
        WHEN chance < 30 THEN NULL                                       -- never performed
        WHEN due_on IS NULL THEN triggered + 1 + (chance % 20)::int
        WHEN chance < 180 THEN due_on + 1 + (chance % 60)::int           -- late
        ELSE triggered + 1 + ((due_on - triggered - 1) * (chance % 97)::int / 97)
    END AS performed_on
FROM told
"""
_LINES = """
CREATE UNLOGGED TABLE lines AS
SELECT m.*, line.*, coalesce(standard, '') AS of_standard,
    coalesce(due_on - first_day, -1000000) AS ahead,
    CASE WHEN last_day = '9999-12-31' THEN 1000000
        ELSE last_day - coalesce(due_on, first_day) END AS behind,
    CASE WHEN due_on IS NULL THEN first_day ELSE date '2000-01-01' END AS began,
    CASE WHEN m.obligor <> 'ctc' THEN ARRAY['ctc']
    WHEN m.place % 8 = 0 THEN ARRAY['spectrum', 'holder-' || m.i % 9 || '-' || m.i / 400]
    WHEN m.place % 3 = 0 THEN ARRAY['spectrum']
    ELSE ARRAY['holder-' || m.i % 9 || '-' || m.i / 400] END AS obligees
FROM made m, LATERAL (
    SELECT 'not_yet_due' AS status, triggered AS first_day, triggered + 2 AS last_day
    WHERE due_on > triggered + 4 AND coalesce(performed_on, due_on) > triggered + 3
    UNION ALL
    SELECT 'open', triggered + CASE WHEN due_on > triggered + 4
            AND coalesce(performed_on, due_on) > triggered + 3 THEN 3 ELSE 0 END,
        least(coalesce(due_on, date '9999-12-31'), coalesce(performed_on - 1, date '9999-12-31'))
    UNION ALL
    SELECT CASE WHEN standard = 'best_efforts' THEN 'overdue_review'
            WHEN place % 4 = 1 THEN 'unconfirmed' ELSE 'breached' END,
        due_on + 1, coalesce(performed_on - 1, date '9999-12-31')
    WHERE due_on IS NOT NULL AND (performed_on IS NULL OR performed_on > due_on + 1)
    UNION ALL
    SELECT CASE WHEN performed_on > due_on THEN 'performed_late'
            WHEN place % 25 = 0 THEN 'excused' ELSE 'performed' END,
        performed_on, date '9999-12-31'
    WHERE performed_on IS NOT NULL
) AS line
WHERE line.first_day <= line.last_day
"""
_INTO = """
INSERT INTO docket (agreement_id, registration_id, obligation_id, first_day, last_day, tenant,
    due_on, status, standard, obligor, clause, obligation, registration_kind, drawer, kind_drawer)
SELECT agreement_id, registration_id, obligation_id, first_day, last_day, :tenant,
    coalesce(due_on, date '9999-12-31'), status, standard, obligor, clause,
    json_build_object('id', obligation_id, 'obligor', obligor, 'obligees', obligees,
        'modality', 'must', 'action', repeat('what is to be done ', 12), 'clause', clause,
        'trigger', 'what brought it about', 'standard', standard, 'due_on', due_on,
        'status', status, 'begins_on', triggered)::text,
    kind, d.drawer, d.kind_drawer
FROM lines JOIN lies_in d USING (status, clause, of_standard, ahead, behind, began)
"""
_OWED_TO = """
INSERT INTO docket_obligees (agreement_id, registration_id, obligation_id, first_day, obligee,
    tenant, due_on, last_day, obligor, drawer, kind_drawer)
SELECT d.agreement_id, d.registration_id, d.obligation_id, d.first_day, each, d.tenant, d.due_on,
    d.last_day, d.obligor, d.drawer, d.kind_drawer
FROM docket d, LATERAL json_array_elements_text(d.obligation::json -> 'obligees') AS each
"""


def fill(url: str, database: Database, obligations: int) -> None:
    """Migrate a database, and let it make ten years of agreements."""
    began = perf_counter()
    upgrade(url)
    with database.engine.connect() as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("SET idle_in_transaction_session_timeout = 0"))
        connection.execute(text("SET work_mem = '256MB'"))
        connection.execute(text(_OBLIGATIONS), {"obligations": obligations})
        connection.execute(text(_LINES))
        _put_into_drawers(connection)
        connection.execute(text("ANALYZE lines"))
        connection.execute(text("ANALYZE lies_in"))
        indexes = [row[0] for row in connection.execute(text(_INDEXES))]
        for name in ("docket", "docket_obligees"):
            for index in connection.scalars(text(_INDEX_NAMES), {"name": name}).all():
                connection.execute(text(f"DROP INDEX {index}"))
        connection.execute(text(_INTO), {"tenant": DEFAULT_TENANT})
        connection.execute(text(_OWED_TO))
        for index in indexes:
            connection.execute(text(index))
        for statement in _RECORD:
            connection.execute(text(statement), {"tenant": DEFAULT_TENANT})
        connection.execute(text("DROP TABLE made, lines, lies_in"))
        connection.commit()
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        connection.execute(text("VACUUM ANALYZE"))
        lines = connection.scalar(text("SELECT count(*) FROM docket"))
        drawers = connection.scalar(text("SELECT count(*) FROM docket_drawers"))
    seconds = perf_counter() - began
    print(f"{obligations:,} obligations, {lines:,} lines, {drawers:,} drawers: {seconds:.0f} s")


_INDEXES = """
SELECT indexdef FROM pg_indexes
WHERE tablename IN ('docket', 'docket_obligees') AND indexname LIKE 'ix_%'
"""
_INDEX_NAMES = "SELECT indexname FROM pg_indexes WHERE tablename = :name AND indexname LIKE 'ix_%'"
_RECORD = (
    "INSERT INTO terms_documents VALUES ('none', '{}', now())",
    "INSERT INTO agreements (id, name, template, version, tenant, recorded_at)"
    " SELECT DISTINCT agreement_id, 'Agreement ' || agreement_id, 'ctc-1998', 0, :tenant, now()"
    " FROM made",
    "INSERT INTO registrations (id, agreement_id, kind)"
    " SELECT DISTINCT registration_id, agreement_id, kind FROM made",
)


def _put_into_drawers(connection: Connection) -> None:
    """Say for every sort of line in which drawers it lies, as the service does."""
    drawers: dict[int, Drawer] = {}
    rows = []
    sorts = "SELECT DISTINCT status, of_standard, clause, ahead, behind, began FROM lines"
    for status, standard, clause, ahead, behind, began in connection.execute(text(sorts)):
        undated = ahead < -100_000
        due = UNDATED if undated else date.fromordinal(began.toordinal() + ahead)
        ends_from = began if undated else due
        last = date.max if behind == 1_000_000 else date.fromordinal(ends_from.toordinal() + behind)
        found = by_days(DEFAULT_TENANT, began, last, due)
        of_kind = by_kind(DEFAULT_TENANT, (status, standard or None, clause), began, last, due)
        drawers |= {found.id: found, of_kind.id: of_kind}
        rows.append(
            {
                "status": status,
                "of_standard": standard,
                "clause": clause,
                "ahead": ahead,
                "behind": behind,
                "began": began,
                "drawer": found.id,
                "kind_drawer": of_kind.id,
            }
        )
    connection.execute(
        text(
            "CREATE UNLOGGED TABLE lies_in (status text, of_standard text, clause text, ahead int,"
            " behind int, began date, drawer bigint, kind_drawer bigint)"
        )
    )
    names = ", ".join(f":{name}" for name in rows[0])
    connection.execute(text(f"INSERT INTO lies_in VALUES ({names})"), rows)  # noqa: S608
    values = [{name: getattr(each, name) for name in Drawer.__slots__} for each in drawers.values()]
    connection.execute(insert_new(DocketDrawer, "id", "postgresql"), values)


# --- measured ---------------------------------------------------------------------------------

FILTERS: dict[str, Sequence[Mapping[str, Any]]] = {
    "nothing": [{}],
    "status": [
        {"statuses": [each]}
        for each in ("open", "not_yet_due", "performed", "performed_late", "breached", "waived")
    ],
    "statuses": [{"statuses": ["breached", "overdue_review", "unconfirmed"]}],
    "standard": [{"standard": each} for each in ("promptly", "best_efforts", "expeditiously")],
    "clause": [{"clause": each} for each in ("2(a)", "3(h)", "9(z)")],
    "obligor": [{"obligor": each} for each in ("ctc", "holder-7-1250", "nobody")],
    "obligee": [{"obligee": each} for each in ("spectrum", "ctc", "holder-7-1250", "nobody")],
    "agreement": [{"agreement_id": "agreement-01250"}],
    "registration": [{"registration_id": "d41d8cd98f00b204e9800998ecf8427e"}],
    "due": [
        {"due_from": date(2003, 6, 1), "due_to": date(2003, 7, 1)},
        {"due_from": date(2001, 1, 1)},
        {"due_to": date(2007, 1, 1)},
    ],
}


@dataclass(frozen=True, slots=True)
class Page:
    """What a page took, and which it was."""

    filters: str
    buffers: int
    milliseconds: float
    which: str


def measured(obligations: int) -> tuple[int, float]:
    """The most buffers of a page of so large a docket, and its milliseconds, 99th percentile."""
    with _filled(None, obligations) as database:
        pages = _all_pages(database, 1)
    return max(page.buffers for page in pages), _p99(pages)


def _all_pages(database: Database, each: int) -> list[Page]:
    with database.engine.connect() as connection:
        found = connection.scalar(text("SELECT min(id) FROM registrations WHERE id > 'd'"))
    FILTERS["registration"] = [{"registration_id": found}]
    return [page for wanted in _asked() for page in _pages(database, *wanted, each)]


def _p99(pages: Sequence[Page]) -> float:
    return quantiles([page.milliseconds for page in pages], n=100)[98]


def _measure(database: Database, each: int) -> int:
    pages = _all_pages(database, each)
    print(f"{'':28}{'':7}{'buffers':>15}{'milliseconds':>17}")
    print(f"{'filters':28}{'pages':>7}{'median':>8}{'most':>7}{'median':>10}{'p99':>7}")
    for name, group in groupby(pages, key=lambda page: page.filters):
        _print(name, list(group))
    _print("all of them", pages)
    for page in sorted(pages, key=lambda page: -page.buffers)[:12]:
        print(f"  {page.buffers:6} {page.milliseconds:6.1f} ms  {page.which}")
    over = [page for page in pages if page.buffers > BUFFERS]
    print(f"{len(over)} of {len(pages)} pages take more than {BUFFERS} buffers")
    return 1 if over or _p99(pages) > MILLISECONDS else 0


def _print(name: str, pages: Sequence[Page]) -> None:
    buffers, times = ([getattr(page, of) for page in pages] for of in ("buffers", "milliseconds"))
    p99 = quantiles(times, n=100, method="inclusive")[98] if len(times) > 1 else times[0]
    print(
        f"{name:28}{len(pages):7}{median(buffers):8.0f}{max(buffers):7}"
        f"{median(times):10.1f}{p99:7.1f}",
        flush=True,
    )


def _asked() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Every filter and pair of filters with each of its values."""
    for name, values in FILTERS.items():
        yield from ((name, value) for value in values)
    for (one, first), (other, second) in combinations(list(FILTERS.items())[1:], 2):
        if {one, other} != {"status", "statuses"}:
            yield from ((f"{one}, {other}", {**a, **b}) for a in first for b in second)


def _pages(database: Database, name: str, filters: Mapping[str, Any], each: int) -> Iterator[Page]:
    tenancy = Tenancy()
    for day in DAYS:
        wanted = Wanted(day, **filters)
        for place, where in PLACES.items():
            after = _place(where, day)
            with database.reading() as unit:
                docket, connection = unit.docket, unit.docket._connection
                buffers = _buffers(connection, tenancy, wanted, after)
                for _ in range(each):
                    began = perf_counter()
                    docket.listed(wanted, after, PAGE)
                    took = 1000 * (perf_counter() - began)
                    told = ", ".join(f"{key}={value}" for key, value in filters.items())
                    yield Page(name, buffers, took, f"{day}, {place}: {told}")


def _place(where: str | None, day: date) -> Place | None:
    if where is None:
        return None
    if where == OF_THE_DAY:
        return Place(day, "agreement-01250", "9", "")
    return Place(None, where, "9", "")


def _buffers(connection: Connection, tenancy: Tenancy, wanted: Wanted, after: Place | None) -> int:
    """The buffers of both statements of a page."""
    drawers: list[Drawer] = []
    count = 0
    if not wanted.of_one_agreement:
        statement = open_to(tenancy.tenant, wanted)
        drawers = [Drawer(*row) for row in connection.execute(statement)]
        count += _of(connection, statement)
    page = listing(tenancy, wanted, drawers, after, PAGE)
    return count if page is None else count + _of(connection, page)


def _of(connection: Connection, statement: Any) -> int:
    written = str(statement.compile(connection, compile_kwargs={"literal_binds": True}))
    plan = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) {written}")
    told: Any = plan.scalar()
    top = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])


if __name__ == "__main__":
    sys.exit(main())
