"""Which IP addresses are public: whatever one wraps another in, and whatever this version of Python knows."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def _networks(*texts: str) -> tuple[Network, ...]:
    return tuple(ip_network(text) for text in texts)


# The registries of special addresses as of 2025, and multicast, which `is_global` takes for global: it follows the
# registries too, but each version of Python an older state of them.
_SPECIAL = _networks(
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
    *("192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24"),
    *("224.0.0.0/4", "240.0.0.0/4", "2001::/23", "2001:db8::/32", "3fff::/20"),
)
_GLOBAL_UNICAST = IPv6Network("2000::/3")
_TRANSLATED = IPv6Network("64:ff9b::/96")
_LOWEST_32_BITS = 0xFFFF_FFFF

# Whoever may say where a name leads must not reach the services there that hand out a cloud machine's credentials.
_NOT_BY_NAME = _networks(
    *("0.0.0.0/8", "100.100.100.200/32", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"),
    *("::/128", "fd00:ec2::254/128", "fe80::/10", "ff00::/8"),
)


def embedded_in(address: Address) -> tuple[IPv4Address, ...]:
    """The IPv4 addresses that an address leads to: mapped (::ffff:0:0/96), NAT64, 6to4, or Teredo, which has two."""
    if isinstance(address, IPv4Address):
        return ()
    if address.ipv4_mapped is not None:
        return (address.ipv4_mapped,)
    if address in _TRANSLATED:
        return (IPv4Address(int(address) & _LOWEST_32_BITS),)
    if address.sixtofour is not None:
        return (address.sixtofour,)
    return address.teredo or ()


def is_public(address: Address) -> bool:
    """Whether every machine of the internet means the same by an address; one that embeds others is as they are."""
    embedded = embedded_in(address)
    if embedded:
        return all(is_public(each) for each in embedded)
    if isinstance(address, IPv6Address) and address not in _GLOBAL_UNICAST:
        return False
    return address.is_global and not within(address, _SPECIAL)


def may_be_named(address: Address) -> bool:
    """Whether a host that is allowed by its name may have this address, public or not."""
    return not within(address, _NOT_BY_NAME)


def within(address: Address, networks: Iterable[Network]) -> bool:
    """Whether an address is in one of the networks."""
    return any(address in network for network in networks)
