"""How much one caller may send: per key, per address, and of refused credentials.

Counted in this process's memory by the `limits` library; several processes each count their own.
An IPv6 address counts with its /64, which is what one customer is given.
"""

from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address
from math import ceil
from time import time

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from app.errors import TooManyRequests

SITE_BITS = 64


class Rates:
    """Counts requests; TooManyRequests when somebody has sent its share."""

    def __init__(self, per_key: str, per_address: str, refused: str) -> None:
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._per_key, self._per_address = parse(per_key), parse(per_address)
        self._refused = parse(refused)

    def count_key(self, tenant: str, subject: str) -> None:
        """Count a request of somebody who is known; two tenants may name it alike."""
        self._count(self._per_key, tenant, subject)

    def count_address(self, address: str) -> None:
        """Count a request from an address, with or without a credential."""
        self._count(self._per_address, site(address))

    def count_refused(self, address: str, prefix: str | None) -> None:
        """Count a credential that was refused, by where it came from and by the key it guesses at.

        Good ones are not counted here: a caller with one is not locked out by those without.
        """
        self._count(self._refused, "refused", site(address))
        if prefix is not None:
            self._count(self._refused, "guessed", prefix)

    def _count(self, rate: RateLimitItem, *name: str) -> None:
        if not self._limiter.hit(rate, *name):
            raise TooManyRequests(self._seconds(rate, *name))

    def _seconds(self, rate: RateLimitItem, *name: str) -> int:
        return max(1, ceil(self._limiter.get_window_stats(rate, *name).reset_time - time()))


@lru_cache(maxsize=4096)
def site(address: str) -> str:
    """An address, or the network of an IPv6 one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    if isinstance(parsed, IPv6Address):
        return str(IPv6Network((parsed, SITE_BITS), strict=False))
    return address
