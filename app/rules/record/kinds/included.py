"""What a registration included of what was asked for, where that decides whether it counts.

Whole shares; nothing raises.
"""

from dataclasses import replace

from app.rules.registrations.cutback.selling import Allocation
from app.rules.registrations.requests.life import RegistrationLife


def with_what_is_included(
    life: RegistrationLife, allocation: Allocation, *, or_unknown: bool
) -> RegistrationLife:
    """The life, with the shares of Holders asked for and included.

    `or_unknown`: what is not known of one leaves the number unknown, else it counts for nothing.
    """
    lines = [line for line in allocation.lines if line.seller_class == "holders"]
    unknown = or_unknown and any(line.included is None for line in lines)
    return replace(
        life,
        requested_shares=sum(line.requested or 0 for line in lines),
        included_shares=None if unknown else sum(line.included or 0 for line in lines),
        asked_for={line.seller: line.requested or 0 for line in lines},
    )
