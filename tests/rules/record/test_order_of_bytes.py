"""The bytes of an answer do not hang on the order in which a set happens to be walked through.

One story, told in two processes whose strings hash differently: what is answered of it and what
stands against a correction of it are the same.
"""

import os
import subprocess
import sys

STORY = """
from datetime import date
from random import Random

from app.rules.answers.evaluation import evaluate_registration
from app.rules.facts import ANY_FACT, RecordedFact
from app.rules.record.guards.corrections import correction_objections
from tests.rules.examples.random_records import LAST, TERMS, begun, random_record

record = random_record(Random(7))
for name in sorted(begun(record)):
    print(evaluate_registration("agreement", name, TERMS, record, LAST))
for entry in record:
    said = {"kind": "fact_retracted", "occurred_on": "2001-12-31", "reason": "Wrong."}
    said["fact_id"] = entry.id
    retracted = RecordedFact("retracted", None, ANY_FACT.validate_python(said))
    print(entry.id, correction_objections(retracted, retracted.fact, record, TERMS))
"""


def told(seed: str) -> bytes:
    """What the story prints in a process with this seed of the hashes."""
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    run = subprocess.run(
        [sys.executable, "-c", STORY], env=environment, capture_output=True, check=True
    )
    return run.stdout


def test_one_story_in_two_processes() -> None:
    first = told("1")
    assert len(first) > 10_000
    assert told("2") == first
