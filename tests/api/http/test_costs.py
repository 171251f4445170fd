"""No body costs more than its bytes: reading stops at the limits, and nothing grows quadratically.

Processor time of this process is compared with itself, for a body and for one four times as large:
what grows with each byte takes about four times as long, what is quadratic sixteen times.
"""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from fastapi.routing import iter_route_contexts

from app.api.answering.aside import LARGE
from app.api.door import strict
from app.main import create_app
from tests.access.test_every_route import body_of
from tests.api.calls import ok
from tests.api.description.openapi import DOCUMENT, asked_at, operations
from tests.api.http.growing import SHAPES, processor_seconds
from tests.api.refusals import problem
from tests.running.service import Service

IMPORT = "/v1/agreements/import"
SMALL, LARGER, TIMES = 60_000, 250_000, 4
"""Bytes; the larger where so much more is taken that a small body is not even counted through."""
MOST_GROWTH = 2.5 * TIMES
NOISE = 0.05
"""Seconds of processor time under which a difference says nothing."""

TAKING_BODIES = [
    asked_at(path, operation)
    for method, path, operation in operations(DOCUMENT)
    if method == "POST" and body_of(operation) is not None
]
ROUTES = [(method, asked_at(path, operation)) for method, path, operation in operations(DOCUMENT)]
SOME = ["/v1/agreements", "/v1/compute/demand", "/v1/compute/terms-check", IMPORT]


def costs(service: Service, path: str, shape: str, size: int) -> float:
    """The least of some attempts: whatever else the process does only adds to it."""
    text = SHAPES[shape](size)
    attempts = []
    for _ in range(2):
        seconds, response = processor_seconds(service, path, text)
        assert response.status_code in (400, 422), response.text[:300]
        assert len(response.content) < 100_000 + 2 * len(text)
        attempts.append(seconds)
    return min(attempts)


def assert_flat(service: Service, path: str, shape: str) -> None:
    small = LARGER if path == IMPORT else SMALL
    few, many = (costs(service, path, shape, size) for size in (small, small * TIMES))
    assert many < NOISE + few * MOST_GROWTH, (few, many)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("path", SOME)
def test_a_byte_costs_the_same_in_a_large_body(
    stateless_service: Service, path: str, shape: str
) -> None:
    assert_flat(stateless_service, path, shape)


@pytest.mark.slow
@pytest.mark.parametrize("path", [path for path in TAKING_BODIES if path not in SOME])
def test_whatever_the_route_and_the_shape(stateless_service: Service, path: str) -> None:
    for shape in SHAPES:
        assert_flat(stateless_service, path, shape)


def test_every_route_reads_its_body_in_that_way() -> None:
    routes = [
        each.route
        for each in iter_route_contexts(create_app().routes)
        if getattr(each.route, "body_field", None)
    ]
    assert len(routes) >= len(TAKING_BODIES)
    assert all(isinstance(each, strict.StrictRoute) for each in routes)


def test_a_name_given_twice_among_thousands(stateless_service: Service) -> None:
    """Sixteen thousand names, the last of them twice: once eight seconds of the event loop."""
    text = SHAPES["names, the last twice"](200_000)
    _, response = processor_seconds(stateless_service, "/v1/compute/deadline", text)
    (found,) = problem(response, 422, "invalid_input")["errors"]
    assert (found["pointer"], found["code"]) == ("", "too_many_items")


def test_of_a_list_of_a_document_the_first_part_that_is_none_is_told(
    stateless_service: Service,
) -> None:
    """A hundred thousand faults would be made in one step of the interpreter, for nobody."""
    fact = '{"kind":"filed","occurred_on":"1999-04-01","form":"S-3"}'
    text = f'{{"facts":[{",".join([fact] * 20_000)}],"audit":[{{}},{{}}]}}'
    seconds, response = processor_seconds(stateless_service, IMPORT, text)
    found = {each["pointer"] for each in problem(response, 422, "invalid_input")["errors"]}
    assert {"/facts/0/hash", "/audit/0/hash", "/head"} <= found
    assert not any(each.startswith(("/facts/1", "/audit/1")) for each in found)
    assert seconds < 2


class TestParametersAndHeaders:
    @pytest.mark.parametrize(
        ("fields", "most"),
        [
            (",".join(f"a{number}.b" for number in range(3_000)), 1_000),
            (",".join(f"a{number}" for number in range(300)), 12_000),
            (",".join(["a"] * 999), 2_000),
        ],
    )
    def test_fields_by_the_thousand_are_not_repeated(
        self, stateless_service: Service, fields: str, most: int
    ) -> None:
        for path in ("/v1/agreements/ctc-example", "/v1/obligations"):
            response = stateless_service.get(path, fields=fields)
            problem(response, 422, "invalid_input")
            assert len(response.content) < most

    def test_parameters_by_the_thousand_are_not_repeated(self, stateless_service: Service) -> None:
        asked = {f"parameter-number-{number}": "1" for number in range(2_000)}
        response = stateless_service.get("/v1/agreements", **asked)
        found = problem(response, 422, "invalid_input")["errors"]
        assert len(response.content) < 10_000
        assert {each["code"] for each in found} == {"unknown_parameter"}
        assert "2,000" in found[0]["detail"]

    @pytest.mark.slow
    @pytest.mark.parametrize(("method", "path"), ROUTES)
    def test_on_every_route(self, stateless_service: Service, method: str, path: str) -> None:
        """Parameters unknown and repeated, and headers, by the thousand: four times as many cost
        not much more than four times as much."""

        def costs_of(count: int, part: str) -> float:
            parameters = "&".join(
                f"{part}{number if part == 'p' else ''}=1" for number in range(count)
            )
            headers = [("x-h", str(number)) for number in range(count)]
            joined = f"{path}{'&' if '?' in path else '?'}{parameters}"
            asked = (path, headers) if part == "header" else (joined, ())
            return min(
                processor_seconds(stateless_service, asked[0], method=method, headers=asked[1])[0]
                for _ in range(3)
            )

        for part in ("p", "as_of", "header"):
            few, many = costs_of(1_000, part), costs_of(4_000, part)
            assert many < NOISE + few * MOST_GROWTH, (part, few, many)

    @pytest.mark.parametrize("name", ["limit", "after", "status", "other"])
    def test_one_parameter_by_the_thousand(self, stateless_service: Service, name: str) -> None:
        def seconds(count: int) -> float:
            path = "/v1/obligations?" + "&".join([f"{name}=x"] * count)
            return min(
                processor_seconds(stateless_service, path, method="GET")[0] for _ in range(2)
            )

        assert seconds(6_000) < NOISE + seconds(1_500) * MOST_GROWTH

    @pytest.mark.parametrize("name", ["if-none-match", "authorization", "x-request-id", "x-any"])
    def test_headers_by_the_thousand(self, stateless_service: Service, name: str) -> None:
        def seconds(count: int) -> float:
            headers = [(name, f'"{number}"') for number in range(count)]
            return min(
                processor_seconds(
                    stateless_service, "/v1/agreements/ctc", method="GET", headers=headers
                )[0]
                for _ in range(2)
            )

        assert seconds(8_000) < NOISE + seconds(2_000) * MOST_GROWTH


class TestOthersMeanwhile:
    @pytest.fixture
    def held(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Event, Event]]:
        """The reading of every body waits for the second event, having set the first."""
        begun, let_go = Event(), Event()

        def waiting(*_: object) -> bool:
            begun.set()
            assert let_go.wait(60)
            return True

        monkeypatch.setattr(strict, "may_go_too_far", waiting)
        yield begun, let_go
        let_go.set()

    def test_are_answered_while_a_large_body_is_read(
        self, stateless_service: Service, held: tuple[Event, Event]
    ) -> None:
        """Whatever a large body costs, it costs beside the event loop."""
        begun, let_go = held
        body = {"template": "ctc-1998", "event_on": "1999-01-04", "count": 30}
        text = json.dumps(body) + " " * LARGE
        with ThreadPoolExecutor() as pool:
            asked = pool.submit(processor_seconds, stateless_service, "/v1/compute/deadline", text)
            assert begun.wait(60)
            assert stateless_service.get("/healthz").status_code == 200
            assert not asked.done()
            let_go.set()
            ok(asked.result()[1])
