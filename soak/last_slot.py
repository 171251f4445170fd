"""Fifty demands of one day at once for the one that is left: one caller hears that it is accepted.

It was alone on the record when it was answered. Which of the fifty came first on that day is not
recorded: every other is told that the ruling is open, and so are all of them afterwards.
"""

import random
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from threading import Barrier
from typing import Any

import httpx

from soak.caller import Caller, Ledger, calling
from soak.databases import Place
from soak.fleet import Fleet, serving
from soak.requests import Marked, agreement, demand

AT_ONCE, SERVERS = 50, 3
AS_OF = "1999-03-09"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of some rounds of demands."""

    rounds: int
    busy: int
    faults: tuple[str, ...]


def contend(place: Place, rounds: int) -> Outcome:
    """Let fifty callers demand at once, on a new agreement in each round."""
    ledger = Ledger()
    faults: list[str] = []
    with serving(place.url, SERVERS, place.folder, place.workers) as fleet, ExitStack() as stack:
        callers = [stack.enter_context(calling(fleet, ledger, seed)) for seed in range(AT_ONCE)]
        for number in range(rounds):
            faults += _round(f"slot-{number}", callers, fleet)
    faults += ledger.failures
    return Outcome(rounds, ledger.busy, tuple(faults))


def _round(name: str, callers: Sequence[Caller], fleet: Fleet) -> list[str]:
    """One agreement with one demand left; half of the callers name their registration."""
    callers[0].post(agreement(name, cap=1))
    requests = [
        demand(f"{name}-{number}", name, named=number % 2 == 0) for number in range(AT_ONCE)
    ]
    random.Random(name).shuffle(requests)  # no secret
    start = Barrier(AT_ONCE)

    def post(caller: Caller, request: Marked) -> httpx.Response | None:
        start.wait()
        return caller.post(request)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = [each for each in threads.map(post, callers, requests) if each is not None]
    decided = Counter(each.json()["result"]["determination"]["decision"] for each in answers)
    alone = {"accepted": 1, "undetermined": AT_ONCE - 1}
    faults = [] if decided == alone else [f"{name}: {decided}"]
    return faults + [
        fault for each in fleet.replicas for fault in _standing(name, each.url, answers)
    ]


def _standing(name: str, url: str, answers: Sequence[httpx.Response]) -> list[str]:
    """What a server says afterwards, of all registrations: that the ruling on them is open."""
    with httpx.Client(base_url=url, timeout=30) as client:
        registrations = _result(client, f"/v1/agreements/{name}")["registrations"]
        found = {each.get("registration_id") for each in registrations}
        told = {each.json()["result"].get("registration_id") for each in answers}
        faults = [] if found == told else [f"{name}: {len(found)} registrations on record"]
        for registration in told:
            now = _result(client, f"/v1/registrations/{registration}")["determination"]["decision"]
            if now != "undetermined":
                faults.append(f"{registration}: {now} afterwards, though its day leaves it open")
    return faults


def _result(client: httpx.Client, path: str) -> Any:
    asked = {"as_of": AS_OF, "explain": "none"}
    return client.get(path, params=asked).raise_for_status().json()["result"]
