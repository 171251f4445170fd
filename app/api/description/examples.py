"""Examples of what every operation answers: a real answer, and of each problem a real one.

`python -m tests.docs.answers_shown` writes the answers, as the demonstration gives them, shortened.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from app.api.answering.problems import MEDIA_TYPE
from app.api.description.problems_shown import SHOWN

REFUSALS = {401: "Unauthenticated", 403: "ScopeMissing", 429: "TooManyRequests"}
"""What every operation behind the door may answer, said once."""
DRY: Final = "?dry_run=true"
"""With this behind its name, what an operation answers to a dry run."""


@lru_cache(maxsize=1)
def _answers() -> Mapping[str, Any]:
    """Answers of the demonstration, shortened: `python -m tests.docs.answers_shown` writes them."""
    told: dict[str, Any] = json.loads(
        (Path(__file__).parent / "answers.json").read_text(encoding="utf-8")
    )
    return told


def show_answer(operation: dict[str, Any]) -> None:
    """Show a real answer of the operation."""
    name, responses = operation["operationId"], operation["responses"]
    for status in responses.keys() & {"200", "201"}:
        of_dry_run = status == "200" and "201" in responses
        shown = _answers().get(f"{name}{DRY}" if of_dry_run else name)
        for content in responses[status].get("content", {}).values():
            if shown is not None:  # one that is new has none until the answers are written anew
                content["example"] = shown


def show_problems(responses: dict[str, Any]) -> None:
    """Show in each answer that is a problem the one that is met most."""
    for name, response in responses.items():
        content = response.get("content", {}).get(MEDIA_TYPE)
        status = next((each for each, title in REFUSALS.items() if title == name), name)
        shown = SHOWN.get(int(status)) if str(status).isdigit() else None
        if content is not None and shown is not None:
            response["content"] = {MEDIA_TYPE: {**content, "example": shown}}
