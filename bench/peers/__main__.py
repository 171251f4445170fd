"""The same demand, ours and theirs, by processor time of a determination: `make bench-peers`.

`python -m bench.peers --python PATH` measures ours here, and OpenFisca and zen by the Python in
whose environment they are (`bench/peers/requirements.txt`). From the question as JSON to the
answer as JSON, without HTTP. Theirs answer no more than the determination, the windows to join and
the shares; ours with it everything that is owed, and with `full` each step with its clause.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import process_time

from pydantic import TypeAdapter

from app.api.compute.demands.demand import DemandQuestionBody, compute_demand
from app.rules.reasoning.trace import Detail
from app.rules.registrations.shown import RegistrationAnswer
from app.services.answer import Answer
from bench.aims import HEAD, Row, tell
from bench.peers.question import ANSWER, HOLDERS
from bench.questions import STATELESS_DEMAND

TIMES, ROUNDS = 20, 7
ANSWERS = TypeAdapter(Answer[RegistrationAnswer])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure all, and print ours beside each of theirs; 1 where answers differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.peers", description=__doc__)
    parser.add_argument("--python", required=True, help="the Python that has both")
    asked = parser.parse_args(arguments)
    question = json.dumps(STATELESS_DEMAND)
    ours = {detail: _spent(question, detail) for detail in (Detail.NONE, Detail.FULL)}
    told = subprocess.run(
        [asked.python, "-m", "bench.peers.theirs"],
        cwd=Path(__file__).resolve().parents[2],
        check=True,
        capture_output=True,
        text=True,
    )
    theirs = [json.loads(line) for line in told.stdout.splitlines()]
    agreed = _ours_agrees(question) and all(each["right"] for each in theirs)
    tell(HEAD, [sys.stdout])
    for each in theirs:
        for detail, (spent, size) in ours.items():
            found = (
                f"{spent:.2f} ms, {size:,} bytes, against {each['ms']:.2f} ms and a trace of "
                f"{each['trace']:,} bytes"
            )
            what = f"ours, explain={detail}, against {each['name']}"
            tell(Row(what, 100 * spent / each["ms"], 50, "%", note=found), [sys.stdout])
    print(f"answers agree: {'yes' if agreed else 'no'}")
    return 0 if agreed else 1


def _answer(question: str, detail: Detail) -> bytes:
    asked = DemandQuestionBody.model_validate_json(question)
    return ANSWERS.dump_json(compute_demand.answer(asked, detail))


def _spent(question: str, detail: Detail) -> tuple[float, int]:
    """Milliseconds of processor time, the least of several rounds, and the bytes of the answer."""
    size = len(_answer(question, detail))

    def once() -> float:
        began = process_time()
        for _ in range(TIMES):
            _answer(question, detail)
        return 1000 * (process_time() - began) / TIMES

    return min(once() for _ in range(ROUNDS)), size


def _ours_agrees(question: str) -> bool:
    """Whether ours answers what theirs are asked as they have to."""
    found = json.loads(_answer(question, Detail.NONE))["result"]
    decided = found["determination"]
    passed = {each["name"]: each["outcome"] == "passed" for each in decided["conditions"]}
    included = {line["seller"]: line["included"] for line in found["allocation"]["lines"]}
    return {
        "received_on": decided["received_on"],
        "has_requisite": passed["requisite_holders"],
        "demands_left": passed["demands_left"],
        "deferred": decided["decision"] == "deferred",
        "due_on": decided["due_on"],
        "last_days_to_join": [window["last_day"] for window in found["windows"]["join"]],
        "included": [included.get(holder, 0) for holder in HOLDERS],
    } == ANSWER


if __name__ == "__main__":
    sys.exit(main())
