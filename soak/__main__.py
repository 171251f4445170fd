"""Run the soak tests and print what was tried and what was lost; exits 1 if anything was."""

import argparse
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import NoReturn

from soak import kills, last_slot, mixed, slow, webhooks
from soak.databases import PLACES, Place

PARTS = ("last-slot", "kills", "webhooks", "slow", "mixed")


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried in one part, in the words of the last line, and how many faults it had."""

    what: str
    faults: int


def main() -> int:
    """Contend for the last demand, then crash, dawdle and ask for everything, on each database."""
    asked = _arguments()
    signal.signal(signal.SIGTERM, _unwind)
    print(f"seed {asked.seed}", flush=True)
    parts: dict[str, Callable[[Place], Tried]] = {
        "last-slot": lambda place: _contend(place, asked.rounds),
        "kills": lambda place: _torment(place, asked.kills, asked.seed),
        "webhooks": lambda place: _tell(place, asked.kills, asked.seed),
        "slow": _dawdle,
        "mixed": lambda place: _mix(place, asked.requests),
    }
    faults, tried = 0, []
    for name in asked.on:
        for part in asked.only:
            with PLACES[name](asked.workers) as place:
                found = parts[part](place)
            faults += found.faults
            tried.append(f"{name}: {found.what}")
    lost = "nothing was lost" if faults == 0 else f"{faults} faults"
    workers = f" ({asked.workers} workers a server on PostgreSQL)" if asked.workers > 1 else ""
    print(f"soak{workers}: {'; '.join(tried)}: {lost}")
    return 1 if faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("--rounds", type=int, default=10, help="of fifty demands for the last slot")
    parser.add_argument("--kills", type=int, default=20, help="of servers under load")
    parser.add_argument("--seed", type=int, default=1998, help="repeats the same random moments")
    parser.add_argument("--workers", type=int, default=1, help="of each server on PostgreSQL")
    parser.add_argument("--requests", type=int, default=400, help="of every kind, memory watched")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--on", nargs="+", choices=sorted(PLACES), default=list(PLACES))
    return parser.parse_args()


def _unwind(*_: object) -> NoReturn:
    """Leave by way of every `finally`, so that no process and no folder stays behind."""
    sys.exit(1)


def _contend(place: Place, rounds: int) -> Tried:
    began = monotonic()
    outcome = last_slot.contend(place, rounds)
    print(
        f"{place.name}: {rounds} times {last_slot.AT_ONCE} demands at once for the last slot, "
        f"{last_slot.SERVERS} servers: {len(outcome.faults)} faults, "
        f"{outcome.busy} told to come back; {monotonic() - began:.0f} s"
    )
    what = f"{rounds} rounds for the last slot"
    return Tried(what, _print_faults(outcome.faults))


def _torment(place: Place, number: int, seed: int) -> Tried:
    began = monotonic()
    outcome = kills.torment(place, number, seed)
    ledger, found = outcome.ledger, outcome.findings
    lost, half, doubled, otherwise = (
        {mark for each in found for mark in getattr(each, name)}
        for name in ("lost", "half_there", "doubled", "answered_otherwise")
    )
    docket, unverified = outcome.agreements.docket, outcome.agreements.unverified
    print(
        f"{place.name}: servers killed {outcome.kills} times, the database crashed "
        f"{outcome.crashes} times: {len(ledger.answers)} writes acknowledged, {ledger.cut_off} cut "
        f"off and repeated ({ledger.found_recorded} had been recorded), {ledger.busy} told to come "
        f"back; {len(lost)} lost, {len(half)} half there, {len(doubled)} doubled, "
        f"{len(otherwise)} answered otherwise, {len(ledger.failures)} failed; docket: "
        f"{outcome.agreements.compared} obligations recomputed, {len(docket)} differences; "
        f"{len(unverified)} records do not verify; "
        f"{monotonic() - began:.0f} s"
    )
    back = outcome.recovered
    if back is not None:
        print(
            f"{place.name}: a base backup brought forward to a moment under load: {back.wanted} "
            f"writes acknowledged by then, {len(back.lost)} lost; {len(back.faults)} faults"
        )
    faults = (
        *lost,
        *half,
        *doubled,
        *otherwise,
        *ledger.failures,
        *docket,
        *unverified,
        *(back.lost if back else ()),
        *(back.faults if back else ()),
    )
    what = (
        f"{outcome.kills} kills and {outcome.crashes} crashes of the database, "
        f"{len(ledger.answers)} writes acknowledged, {len(lost)} lost"
    )
    if back is not None:
        what += f", {back.wanted} by a moment recovered from a base backup, {len(back.lost)} lost"
    return Tried(what, _print_faults(faults))


def _tell(place: Place, number: int, seed: int) -> Tried:
    began = monotonic()
    told = webhooks.tell(place, number, seed)
    what = f"{told.events} events told to {webhooks.HOOKS} webhooks while {told.killed} were killed"
    print(
        f"{place.name}: {what} (senders and servers), {told.calls} calls taken, {told.again} of "
        f"them again; {len(told.faults)} faults; {monotonic() - began:.0f} s"
    )
    return Tried(what, _print_faults(told.faults))


def _dawdle(place: Place) -> Tried:
    outcome = slow.dawdle(place)
    print(
        f"{place.name}: {slow.READERS} callers who read and {slow.SENDERS} who send a byte at a "
        f"time, {place.workers} workers: /healthz answered {outcome.answered} times meanwhile, in "
        f"{outcome.slowest:.2f} s at most; {len(outcome.faults)} faults"
    )
    what = (
        f"{slow.READERS} slow readers and {slow.SENDERS} slow senders, "
        f"/healthz within {outcome.slowest:.2f} s"
    )
    return Tried(what, _print_faults(outcome.faults))


def _mix(place: Place, number: int) -> Tried:
    began = monotonic()
    outcome = mixed.mix(place, number)
    answered = ", ".join(f"{count} {status}" for status, count in sorted(outcome.statuses.items()))
    memory = ", ".join(str(taken >> 20) for taken in outcome.memory)
    what = (
        f"{outcome.statuses.total()} mixed requests, memory {memory} MB after each quarter of them"
    )
    print(
        f"{place.name}: {what}, {place.workers} workers: {answered}; "
        f"{len(outcome.faults)} faults; {monotonic() - began:.0f} s"
    )
    return Tried(what, _print_faults(outcome.faults))


def _print_faults(faults: tuple[str, ...]) -> int:
    for fault in faults[:20]:
        print(f"  {fault}")
    sys.stdout.flush()
    return len(faults)


if __name__ == "__main__":
    sys.exit(main())
