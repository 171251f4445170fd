"""What answers cost grows with what is on record, and not with the pairs of it.

Counted are the lines of the rules that are carried out: a clock would count the machine's other
work as well.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from types import FrameType
from typing import Any, TypeAlias

import pytest

from app.api.compute.days.joining import JoinWindowQuestion, compute_join_window
from app.db.engine import Database
from app.rules.reasoning.trace import Detail
from app.services.registrations import registrations
from app.services.workspace.workspace import Workspace
from tests.api.bodies import Json, mailed
from tests.api.calls import ok
from tests.api.refusals import problem
from tests.running.service import Service, fixed_workspace, serving

DAY = date(1999, 3, 31)
Tracer: TypeAlias = Callable[[FrameType, str, Any], Any]


@pytest.fixture
def workspace(migrated_sqlite: str) -> Iterator[Workspace]:
    database = Database(migrated_sqlite)
    yield fixed_workspace(database)
    database.dispose()


def large(service: Service, name: str, holders: int, letters: int) -> str:
    """The id of a demand by so many letters of ten Holders each, under one of so many Holders."""
    told = [
        {"id": f"h{number}", "name": f"Holder {number}", "common": 1_000 + number}
        for number in range(holders)
    ]
    body: Json = {"template": "ctc-1998", "id": name, "holders": told}
    assert service.post("/v1/agreements", body).status_code == 201
    demand: Json = {
        "id": f"{name}-demand",
        "short_form_qualified": False,
        "letters": [
            {
                "requests": [
                    {"holder": f"h{(10 * letter + place) % holders}", "shares": 10}
                    for place in range(10)
                ],
                "delivery": mailed("1999-02-16"),
            }
            for letter in range(letters)
        ],
    }
    response = service.post(f"/v1/agreements/{name}/demands?explain=none", demand)
    assert response.status_code == 201, response.text
    return f"{name}-demand"


def lines(work: Callable[[], object]) -> int:
    """How many lines of the rules are carried out, comprehensions counted for each item."""
    count = 0

    def in_frame(_frame: FrameType, event: str, _: Any) -> Tracer:
        nonlocal count
        count += event == "line"
        return in_frame

    def called(frame: FrameType, _event: str, _: Any) -> Tracer | None:
        return in_frame if "/app/rules/" in frame.f_code.co_filename else None

    before = sys.gettrace()
    sys.settrace(called)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


def test_an_answer_takes_lines_for_each_holder_and_letter(workspace: Workspace) -> None:
    """Four times the Holders and letters: not much more than four times the lines."""
    with serving(workspace.database, workspace=workspace) as service:
        few, many = (
            lines(partial(registrations.read, workspace, asked, DAY, Detail.FULL))
            for asked in [
                large(service, f"of-{holders}", holders, holders // 10) for holders in (50, 200)
            ]
        )
    assert many < 4.5 * few, (few, many)


def test_windows_take_lines_for_each_notice_and_request() -> None:
    def asked(count: int) -> JoinWindowQuestion:
        return JoinWindowQuestion.model_validate(
            {
                "template": "ctc-1998",
                "regime": "demand",
                "notices": [
                    {"holder": f"h{number}", "delivery": mailed("1999-02-16")}
                    for number in range(count)
                ],
                "requests": [
                    {"holder": f"h{number}", "delivery": mailed("1999-03-01")}
                    for number in range(count)
                ],
            }
        )

    few, many = (
        lines(partial(compute_join_window.answer, asked(count), Detail.FULL)) for count in (50, 200)
    )
    assert many < 4.5 * few, (few, many)


def test_what_is_documented_is_answered(workspace: Workspace) -> None:
    """1,000 Holders and 100 letters: made, demanded, read, and each reading tried by itself."""
    with serving(workspace.database, workspace=workspace) as service:
        asked = f"/v1/registrations/{large(service, 'largest', 1_000, 100)}"
        answer = ok(service.get(asked, as_of=DAY.isoformat()))
        assert len(answer["result"]["windows"]["join"]) == 1_000
        path = f"{asked}/sensitivity"
        refused = problem(service.get(path, as_of=DAY.isoformat()), 422, "invalid_input")
        assert refused["errors"][0]["code"] == "too_many_readings"
        tried = ok(service.get(path, as_of=DAY.isoformat(), reading="mail_receipt"))
        assert [each["option"] for each in tried["sensitivity"]["changes"]] == ["mail_receipt"]
