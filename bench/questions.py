"""What the benchmark asks: one demand with ten Holders, stateless, and one to be recorded."""

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
JOINING = HOLDERS[1:4]

STATELESS_DEMAND: dict[str, Any] = {
    "template": "ctc-1998",
    "letters": [
        {
            "requests": {"spectrum": 400_000},
            "delivery": {"method": "mail", "sent_on": "1999-08-11"},
        }
    ],
    "positions": [
        {"holder": "spectrum", "preferred_as_converted": 1_200_000, "warrant_shares": 120_000},
        *(
            {"holder": holder, "preferred_as_converted": 14_000, "warrant_shares": 1_400}
            for holder in HOLDERS[1:]
        ),
    ],
    "short_form_qualified": True,
    "demands_effected": 0,
    "demands_pending": 0,
    "company_offerings": [{"commenced_on": "1999-07-14"}],
    "notices": [
        {"holder": holder, "delivery": {"method": "mail", "sent_on": "1999-08-17"}}
        for holder in HOLDERS
    ],
    "joins": [
        {
            "holder": holder,
            "shares": 5_000,
            "delivery": {"method": "personal", "delivered_on": "1999-09-09"},
        }
        for holder in JOINING
    ],
    "as_of": "1999-09-10",
}

RECORDED_DEMAND: dict[str, Any] = {
    "letters": [
        {
            "requests": [{"holder": "spectrum", "shares": 400_000}],
            "delivery": {"method": "mail", "sent_on": "1999-02-16"},
        }
    ],
    "short_form_qualified": False,
    "underwritten": True,
}
