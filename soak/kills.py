"""Servers killed at random moments under load: what was acknowledged is there, whole, once."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from threading import Event
from time import sleep

from soak.audit import Agreements, Findings, audit, look_through
from soak.caller import Caller, Ledger, calling
from soak.databases import Place
from soak.fleet import Fleet, serving
from soak.recovery import Moment, Recovered, come_back
from soak.requests import agreement, demand, maximum, new_holder

CALLERS, SERVERS = 6, 2
LONGEST_LIFE_SECONDS = 1.5
FACTS_OF_A_RECORD = 12
CRASH_EVERY = 3
"""Every third time it is the database server that crashes, where there is one."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was tried and what came of it."""

    kills: int
    crashes: int
    ledger: Ledger
    findings: tuple[Findings, ...]
    agreements: Agreements
    recovered: Recovered | None = None


def torment(place: Place, kills: int, seed: int) -> Outcome:
    """Keep callers calling while servers are killed and started again, then look at everything."""
    chance = random.Random(seed)  # no secret
    ledger, enough = Ledger(), Event()
    findings: list[Findings] = []
    crashes, moment = 0, None
    with (
        serving(place.url, SERVERS, place.folder, place.workers) as fleet,
        ThreadPoolExecutor(CALLERS) as threads,
    ):
        calls = [
            threads.submit(keep_calling, fleet, ledger, enough, number, seed)
            for number in range(CALLERS)
        ]
        try:
            if place.server is not None:
                place.server.back_up()
            for number in range(1, kills + 1):
                if moment is None and number > kills // 2:
                    moment = Moment.now(ledger.acknowledged())
                sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
                if place.crash and number % CRASH_EVERY == 0:
                    place.crash()
                    crashes += 1
                else:
                    _kill_some(fleet, chance)
                findings.append(audit(place.url, ledger.acknowledged()))
        finally:
            enough.set()
        for each in calls:
            each.result()
        findings.append(audit(place.url, ledger.acknowledged()))
        agreements = look_through(fleet.replicas[0].url, place.url)
    recovered = None
    if place.server is not None and moment is not None:
        recovered = come_back(place.server, moment)
    return Outcome(kills - crashes, crashes, ledger, tuple(findings), agreements, recovered)


def _kill_some(fleet: Fleet, chance: random.Random) -> None:
    """Kill one server, or all of them, and start it again as it was started first."""
    killed = chance.sample(list(fleet.replicas), chance.randint(1, len(fleet.replicas)))
    for each in killed:
        each.kill()
    for each in killed:
        each.start()
    for each in killed:
        each.await_ready()


def keep_calling(fleet: Fleet, ledger: Ledger, enough: Event, number: int, seed: int) -> None:
    """Live through agreements, one after the other, sharing each with the caller beside."""
    with calling(fleet, ledger, seed * 1000 + number) as caller:
        for turn in count():
            if enough.is_set():
                return
            _live(caller, enough, f"a{number}-{turn}", f"a{number}", turn)


def _live(caller: Caller, enough: Event, name: str, mine: str, turn: int) -> None:
    """One agreement: made, demanded under, told facts of every kind."""
    if caller.post(agreement(name)) is None:
        return
    registration = f"{name}-demand"
    caller.post(demand(registration, name))
    for fact in range(FACTS_OF_A_RECORD):
        if enough.is_set():
            return
        if fact % 2:
            caller.post(new_holder(f"{name}-holder-{fact}", name))
        else:
            digits = int(mine[1:]) * 10_000_000 + turn * 100 + fact + 1
            caller.post(maximum(digits, registration))
