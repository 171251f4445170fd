"""The transfers with which a place in a registration may pass: clause 9(f), with QG5.

Whether it does, for how many shares, turns on what was asked for (`registrations/joining/covered`).
Shares are exact; days are whole days. Nothing raises.
"""

from datetime import date
from functools import partial

from app.rules.facts.standing.withdrawal import Handed
from app.rules.holders.register import Passed, Register
from app.rules.holders.splits import ShareNumber


def handed_on(register: Register) -> tuple[Handed, ...]:
    """Every transfer of securities with all rights, with what its giver was left with."""
    return tuple(
        Handed(passed.on, passed.giver, passed.taker, partial(_left, register, passed))
        for passed in register.passed
        if register.terms.on(passed.on).readings.inclusion_passes
    )


def _left(register: Register, passed: Passed, since: date) -> ShareNumber:
    """What the giver held after the day of the transfer, in shares of an earlier day."""
    held = register.registrable_shares(passed.giver, passed.on)
    return held / register.split_ratio(since, passed.on)
