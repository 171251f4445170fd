"""Examples of facts in the life of a registration."""

from fastapi.openapi.models import Example

EVENT_EXAMPLES: dict[str, Example] = {
    "notice": {
        "summary": "The Company mails notice to a Holder",
        "value": {
            "kind": "notice_given",
            "holder": "wang",
            "delivery": {"method": "mail", "sent_on": "1999-02-22"},
        },
    },
    "join": {
        "summary": "A Holder asks to join",
        "value": {
            "kind": "join_requested",
            "holder": "wang",
            "shares": 2000,
            "delivery": {"method": "personal", "delivered_on": "1999-03-17"},
        },
    },
    "delay": {
        "summary": "The Company delays the registration",
        "value": {
            "kind": "delay_invoked",
            "occurred_on": "1999-04-01",
            "days": 30,
            "board_judgment": True,
            "transaction_considered_from": "1999-02-10",
        },
    },
    "filed": {
        "summary": "The statement is filed",
        "value": {"kind": "filed", "occurred_on": "1999-05-03", "form": "S-1"},
    },
    "expense": {
        "summary": "The printer sends his bill",
        "value": {
            "kind": "expense_incurred",
            "occurred_on": "1999-04-12",
            "expense": "printing",
            "payee": "A printer in Boston",
            "amount": "12500.00",
        },
    },
}
