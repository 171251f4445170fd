"""Several servers on one PostgreSQL behind a round-robin proxy are one service.

They share nothing but the database. Each keeps what it has read (`app/services/record/kept.py`), so
that every test reads on each of them first: what another has written since must be seen at once.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from soak.fleet import Fleet, serving
from tests.api.bodies import converted, spectrum_demand
from tests.conftest import DEMONSTRATION
from tests.running.postgres import Server
from tests.running.proxy import Proxy, in_front_of

pytestmark = pytest.mark.slow

REPLICAS = 3
AT_ONCE = 12
DEMO = "/v1/agreements/ctc"


@dataclass(frozen=True, slots=True)
class Replicas:
    """The servers, and what stands in front of them."""

    fleet: Fleet
    proxy: Proxy

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request over a connection of its own, so that the next server gets it."""
        return httpx.request(method, f"{self.proxy.address}{path}", timeout=60, **options)

    def ask_each(self, path: str, **options: Any) -> list[httpx.Response]:
        """The same read of each server."""
        return [
            httpx.get(f"{each.url}{path}", timeout=60, **options) for each in self.fleet.replicas
        ]


@pytest.fixture(scope="module")
def replicas(
    demonstration_server: Server,
    names: Iterator[str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Replicas]:
    folder = tmp_path_factory.mktemp("replicas")
    with (
        demonstration_server.database(next(names), DEMONSTRATION) as url,
        serving(url, REPLICAS, folder) as fleet,
        in_front_of([each.port for each in fleet.replicas]) as proxy,
    ):
        yield Replicas(fleet, proxy)


def test_what_one_has_written_all_read_at_once_to_the_byte(replicas: Replicas) -> None:
    path = f"{DEMO}?as_of=1999-03-31"
    for shares in (1, 2, 3, 4):
        replicas.ask_each(path)
        posted = replicas.ask(
            "POST", f"{DEMO}/events", json=converted("1999-01-16", "wang", shares)
        )
        assert posted.status_code == 201, posted.text
        read = replicas.ask_each(path)
        assert {each.status_code for each in read} == {200}
        assert len({each.content for each in read}) == 1
        assert len({each.headers["etag"] for each in read}) == 1
        assert read[0].json()["result"]["version"] == posted.json()["result"]["version"]


def test_writers_on_all_of_them_leave_one_record_without_a_gap(replicas: Replicas) -> None:
    before = replicas.ask("GET", DEMO).json()["result"]["version"]

    def write(number: int) -> int:
        body = converted("1999-01-17", "doeg-hill", 1 + number)
        return replicas.ask("POST", f"{DEMO}/events?explain=none", json=body).status_code

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert set(pool.map(write, range(AT_ONCE))) == {201}
    assert set(replicas.proxy.taken) == {each.port for each in replicas.fleet.replicas}
    after = replicas.ask_each(f"{DEMO}/verify")
    assert [each.json()["facts"] for each in after] == [before + AT_ONCE] * REPLICAS
    assert all(each.json()["ok"] and each.json()["docket"] == "follows" for each in after)


def test_a_request_repeated_anywhere_is_carried_out_once(replicas: Replicas) -> None:
    def demand(_: int) -> httpx.Response:
        headers = {"Idempotency-Key": "over-all-replicas"}
        return replicas.ask(
            "POST", f"{DEMO}/demands?explain=none", json=spectrum_demand(), headers=headers
        )

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(demand, range(AT_ONCE)))
    answers += [demand(0) for _ in range(REPLICAS)]
    assert {each.status_code for each in answers} <= {201, 409}
    carried_out = [each for each in answers if each.status_code == 201]
    assert len(carried_out) >= REPLICAS
    assert len({each.content for each in carried_out}) == 1
    assert sum("idempotent-replay" not in each.headers for each in carried_out) == 1


def test_a_tag_of_one_holds_for_all(replicas: Replicas) -> None:
    tag = replicas.ask("GET", DEMO).headers["etag"]
    unchanged = replicas.ask_each(DEMO, headers={"If-None-Match": tag})
    assert [each.status_code for each in unchanged] == [304] * REPLICAS
    body = converted("1999-01-18", "wang", 5)
    written = replicas.ask("POST", f"{DEMO}/events", json=body, headers={"If-Match": tag})
    assert written.status_code == 201, written.text
    for _ in range(REPLICAS):
        late = replicas.ask("POST", f"{DEMO}/events", json=body, headers={"If-Match": tag})
        assert late.status_code == 412
    changed = replicas.ask_each(DEMO, headers={"If-None-Match": tag})
    assert [each.status_code for each in changed] == [200] * REPLICAS


def test_the_docket_is_one(replicas: Replicas) -> None:
    pages = replicas.ask_each("/v1/obligations?as_of=1999-03-31&limit=200")
    assert len({each.content for each in pages}) == 1
    assert pages[0].json()["items"]


def test_one_that_is_killed_is_not_missed(replicas: Replicas) -> None:
    killed, *_ = replicas.fleet.replicas
    killed.kill()
    answers = [replicas.ask("GET", "/readyz") for _ in range(2 * REPLICAS)]
    assert {each.status_code for each in answers} == {200}
    killed.start()
    killed.await_ready()
