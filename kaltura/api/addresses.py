"""Which machines may be talked to. A session is only ever sent to an address that passed here.

Names are checked before a request is built, addresses when the connection is made: an answer of the
DNS that changes in between changes nothing.
"""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address

from kaltura.api.errors import UsageError

# Metadata services whose address is not in a private range; the others are link-local or private.
_METADATA = frozenset(
    ipaddress.ip_address(text) for text in ("168.63.129.16", "100.100.100.200", "192.0.0.192", "fd00:ec2::254")
)
# What was set aside later than this Python knows of, or is no more: none of it is the public internet.
_RESERVED = tuple(
    ipaddress.ip_network(text) for text in ("192.0.0.0/24", "64:ff9b:1::/48", "fec0::/10", "3fff::/20", "5f00::/16")
)
_LOCAL_NAMES = ("localhost", "local", "internal", "localdomain")
# NAT64, and the translated and compatible forms of old: an IPv4 address stands in their last 32 bits.
_WRAPPINGS = tuple(
    ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "::ffff:0:0:0/96", "::/96")
)


@dataclass(frozen=True)
class AddressPolicy:
    """What an address must be.

    hosts: the only custom hosts allowed ("kaltura.example.edu" or "kaltura.example.edu:8443");
        None allows any. Kaltura's own regions are always allowed.
    loopback: this machine may be talked to, also by plain http.
    private: addresses of private networks may be talked to (a self-hosted Kaltura on a campus).
    Link-local, metadata, multicast and unspecified addresses are refused by every policy.
    """

    hosts: frozenset[str] | None = None
    loopback: bool = False
    private: bool = False

    def allows_host(self, authority: str) -> bool:
        """Whether the operator allows this custom "host" or "host:port"."""
        return self.hosts is None or authority in self.hosts

    def check_name(self, host: str) -> None:
        """Refuses names and literal addresses that stand for a machine that may not be talked to."""
        literal = literal_address(host)
        if literal is not None:
            self.check_address(host, literal)
        elif is_loopback(host):
            self.check_address(host, IPv4Address("127.0.0.1"))
        elif host == "metadata.google.internal" or (not self.private and host.rsplit(".", 1)[-1] in _LOCAL_NAMES):
            raise _refused(host, "is a name inside a private network")

    def check_address(self, host: str, address: IPv4Address | IPv6Address) -> None:
        """Refuses an address that `host` resolved to, or is."""
        for one in (*_embedded(address), address):
            reason = self._objection(one)
            if reason:
                raise _refused(host, f"leads to {reason}")

    def _objection(self, address: IPv4Address | IPv6Address) -> str | None:
        if address.is_loopback:
            return None if self.loopback else "this server itself"
        if address in _METADATA or address.is_link_local or address.is_multicast or address.is_unspecified:
            return "a link-local, metadata or broadcast address"
        reserved = any(address in network for network in _RESERVED)
        if (reserved or not address.is_global) and not self.private:
            return "a private network"
        return None


OPERATOR = AddressPolicy(loopback=True, private=True)
"""For the headless command: whoever runs it may reach this machine and its network anyway."""

DEMO = AddressPolicy(hosts=frozenset(), loopback=True)
"""For the demo account's own emulator; `check_base` allows it loopback addresses and nothing else custom."""


def dashboard(hosts: Iterable[str] = ()) -> AddressPolicy:
    """For addresses that visitors type: only the custom hosts that the operator listed, none of them private."""
    return AddressPolicy(hosts=frozenset(host.strip().lower().rstrip(".") for host in hosts))


def literal_address(host: str) -> IPv4Address | IPv6Address | None:
    """The address that `host` is written as; None for a name."""
    try:
        return ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Whether `host` is written as this machine: localhost, 127.0.0.0/8 or ::1."""
    literal = literal_address(host)
    return literal.is_loopback if literal else host == "localhost" or host.endswith(".localhost")


def _embedded(address: IPv4Address | IPv6Address) -> Iterable[IPv4Address]:
    """IPv4 addresses that an IPv6 address is a wrapping of."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    last = int(address) & 0xFFFFFFFF
    if last > 1 and any(address in wrapping for wrapping in _WRAPPINGS):  # :: and ::1 wrap nothing
        yield IPv4Address(last)


def _refused(host: str, why: str) -> UsageError:
    return UsageError(
        f"The address {host} {why}, which is not allowed here. Nothing was sent.",
        "Use one of Kaltura's regions, or ask whoever runs this dashboard to allow the address.",
    )
