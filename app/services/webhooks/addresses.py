"""Where a webhook may be sent: to a public address over https, unless the operator allows more.

A name is judged by what it resolves to, when it is about to be called (`courier`), and every
address of it; here is the rule, and what of a URL can be told before.
"""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final
from urllib.parse import urlsplit

_IETF: Final = IPv4Network("192.0.0.0/24")
_GLOBAL: Final = IPv6Network("2000::/3")
_NOT_GLOBAL: Final = tuple(
    map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
)
"""Teredo and other protocols, documentation, 6to4: what stands in them may be private again."""


def is_public(written: str) -> bool:
    """Whether an address is one of the public internet: none of a machine's own, of a network's
    own, of a provider's, of a group, or written so as to lead to one of these.
    """
    address = ip_address(written)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if isinstance(address, IPv4Address):
        return address.is_global and not address.is_multicast and address not in _IETF
    return address in _GLOBAL and not any(address in each for each in _NOT_GLOBAL)


def allowed(addresses: Iterable[str], *, private: bool) -> list[str]:
    """The addresses, if every one of them may be called; none if one may not be."""
    found = list(dict.fromkeys(addresses))
    return found if private or all(map(is_public, found)) else []


def wrong_with(url: str, *, private: bool) -> str | None:
    """What is wrong with a URL to be called; None if nothing is, as far as that can be told."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "It is no address that can be called."
    if not host or not url.isascii() or any(each.isspace() for each in url):
        return "It is no address that can be called: write it as https://host/path."
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        return "It must begin with https://."
    if parts.username is not None or parts.fragment:
        return "It must hold neither a name and password nor a fragment."
    literal = _literal(host)
    if literal and not allowed(literal, private=private):
        return "It is an address of this machine or of a private network."
    return None


def _literal(host: str) -> list[str]:
    """The address that a host is, however it is written; none for a name.

    Nothing is looked up: `2130706433` and `0x7f.1` are 127.0.0.1 all the same.
    """
    if host == "localhost" or host.endswith(".localhost"):
        return ["127.0.0.1"]
    try:
        found = socket.getaddrinfo(host, None, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return []
    return [str(each[4][0]) for each in found]
