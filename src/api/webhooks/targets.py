"""Which URLs may be sent to: those of others, and not those of the machines around this one."""

import re
import socket
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import Any

import httpx

from api.webhooks.addresses import Address, Network, embedded_in, is_public, may_be_named, within
from ledger.refusal import LedgerError

Resolver = Callable[..., Iterable[tuple[Any, ...]]]
"""Takes a host, a port and a `type`, and answers as `socket.getaddrinfo` does."""

_PORTS = {"http": 80, "https": 443}
_LAST_PORT = 65_535
_LONGEST_NAME = 253
_END_OF_HOST = re.compile(r"[/?#]")
_LABEL = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)")
# Resolvers take such a last label for a number, and the name for an IPv4 address: 127.1, 0x7f000001, 2130706433.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


_LOOPBACK_NAME = "localhost"
"""It and all names below it are this machine (RFC 6761): that need not be looked up."""


class TargetError(LedgerError):
    """A URL that is not sent to. Its text names no address: a subscriber is not told what is in our network."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: to this address and no other, whatever the name may lead to meanwhile."""

    url: str
    """As it was subscribed."""
    host: str
    """The name in ASCII and small letters, or the IP address without brackets."""
    port: int
    address: str
    """The IP address to connect to."""
    server_name: str
    """The name that the certificate has to be for."""


@dataclass(frozen=True, slots=True)
class _Place:
    scheme: str
    host: str
    port: int
    literal: Address | None
    """The host, where it is an IP address."""


class TargetPolicy:
    """Which URLs may be sent to: public ones, and those that the operator allows."""

    def __init__(self, allowed: Collection[str] = ()) -> None:
        """Allow hosts, IP addresses and networks although they are private: ``intranet.example``, ``10.1.0.0/16``.

        Raises TargetError for anything else.
        """
        networks = {each: _network(each) for each in allowed}
        self._networks = [network for network in networks.values() if network is not None]
        self._names = {_host(each) for each, network in networks.items() if network is None}

    def check_url(self, url: str) -> None:
        """Raise TargetError where a URL may not be subscribed; the name is not looked up."""
        self._checked(url)

    def resolve(self, url: str, resolver: Resolver = socket.getaddrinfo) -> Target:
        """Where a message to a URL goes now; the name is looked up, once.

        Raises TargetError where the URL may not be sent to, its host has no address, or any of its addresses is neither
        public nor allowed: a host that leads here and there is not trusted with either.
        """
        place = self._checked(url)
        addresses = [place.literal] if place.literal else _looked_up(place, resolver)
        if not all(self._accepted(each, named=place.host in self._names) for each in addresses):
            raise _private(place.host)
        return Target(url, place.host, place.port, str(addresses[0]), place.host)

    def _checked(self, url: str) -> _Place:
        place = _read(url)
        if place.literal is not None and not self._accepted(place.literal, named=False):
            raise _private(place.host)
        allowed = place.host in self._names if place.literal is None else self._allows(place.literal)
        if not allowed and (place.host == _LOOPBACK_NAME or place.host.endswith(f".{_LOOPBACK_NAME}")):
            raise _private(place.host)
        if place.scheme == "http" and not allowed:
            raise TargetError(f"{place.host} does not accept http; use https")
        return place

    def _allows(self, address: Address) -> bool:
        embedded = embedded_in(address)
        return within(address, self._networks) or (bool(embedded) and all(map(self._allows, embedded)))

    def _accepted(self, address: Address, *, named: bool) -> bool:
        if self._allows(address):
            return True
        embedded = embedded_in(address)
        if embedded:
            return all(self._accepted(each, named=named) for each in embedded)
        return is_public(address) or (named and may_be_named(address))


def _private(host: str) -> TargetError:
    return TargetError(f"{host} leads to an address that is not public; use a public or an allowed one")


def _read(url: str) -> _Place:
    """The place that a URL names. Raises TargetError where it has parts that it may not have."""
    try:
        parsed = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        raise TargetError("this is not a URL; use one such as https://hooks.example/path") from None
    if parsed.scheme not in _PORTS:
        raise TargetError("the URL does not begin with https://; use one such as https://hooks.example/path")
    if "@" in _END_OF_HOST.split(url.partition("://")[2], maxsplit=1)[0]:
        raise TargetError("the URL contains a user or a password; put a secret in the path")
    if "#" in url:
        raise TargetError("the URL has a fragment, which is never sent; use the URL without #")
    port = _PORTS[parsed.scheme] if parsed.port is None else parsed.port
    if not 1 <= port <= _LAST_PORT:
        raise TargetError(f"the URL has port {port}; use a port from 1 to {_LAST_PORT:,}")
    host = _host(parsed.raw_host.decode("ascii"))
    return _Place(parsed.scheme, host, port, _literal(host))


def _host(text: str) -> str:
    """A host in the form used to compare hosts. Raises TargetError where it is invalid."""
    literal = _literal(text.removesuffix("."))
    if literal is not None:
        return str(literal)
    try:
        name = httpx.URL(scheme="https", host=text).raw_host.decode("ascii").removesuffix(".")
    except (httpx.InvalidURL, ValueError):
        name = ""
    # A name in other letters may turn out to be an address: its full stops are not all written alike.
    literal = _literal(name)
    if literal is not None:
        return str(literal)
    labels = name.split(".")
    if len(name) > _LONGEST_NAME or not all(map(_LABEL.fullmatch, labels)) or _NUMBER.fullmatch(labels[-1]):
        raise TargetError(
            f"{text[:_LONGEST_NAME]!r} is not a host; use a name such as hooks.example, or an IP address in plain form"
        )
    return name


def _literal(text: str) -> Address | None:
    # A zone (fe80::1%eth0) is a matter of this machine alone.
    if "%" in text:
        return None
    try:
        return ip_address(text)
    except ValueError:
        return None


def _network(text: str) -> Network | None:
    """The network, or the one address, that is allowed; None for a name. Raises TargetError where it is invalid."""
    try:
        return ip_network(text)
    except ValueError:
        if "/" not in text:
            return None
    raise TargetError(f"{text!r} is not a network; use one such as 10.1.0.0/16, with no bit set after the prefix")


def _looked_up(place: _Place, resolver: Resolver) -> list[Address]:
    try:
        answers = list(resolver(place.host, place.port, type=socket.SOCK_STREAM))
        addresses = [ip_address(answer[4][0]) for answer in answers]
    except (OSError, ValueError):
        addresses = []
    if not addresses:
        raise TargetError(f"{place.host} has no address; use a name that can be looked up")
    return addresses
