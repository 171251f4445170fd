"""The client against a server of its own, and against answers that a good server gives seldom."""

import asyncio
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import httpx2
import pytest
from registration_rights import (
    AsyncClient,
    Call,
    Client,
    Invalid,
    NotFound,
    ProblemRaised,
    RecordMoved,
    Retries,
    Unauthenticated,
    Unavailable,
    UnexpectedAnswer,
    calls,
    types,
)

from tests.running.process import serving

FOLDER = Path(__file__).parents[1]
HASTY = Retries(first_seconds=0.001)
HEALTH = calls.get_health()
Answers = Callable[[httpx2.Request], httpx2.Response]


@dataclass(frozen=True, slots=True)
class Served:
    """Where the service answers, and a key to it."""

    address: str
    key: str

    def client(self) -> Client:
        return Client(self.address, self.key, transport=httpx2.HTTPTransport())


@pytest.fixture(scope="module")
def served(demonstration_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("client"), demonstration_file) as process:
        key = process.command("keys", "create", "--name", "client", "--scopes", "read", "write")
        yield Served(process.address, key)


def letter(holder: str) -> types.DemandCreate:
    return {
        "letters": [
            {
                "requests": [{"holder": holder, "shares": 400_000}],
                "delivery": {"method": "mail", "sent_on": "1999-02-16"},
            }
        ],
        "short_form_qualified": False,
        "underwritten": False,
    }


class TestAgainstTheService:
    def test_a_demand_from_letter_to_close(self, served: Served) -> None:
        made: types.AgreementCreate = {
            "template": "ctc-1998",
            "id": "of-a-client",
            "name": "CTC, for a client",
            "holders": [
                {"id": "spectrum", "name": "Spectrum", "preferred_as_converted": 1_200_000},
                {"id": "wang", "name": "Wang", "preferred_as_converted": 100_000},
            ],
        }
        facts: list[calls.RegistrationEvent] = [
            {
                "kind": "notice_given",
                "holder": "wang",
                "delivery": {"method": "personal", "delivered_on": "1999-02-22"},
            },
            {
                "kind": "join_requested",
                "holder": "wang",
                "shares": 50_000,
                "delivery": {"method": "personal", "delivered_on": "1999-03-01"},
            },
            {"kind": "filed", "occurred_on": "1999-04-01", "form": "S-3"},
            {"kind": "declared_effective", "occurred_on": "1999-05-03"},
        ]
        with served.client() as rights:
            agreement = rights.send(calls.post_agreement(made))
            assert agreement.status == 201
            # 90 days from receipt on Friday, 19 February 1999 (2(a)(i), 9(b)).
            demand = rights.send(
                calls.post_demand("of-a-client", letter("spectrum"), as_of=date(1999, 2, 22))
            )
            registration = demand.body["result"].get("registration_id")
            assert registration is not None
            assert demand.body["result"]["determination"]["due_on"] == "1999-05-20"
            assert demand.location == f"/v1/registrations/{registration}"
            assert demand.evaluation_id is not None

            tag = demand.etag or rights.send(calls.get_registration(registration)).etag
            for fact in facts:
                rights.send(calls.post_registration_event(registration, fact, if_match=tag))
                tag = rights.send(calls.get_registration(registration)).etag
            shown = rights.send(calls.get_registration(registration, as_of=date(1999, 6, 1)))
            assert shown.body["result"]["state"] == "effective"
            assert shown.body["result"]["in_time"] is True
            again = calls.get_registration(
                registration, as_of=date(1999, 6, 1), if_none_match=shown.etag
            )
            assert rights.send(again).not_modified
            allocation = rights.send(
                calls.get_registration_allocation(registration, as_of=date(1999, 6, 1))
            ).body["allocation"]
            shares = {line["seller"]: line["requested"] for line in allocation["lines"]}
            assert shares == {"spectrum": 400_000, "wang": 50_000}

    def test_pages_follow_one_another(self, served: Served) -> None:
        with served.client() as rights:
            rights.send(calls.post_demand("ctc", letter("spectrum"), as_of=date(1999, 2, 22)))
            of_one = calls.list_obligations(agreement_id="ctc", as_of=date(1999, 2, 22), limit=3)
            at_once = calls.list_obligations(agreement_id="ctc", as_of=date(1999, 2, 22), limit=200)
            assert list(rights.items(of_one)) == rights.send(at_once).body["items"]
            assert len(rights.send(of_one).body["items"]) == 3
            told = calls.list_changes(limit=2)
            every_one = rights.send(calls.list_changes(limit=200)).body["items"]
            assert list(rights.items(told)) == every_one
            assert len(rights.send(told).body["items"]) == 2
            assert calls.list_webhook_deliveries("hook").following(7).query == {"before": 7}

    def test_a_call_sent_twice_is_carried_out_once(self, served: Served) -> None:
        # Tried only: a fourth demand of one day would leave open which of them is one too many.
        call = calls.post_demand("ctc", letter("spectrum"), as_of=date(1999, 2, 22), dry_run=True)
        with served.client() as rights:
            first, again = rights.send(call), rights.send(call)
        assert (first.replayed, again.replayed) == (False, True)
        assert again.body == first.body

    def test_problems_say_what_and_where(self, served: Served) -> None:
        with served.client() as rights:
            with pytest.raises(Invalid) as invalid:
                rights.send(calls.post_demand("ctc", letter("spektrum")))
            with pytest.raises(NotFound, match="nobody") as missing:
                rights.send(calls.get_registration("nobody"))
            with pytest.raises(RecordMoved):
                rights.send(calls.post_demand("ctc", letter("spectrum"), if_match='"old"'))
        (fault,) = invalid.value.faults
        assert (fault["code"], fault["pointer"]) == (
            "unknown_holder",
            "/letters/0/requests/0/holder",
        )
        assert missing.value.status == 404
        assert missing.value.request_id
        stranger = Client(served.address, transport=httpx2.HTTPTransport())
        with stranger, pytest.raises(Unauthenticated):
            stranger.send(calls.list_readings())

    def test_async_does_the_same(self, served: Served) -> None:
        async def of(call: Call[types.AnswerRegistrationAnswer]) -> tuple[str | None, int]:
            transport = httpx2.AsyncHTTPTransport()
            async with AsyncClient(served.address, served.key, transport=transport) as rights:
                answer = await rights.send(call)
                listing = calls.list_obligations(as_of=date(1999, 2, 22), limit=5)
                owed = [item async for item in rights.items(listing)]
                return answer.body["result"]["determination"]["due_on"], len(owed)

        due_on, owed = asyncio.run(
            of(calls.post_demand("ctc", letter("spectrum"), as_of=date(1999, 2, 22)))
        )
        assert due_on == "1999-05-20"
        assert owed > 5

    def test_the_readme_runs(self, served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        text = (FOLDER / "README.md").read_text(encoding="utf-8")
        blocks = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
        assert len(blocks) == text.count("```python") == 5
        names: dict[str, object] = {"base_url": served.address, "key": served.key}
        for block in blocks:
            exec(compile(block, "README.md", "exec"), names)  # noqa: S102  # the page itself


class Server:
    """Gives one answer after the other, the last for ever, and keeps what it was asked."""

    def __init__(self, *answers: httpx2.Response | Exception) -> None:
        self.answers = list(answers)
        self.asked: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return httpx2.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def client(self, retries: Retries = HASTY) -> Client:
        return Client("http://test", retries=retries, transport=httpx2.MockTransport(self))


def problem(status: int, code: str, **headers: str) -> httpx2.Response:
    body = {"type": code, "title": code, "status": status, "code": code, "detail": code}
    said = {"content-type": "application/problem+json", **headers}
    return httpx2.Response(status, json=body, headers=said)


WELL = httpx2.Response(200, json={"status": "ok"})
BROKEN = httpx2.ConnectError("broken")


class TestTryingAgain:
    @pytest.mark.parametrize(
        "first",
        [
            BROKEN,
            problem(429, "too_many_requests", **{"retry-after": "0"}),
            problem(503, "busy"),
            problem(409, "request_in_progress"),
        ],
        ids=str,
    )
    def test_after_what_may_pass_under_the_same_key(
        self, first: httpx2.Response | Exception
    ) -> None:
        server = Server(first, WELL)
        with server.client() as rights:
            rights.send(calls.post_demand("ctc", letter("spectrum")))
        keys = [each.headers["idempotency-key"] for each in server.asked]
        assert len(keys) == 2
        assert len(set(keys)) == 1
        assert server.asked[0].content == server.asked[1].content

    def test_two_calls_have_two_keys(self) -> None:
        server = Server(WELL)
        with server.client() as rights:
            for _ in range(2):
                rights.send(calls.post_demand("ctc", letter("spectrum")))
        assert len({each.headers["idempotency-key"] for each in server.asked}) == 2

    @pytest.mark.parametrize(
        ("answer", "raised"),
        [
            (problem(409, "already_exists"), ProblemRaised),
            (problem(412, "record_changed"), RecordMoved),
            (problem(422, "invalid_input"), Invalid),
            (httpx2.Response(502, text="<h1>Bad gateway</h1>"), UnexpectedAnswer),
        ],
    )
    def test_not_after_an_answer(self, answer: httpx2.Response, raised: type[Exception]) -> None:
        server = Server(answer)
        with server.client() as rights, pytest.raises(raised):
            rights.send(HEALTH)
        assert len(server.asked) == 1

    def test_not_for_ever(self) -> None:
        server = Server(problem(503, "busy"))
        thrice = Retries(tries=3, first_seconds=0.001)
        with server.client(thrice) as rights, pytest.raises(Unavailable):
            rights.send(HEALTH)
        assert len(server.asked) == 3
        gone = Server(BROKEN)
        with gone.client() as rights, pytest.raises(httpx2.ConnectError):
            rights.send(HEALTH)
        assert len(gone.asked) == HASTY.tries

    def test_async_waits_as_well(self) -> None:
        server = Server(BROKEN, problem(503, "busy"), WELL)

        async def sent() -> int:
            transport = httpx2.MockTransport(server)
            async with AsyncClient("http://test", retries=HASTY, transport=transport) as rights:
                return (await rights.send(HEALTH)).status

        assert asyncio.run(sent()) == 200
        assert len(server.asked) == 3


class TestHowLong:
    def test_as_the_service_asks(self) -> None:
        said = problem(429, "too_many_requests", **{"retry-after": "7"})
        assert Retries().pause(1, said) == 7
        moment = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
        pause = Retries().pause(1, problem(503, "busy", **{"retry-after": moment}))
        assert pause is not None
        assert 0 < pause <= 20

    def test_no_longer_than_one_would(self) -> None:
        said = problem(503, "busy", **{"retry-after": "3600"})
        assert Retries(longest_seconds=30).pause(1, said) is None

    def test_doubling_and_spread(self) -> None:
        pauses = [Retries(tries=9, longest_seconds=4).pause(attempt) for attempt in range(1, 9)]
        for pause, most in zip(pauses, (0.5, 1, 2, 4, 4, 4, 4, 4), strict=True):
            assert pause is not None
            assert most / 2 <= pause <= most


def test_is_what_the_description_gives() -> None:
    made = subprocess.run([sys.executable, FOLDER / "generate.py", "--check"], check=False)
    assert made.returncode == 0, "`make client` writes it anew"
