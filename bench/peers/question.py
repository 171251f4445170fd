"""The demand of `bench.questions` as both peers are asked it, and what each has to answer.

Beside our own answer it is what a determination needs and no more: no obligations, no overlays, no
working. New York's bank holidays of the months concerned are given, since neither peer knows any.
"""

from typing import Any

HOLDERS = (
    "spectrum",
    "doeg-hill",
    "mochary",
    "nicholson",
    "coughlin",
    "wang",
    "kennealy",
    "colo",
    "cashin",
    "tenth",
)
HOLIDAYS = ["1999-07-05", "1999-09-06", "1999-10-11", "1999-11-11", "1999-11-25", "1999-12-25"]
QUESTION: dict[str, Any] = {
    "letter_sent_on": "1999-08-11",
    "short_form": True,
    "demands_used": 0,
    "offering_commenced_on": "1999-07-14",
    "holders": [
        {
            "held": 1_320_000 if place == 0 else 15_400,
            "requested": 400_000 if place == 0 else 0,
            "notice_sent_on": "1999-08-17",
            "join_received_on": "1999-09-09" if place in {1, 2, 3} else None,
            "join_shares": 5_000 if place in {1, 2, 3} else 0,
        }
        for place in range(len(HOLDERS))
    ],
}
ANSWER: dict[str, Any] = {
    "received_on": "1999-08-16",
    "has_requisite": True,
    "demands_left": True,
    "deferred": True,
    "due_on": "2000-01-11",
    "last_days_to_join": ["1999-09-09"] * len(HOLDERS),
    "included": [400_000, 5_000, 5_000, 5_000, 0, 0, 0, 0, 0, 0],
}
