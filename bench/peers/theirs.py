"""What a determination takes in OpenFisca and in zen: run by `bench.peers` with their Python.

Prints a line of JSON for each: its name, milliseconds of processor time, whether the answer is
right, and the bytes of what it tells of the way there.
"""

import json
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from time import process_time
from typing import Any

from bench.peers import openfisca_demand, zen_demand
from bench.peers.question import ANSWER, QUESTION

TIMES, ROUNDS = 20, 7


def spent(ask: Callable[[], object]) -> float:
    """Milliseconds of processor time, the least of several rounds."""

    def once() -> float:
        began = process_time()
        for _ in range(TIMES):
            ask()
        return 1000 * (process_time() - began) / TIMES

    return min(once() for _ in range(ROUNDS))


def main() -> None:
    """Measure both."""
    for package, theirs in (("openfisca-core", openfisca_demand), ("zen-engine", zen_demand)):
        rules: Any = theirs.system()
        right = theirs.answer(rules, QUESTION) == ANSWER
        told = {
            "name": f"{package} {version(package)}",
            "ms": spent(partial(theirs.answer, rules, QUESTION)),
            "right": right,
            "trace": theirs.explained(rules, QUESTION),
        }
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    main()
