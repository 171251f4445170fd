"""Starting makes no route; a request makes its own, and what nobody asks is made beside them."""

from threading import Thread
from time import sleep

import pytest
from fastapi import FastAPI

from app.api.late import LateRoute, late_of, making
from app.main import create_app
from tests.running.service import OPEN


def invented() -> LateRoute:
    """A route that nobody has asked yet."""

    async def count(first: int) -> int:
        return first + 1

    app = FastAPI()
    app.router.route_class = LateRoute
    app.get("/count")(count)
    (made,) = (route for route in app.routes if isinstance(route, LateRoute))
    return made


def is_late(route: LateRoute) -> bool:
    return "dependant" not in vars(route)


def test_starting_makes_no_route(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(LateRoute, "make", _refused)
    routes = [route for route in create_app(OPEN).routes if isinstance(route, LateRoute)]
    assert len(routes) > 80
    for route in routes:
        route.matches({"type": "http", "method": "GET", "path": "/healthz", "headers": []})


def _refused(*_: object, **__: object) -> None:
    raise AssertionError("a route is made")


def test_whoever_asks_first_finds_all_of_it() -> None:
    route = invented()
    assert is_late(route)
    assert [each.name for each in route.dependant.query_params] == ["first"]
    assert (route.name, route.unique_id) == ("count", "count")
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = route.nothing_of_the_kind


def test_many_who_ask_at_once_find_the_same() -> None:
    route = invented()
    found: list[object] = []
    threads = [Thread(target=lambda: found.append(route.app)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [route.app] * 8


@pytest.mark.parametrize("idle", [True, False])
def test_what_nobody_asks_is_made_while_nothing_is_worked_on(idle: bool) -> None:
    routes = [invented(), invented()]

    with making(late_of(routes), lambda: idle):
        for _ in range(1_000 if idle else 5):
            sleep(0.01)
            if not any(map(is_late, routes)):
                break
    assert [is_late(route) for route in routes] == [not idle] * 2
