"""From which machine somebody asks, as far as limits depend on it. It is kept nowhere but as a hash."""

import hmac
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from flask import current_app, request

HOUSE_BITS = 64
"""One line gets so many bits of an IPv6 address, and may choose the others."""


def machine() -> str:
    """The address the request came from; with proxies before the hub, the one these tell (PROXIES)."""
    return house(request.remote_addr or "")


def house(address: str) -> str:
    """An IPv4 address as it is; of an IPv6 address the part that its holder cannot change at will."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return f"{IPv6Address(int(found) >> HOUSE_BITS << HOUSE_BITS)}/{HOUSE_BITS}"


def keyed(text: str) -> str:
    """A hash that nobody can make without the hub's key."""
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), text.encode(errors="replace"), sha256).hexdigest()
