"""Every rule without storage: pure, so each computation computes on the event loop."""

from app.api.compute import cutback, offerings, papers, parties, terms
from app.api.compute.computation import router_of
from app.api.compute.days import holdback, joining, periods, suspensions, timing
from app.api.compute.demands import demand, parts
from app.api.compute.payments import claims, damages, indemnity, money

COMPUTATIONS = (
    *demand.COMPUTATIONS,
    *parts.COMPUTATIONS,
    *timing.COMPUTATIONS,
    *joining.COMPUTATIONS,
    *money.COMPUTATIONS,
    *indemnity.COMPUTATIONS,
    *claims.COMPUTATIONS,
    *damages.COMPUTATIONS,
    *periods.COMPUTATIONS,
    *suspensions.COMPUTATIONS,
    *holdback.COMPUTATIONS,
    *papers.COMPUTATIONS,
    *cutback.COMPUTATIONS,
    *offerings.COMPUTATIONS,
    *parties.COMPUTATIONS,
    *terms.COMPUTATIONS,
)
"""All that can be asked, in the order in which the documentation lists it."""

router = router_of(COMPUTATIONS)
