"""No spelling of a host, and no answer of a name server, leads a message into a network that is not public."""

import re
import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from api.webhooks.targets import Target, TargetError, TargetPolicy

PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"
STRICT = TargetPolicy()
Resolver = Callable[..., list[tuple[Any, ...]]]

PRIVATE = [
    *("0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.255.255.254"),
    *("169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.0.192", "192.0.2.1", "192.88.99.1"),
    *("192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.250", "240.0.0.1"),
    "255.255.255.255",
]
PRIVATE_6 = [
    *("::", "::1", "::127.0.0.1", "::8.8.8.8", "64:ff9b:1::1", "100::1", "2001:2::1", "2001:db8::1", "3fff::1"),
    *("2001:10::1", "5f00::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fec0::1", "ff02::1", "4000::1"),
]
NOT_YET_KNOWN_TO_PYTHON = [ip_network("192.0.0.0/24"), ip_network("192.88.99.0/24")]


def wrapped(address: str) -> list[str]:
    """The IPv6 addresses that lead to an IPv4 one."""
    number = int(IPv4Address(address))
    server = int(IPv4Address(PUBLIC))
    teredo = (0x20010000 << 96) | (server << 64) | (number ^ 0xFFFFFFFF)
    numbers = [(0xFFFF << 32) | number, (0x64FF9B << 96) | number, (0x2002 << 112) | (number << 80) | 1, teredo]
    return [str(IPv6Address(each)) for each in numbers]


def leads_to(*addresses: str) -> Resolver:
    """A resolver that answers every name with these addresses."""

    def resolve(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        return [
            (socket.AF_INET6, socket.SOCK_STREAM, 6, "", (each, port, 0, 0))
            if ":" in each
            else (socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port))
            for each in addresses
        ]

    return resolve


def unasked(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
    """A resolver that must not be asked."""
    raise AssertionError("an address is not looked up")


def refused(url: str, resolver: Resolver = unasked, policy: TargetPolicy = STRICT) -> str:
    """Why a URL is not sent to."""
    with pytest.raises(TargetError) as error:
        policy.resolve(url, resolver)
    message = str(error.value)
    assert re.search(r"; (use|put) ", message)
    assert "\n" not in message
    return message


def test_a_public_host_is_sent_to_at_the_address_it_was_judged_by() -> None:
    url = "https://hooks.example:8443/in?key=1"
    STRICT.check_url(url)
    assert STRICT.resolve(url, leads_to(PUBLIC)) == Target(url, "hooks.example", 8443, PUBLIC, "hooks.example")
    assert STRICT.resolve("https://hooks.example", leads_to(PUBLIC_6, PUBLIC)).address == PUBLIC_6


def test_a_name_is_looked_up_once_so_that_it_cannot_lead_elsewhere_between_check_and_use() -> None:
    answers = [leads_to("127.0.0.1"), leads_to(PUBLIC)]

    def changing(host: str, port: int, **options: Any) -> list[tuple[Any, ...]]:
        return answers.pop()(host, port, **options)

    assert STRICT.resolve("https://hooks.example/", changing).address == PUBLIC
    assert len(answers) == 1


def test_the_resolver_of_the_system_is_asked_where_none_is_given() -> None:
    assert TargetPolicy(["localhost", "127.0.0.1", "::1"]).resolve("http://localhost:80/").address in {
        "127.0.0.1",
        "::1",
    }


@pytest.mark.parametrize("host", ["Hooks.EXAMPLE", "hooks.example.", "HOOKS.example.", "hooks。example"])
def test_a_name_is_the_same_in_every_spelling(host: str) -> None:
    policy = TargetPolicy(["hooks.example"])
    target = policy.resolve(f"http://{host}/", leads_to("10.0.0.1"))
    assert (target.host, target.server_name, target.port) == ("hooks.example", "hooks.example", 80)
    assert TargetPolicy([host]).resolve("http://hooks.example/", leads_to("10.0.0.1")).host == "hooks.example"


def test_a_name_in_other_letters_is_sent_to_by_its_name_in_ascii() -> None:
    assert STRICT.resolve("https://bücher.example/", leads_to(PUBLIC)).server_name == "xn--bcher-kva.example"
    assert STRICT.resolve("https://客服.example/", leads_to(PUBLIC)).host == "xn--ubtq9x.example"


@pytest.mark.parametrize("address", [*PRIVATE, *PRIVATE_6, *(each for one in PRIVATE for each in wrapped(one))])
def test_an_address_that_is_not_public_is_refused_however_it_comes(address: str) -> None:
    assert "not public" in refused("https://hooks.example/", leads_to(address))
    assert "not public" in refused("https://hooks.example/", leads_to(PUBLIC, address))
    assert "not public" in refused("https://hooks.example/", leads_to(address, PUBLIC_6))
    literal = f"[{address}]" if ":" in address else address
    assert "not public" in refused(f"https://{literal}/")
    with pytest.raises(TargetError):
        STRICT.check_url(f"https://{literal}/")


def test_a_refusal_does_not_tell_a_subscriber_what_a_name_leads_to() -> None:
    assert "10.1.2.3" not in refused("https://intranet.example/", leads_to("10.1.2.3"))


@pytest.mark.parametrize("address", wrapped(PUBLIC))
def test_an_address_that_embeds_a_public_one_is_public(address: str) -> None:
    assert STRICT.resolve("https://hooks.example/", leads_to(address)).address == address


def test_a_tunnel_with_a_private_end_is_refused() -> None:
    private_server = (0x20010000 << 96) | (0x0A000001 << 64) | (int(IPv4Address(PUBLIC)) ^ 0xFFFFFFFF)
    refused("https://hooks.example/", leads_to(str(IPv6Address(private_server))))


@pytest.mark.slow
@given(st.ip_addresses(v=4), st.integers(0, 4))
def test_what_python_holds_for_private_is_refused_and_the_rest_is_not(address: IPv4Address, wrapping: int) -> None:
    shown = [str(address), *(f"[{each}]" for each in wrapped(str(address)))][wrapping]
    if not address.is_global or address.is_multicast:
        refused(f"https://{shown}/")
    elif not any(address in network for network in NOT_YET_KNOWN_TO_PYTHON):
        STRICT.check_url(f"https://{shown}/")


@given(st.ip_addresses(v=6))
def test_an_address_of_version_6_that_python_holds_for_private_is_refused(address: IPv6Address) -> None:
    if not address.is_global or address.is_multicast:
        assume(address.ipv4_mapped is None and address.teredo is None)
        refused(f"https://[{address}]/")


@pytest.mark.parametrize(
    "host",
    [
        *("2130706433", "0x7f000001", "017700000001", "127.1", "127.0.1", "0x7f.1", "0x7f.0.0.1", "0177.0.0.1"),
        *("127.0.0.01", "127.0.0.0x1", "127.0.0.1.", "127.1.", "%31%32%37.0.0.1", "127%2e0%2e0%2e1", "１２７.0.0.1"),
        *("127。0。0。1", "127．0．0．1", "⑫7.0.0.1", "localhost%00.example", "127.0.0.1%00", "127.0.0.256", "0", "0x"),
        *("[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:127.0.0.1]", "[::1]", "[0::0:1]", "[fe80::1%25lo]"),
        *(
            "[::1%lo]",
            "[2606:2800:21f::1%25lo]",
            "[::127.0.0.1]",
            "[64:ff9b::7f00:1]",
            "[2002:7f00:1::]",
            "[::1",
            "::1",
            "[127.0.0.1]",
            "[]",
        ),
        *("", ".", "..", "a..b", "-a.example", "a-.example", "a b", "a\\b", "a|b", "*", "a" * 64, "a." * 127 + "a"),
        *("hooks.example\\@127.0.0.1", "hooks.example@127.0.0.1", "127.0.0.1:80@hooks.example", "@127.0.0.1"),
        *("hooks.example\n", "\thooks.example", "hooks\u00ad.example@127.0.0.1", "a.0x7f", "hooks.example.1", "\ud800"),
    ],
)
def test_an_odd_spelling_of_a_host_is_refused_before_it_is_looked_up(host: str) -> None:
    url = f"https://{host}/"
    with pytest.raises(TargetError, match=r"; (use|put) "):
        STRICT.check_url(url)
    refused(url)


@given(st.text(st.sampled_from("0127.xXfF:[]%@/\\#?。．①a-"), max_size=20))
def test_whatever_is_made_of_digits_and_dots_is_refused_or_public(host: str) -> None:
    loopback = leads_to("127.0.0.1")
    try:
        target = STRICT.resolve(f"https://{host}", loopback)
    except TargetError:
        return
    assert target.host == target.address
    assert ip_address(target.address).is_global


@pytest.mark.slow
@given(st.one_of(st.text(), st.text().map("https://".__add__), st.text().map("https://hooks.example/".__add__)))
def test_no_text_makes_anything_but_a_refusal_in_a_sentence(url: str) -> None:
    try:
        target = STRICT.resolve(url, leads_to(PUBLIC))
    except TargetError as error:
        refusal = str(error)
    else:
        assert re.fullmatch(r"[a-z0-9._:-]+", target.host)
        return
    assert re.search(r"; (use|put) ", refusal)


@pytest.mark.parametrize(
    ("url", "what"),
    [
        ("http://hooks.example/", "use https"),
        (f"http://{PUBLIC}/", "use https"),
        ("ftp://hooks.example/", "https://"),
        ("//hooks.example/", "https://"),
        ("hooks.example", "https://"),
        ("javascript:alert(1)", "https://"),
        (" https://hooks.example/", "https://"),
        ("https:hooks.example", "not a host"),
        ("https:///path", "not a host"),
        ("https://user@hooks.example/", "user"),
        ("https://user:word@hooks.example/", "user"),
        ("https://@hooks.example/", "user"),
        ("https://hooks.example/#part", "fragment"),
        ("https://hooks.example/#", "fragment"),
        ("https://hooks.example:0/", "port 0"),
        ("https://hooks.example:65536/", "port 65536"),
        ("https://hooks.example:-1/", "port -1"),
        ("https://hooks.example:https/", "not a URL"),
        ("https://hooks.example/\r\nHost: other", "not a URL"),
    ],
)
def test_a_url_with_what_it_may_not_have_is_refused_and_told_why(url: str, what: str) -> None:
    with pytest.raises(TargetError, match=what):
        STRICT.check_url(url)
    assert what in refused(url, leads_to(PUBLIC))


def test_a_query_may_have_what_a_host_may_not() -> None:
    STRICT.check_url("https://hooks.example?who=a@b.example")
    STRICT.check_url("https://hooks.example/~x/@y?z=https://127.0.0.1/")


def test_a_name_without_an_address_is_refused() -> None:
    def unknown(*_: Any, **__: Any) -> list[tuple[Any, ...]]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    assert "no address" in refused("https://nowhere.example/?key=secret", unknown)
    assert "no address" in refused("https://nowhere.example/", leads_to())
    assert "secret" not in refused("https://nowhere.example/?key=secret", unknown)


def test_an_allowed_network_is_sent_to_and_its_neighbours_are_not() -> None:
    policy = TargetPolicy(["10.1.0.0/16", "127.0.0.1", "fd12:3456::/32"])
    for address in ["10.1.0.0", "10.1.255.255", "127.0.0.1", "::ffff:a01:203", "fd12:3456::1"]:
        assert policy.resolve("https://in.example/", leads_to(address)).address == address
    for address in ["10.0.255.255", "10.2.0.0", "127.0.0.2", "::ffff:10.2.0.0", "fd12:3457::1"]:
        refused("https://in.example/", leads_to(address), policy)
        refused("https://in.example/", leads_to("10.1.0.1", address), policy)


def test_http_is_for_hosts_that_are_allowed() -> None:
    policy = TargetPolicy(["10.1.0.0/16", "intranet.example"])
    assert policy.resolve("http://10.1.2.3/", unasked).port == 80
    assert policy.resolve("http://[::ffff:10.1.2.3]/", unasked).port == 80
    assert policy.resolve("http://intranet.example/", leads_to("192.168.1.1")).port == 80
    assert "use https" in refused("http://other.example/", leads_to("10.1.2.3"), policy)
    assert "use https" in refused("http://sub.intranet.example/", leads_to("10.1.2.3"), policy)


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "100.100.100.200", "fd00:ec2::254", "fe80::1", "0.0.0.0", "::", "::ffff:a9fe:1"]
)
def test_an_allowed_name_does_not_lead_to_the_credentials_of_the_machine(address: str) -> None:
    policy = TargetPolicy(["intranet.example"])
    refused("https://intranet.example/", leads_to(address), policy)
    named = TargetPolicy(["intranet.example", address])
    assert named.resolve("https://intranet.example/", leads_to(address)).address == address


@pytest.mark.parametrize(
    "entry", ["10.1.0.1/16", "10.0.0.0/33", "a b", "127.1", "https://a.example", "a.example:80", ""]
)
def test_what_can_not_be_allowed_is_refused_at_the_start(entry: str) -> None:
    with pytest.raises(TargetError, match=r"; (use|put) "):
        TargetPolicy(["10.1.0.0/16", entry])
