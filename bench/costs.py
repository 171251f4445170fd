"""What one of each costs in processor time and bytes, on PostgreSQL: `python -m bench.costs`.

Processor time, not time by the clock, so that it also says something on a busy machine: that of the
service, which answers in this process, and that of all processes of the database. Bytes are what
the tables and indexes grow by. `docs/scaling.md` reckons with these.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time

from sqlalchemy import text

from app.db.engine import Database
from app.services.workspace.workspace import Workspace
from bench.pool import fill
from bench.questions import RECORDED_DEMAND, STATELESS_DEMAND
from tests.running.postgres import Server, binaries, running
from tests.running.service import Service, serving

COUNT = 60
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> int:
    """Measure, and print a line for each kind of request."""
    with running(binaries()) as server, server.database("costs") as url:
        agreements = fill(url, COUNT)
        database = Database(url)
        with serving(database, workspace=Workspace(database)) as service:
            _measure(service, server, agreements, database)
        database.dispose()
    return 0


def _measure(
    service: Service, server: Server, agreements: tuple[str, ...], database: Database
) -> None:
    def demand(name: str) -> None:
        answered = service.post(f"/v1/agreements/{name}/demands?explain=none", RECORDED_DEMAND)
        assert answered.status_code == 201, answered.text

    def read(name: str) -> None:
        assert service.get(f"/v1/agreements/{name}", as_of="1999-03-31").status_code == 200

    def listed(name: str) -> None:
        asked = {"as_of": "1999-03-31", "agreement_id": name}
        assert service.get("/v1/obligations", **asked).status_code == 200

    def page(_: str) -> None:
        assert service.get("/v1/obligations", as_of="1999-03-31").status_code == 200

    def computed(_: str) -> None:
        answered = service.post("/v1/compute/demand?explain=none", STATELESS_DEMAND)
        assert answered.status_code == 200

    computed("")
    before = _sizes(database)
    print(f"{'':34}{'service, ms':>13}{'database, ms':>14}")
    for name, ask in {
        "a demand computed": computed,
        "a demand recorded": demand,
        "an agreement read again": read,
        "the docket of an agreement": listed,
        "a page of the docket": page,
    }.items():
        ours, theirs = _cost(ask, agreements, server)
        print(f"{name:34}{ours:13.1f}{theirs:14.1f}", flush=True)
        if ask is demand:
            grown = {table: size - before[table] for table, size in _sizes(database).items()}
            for table, size in sorted(grown.items(), key=lambda each: -each[1])[:6]:
                print(f"    bytes of {table:20}{size / COUNT:13,.0f}")
            print(f"    bytes in all         {sum(grown.values()) / COUNT:17,.0f}")
    with database.snapshot() as connection:
        lines = connection.scalar(text("SELECT count(*) FROM docket"))
        size = connection.scalar(
            text(
                "SELECT pg_total_relation_size('docket')"
                " + pg_total_relation_size('docket_obligees')"
            )
        )
    print(f"bytes of a line of the docket, its obligees and indexes: {size / lines:,.0f}")


def _cost(
    ask: Callable[[str], None], agreements: tuple[str, ...], server: Server
) -> tuple[float, float]:
    """Milliseconds of processor time of one request: the service's, and the database's."""
    ours, theirs = process_time(), _of_the_database(server)
    for name in agreements:
        ask(name)
    spent = process_time() - ours, _of_the_database(server) - theirs
    return 1000 * spent[0] / len(agreements), 1000 * spent[1] / len(agreements)


def _of_the_database(server: Server) -> float:
    """Seconds of processor time that the server and its processes have had, dead ones too."""
    first = int((server.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    return sum(_seconds(pid, dead=pid == first) for pid in _with_children(first))


def _with_children(first: int) -> Iterator[int]:
    yield first
    for child in Path(f"/proc/{first}/task/{first}/children").read_text().split():
        yield int(child)


def _seconds(pid: int, *, dead: bool) -> float:
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, told[11 : 15 if dead else 13])) / TICKS


def _sizes(database: Database) -> dict[str, int]:
    statement = text(
        "SELECT relname, pg_total_relation_size(oid) AS size FROM pg_class"
        " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    with database.snapshot() as connection:
        return {row.relname: row.size for row in connection.execute(statement)}


if __name__ == "__main__":
    sys.exit(main())
