"""Several agreements of one company side by side: ranks, majorities through time, later rights.

Each agreement speaks for itself; where two do not fit each other, both are reported with their
clauses, and neither is taken to prevail.
"""

from app.rules.companies.drift import (
    ThresholdThrough,
    WeightsOnDay,
    thresholds_through,
    weights_through,
)
from app.rules.companies.later_rights import LaterRights, rights_granted_later
from app.rules.companies.offering import OneOffering, SellerOfSeveral, offering_under_all
from app.rules.companies.ranked_apart import RankConflict, rank_conflicts

__all__ = [
    "LaterRights",
    "OneOffering",
    "RankConflict",
    "SellerOfSeveral",
    "ThresholdThrough",
    "WeightsOnDay",
    "offering_under_all",
    "rank_conflicts",
    "rights_granted_later",
    "thresholds_through",
    "weights_through",
]
