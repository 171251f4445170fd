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
    "procedure_requested": {
        "summary": "A Holder asks to have his shares qualified in two states",
        "value": {
            "kind": "procedure_requested",
            "holder": "doeg-hill",
            "procedure": "state_qualification",
            "matters": ["New York", "California"],
            "delivery": {"method": "mail", "sent_on": "1999-03-22"},
        },
    },
    "procedure_performed": {
        "summary": "The Company has qualified the shares in one of them",
        "value": {
            "kind": "procedure_performed",
            "occurred_on": "1999-04-19",
            "procedure": "state_qualification",
            "matters": ["New York"],
        },
    },
    "information_requested": {
        "summary": "The Company asks a Holder for information",
        "value": {
            "kind": "information_requested",
            "holder": "mochary",
            "delivery": {"method": "mail", "sent_on": "1999-03-22"},
        },
    },
    "information_received": {
        "summary": "The Holder furnishes it",
        "value": {
            "kind": "information_received",
            "holder": "mochary",
            "delivery": {"method": "personal", "delivered_on": "1999-04-05"},
        },
    },
    "undertaking_required": {
        "summary": "The Company makes a Holder's undertaking a condition",
        "value": {
            "kind": "undertaking_required",
            "occurred_on": "1999-03-22",
            "holder": "mochary",
        },
    },
    "undertaking_received": {
        "summary": "He gives the undertaking, and the Company is content with it",
        "value": {
            "kind": "undertaking_received",
            "occurred_on": "1999-04-06",
            "holder": "mochary",
            "satisfactory": True,
        },
    },
    "drafts_delivered": {
        "summary": "Drafts go to all who sell and to their advisers",
        "value": {
            "kind": "drafts_delivered",
            "occurred_on": "1999-04-26",
            "advisers": ["counsel", "accountants"],
            "documents": ["draft_registration_statement", "draft_prospectus"],
            "planned_filing_on": "1999-05-03",
        },
    },
    "underwriter_selected": {
        "summary": "The managing underwriter is selected",
        "value": {
            "kind": "underwriter_selected",
            "occurred_on": "1999-03-22",
            "underwriter": "An Underwriter & Co.",
        },
    },
    "underwriting_agreement_approved": {
        "summary": "The underwriting agreement satisfies a Holder",
        "value": {
            "kind": "underwriting_agreement_approved",
            "occurred_on": "1999-04-26",
            "holder": "spectrum",
        },
    },
    "underwriting_agreement_made": {
        "summary": "The underwriting agreement is made, with Holders as parties",
        "value": {
            "kind": "underwriting_agreement_made",
            "occurred_on": "1999-05-07",
            "holders": ["spectrum", "doeg-hill", "mochary"],
        },
    },
    "holdback_required": {
        "summary": "The managing underwriter requires Holders to hold back",
        "value": {
            "kind": "holdback_required",
            "occurred_on": "1999-04-12",
            "expected_effective_on": "1999-05-17",
            "firm_commitment": True,
        },
    },
    "holdback_advised": {
        "summary": "Or he advises days without public sales",
        "value": {
            "kind": "holdback_advised",
            "occurred_on": "1999-04-12",
            "days": 90,
            "expected_effective_on": "1999-05-17",
            "firm_commitment": True,
        },
    },
    "holdback_notice": {
        "summary": "The Company passes the advice on to a Holder",
        "value": {
            "kind": "holdback_notice_given",
            "holder": "wang",
            "delivery": {"method": "mail", "sent_on": "1999-04-14"},
        },
    },
    "transfer_agent": {
        "summary": "The shares have a transfer agent",
        "value": {"kind": "transfer_agent_appointed", "occurred_on": "1999-05-06"},
    },
    "listed": {
        "summary": "The shares are listed",
        "value": {"kind": "listed", "occurred_on": "1999-05-07"},
    },
}
