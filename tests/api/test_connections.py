"""Where connections really go: addresses as resolved, certificates, proxies."""

import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kaltura.api.addresses import OPERATOR, AddressPolicy, dashboard
from kaltura.api.client import Client
from kaltura.api.credentials import ReadyKs
from kaltura.api.errors import AnalyticsError, TransportError, UsageError
from kaltura.api.exchange import CallLimits
from tests.api.scripted import CSV, Scripted, http, in_order, serving
from tests.api.tunnels import tunnel

HOST = "kaltura.test"
KS = "djJ8MTIzfGFiY2RlZmdoaWprbG1ub3A="
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def client(base: str, policy: AddressPolicy = OPERATOR) -> Client:
    return Client(base, ReadyKs(KS), policy=policy, jitter=lambda ceiling: 0.0)


@pytest.fixture(autouse=True)
def no_proxies_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def resolving(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Has HOST resolve to these addresses, one set an answer; the only thing here that cannot be had for real."""
    really = socket.getaddrinfo

    def resolve(*answers: str) -> list[str]:
        left = list(answers)

        def answer(host: Any, port: Any, *args: Any, **options: Any) -> Any:
            if host != HOST:
                return really(host, port, *args, **options)
            chosen = left.pop(0) if len(left) > 1 else left[0]
            return [entry for name in chosen.split() for entry in really(name, port, *args, **options)]

        monkeypatch.setattr(socket, "getaddrinfo", answer)
        return left

    return resolve


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "::1",
        "10.0.0.5",
        "192.168.0.9",
        "172.16.0.1",
        "169.254.169.254",
        "100.100.100.200",
        "0.0.0.0",
        "fd00:ec2::254",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "::127.0.0.1",
        "64:ff9b::a9fe:a9fe",
        "8.8.8.8 10.0.0.5",
    ],
)
def test_a_listed_name_that_resolves_to_a_forbidden_address_is_not_connected_to(
    address: str, resolving: Callable[..., list[str]]
) -> None:
    resolving(address)
    with client(f"https://{HOST}", dashboard([HOST])) as kaltura:
        with pytest.raises(UsageError, match="not allowed here"):
            kaltura.report(6000, {})
        assert kaltura.calls == 1


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0"])
def test_another_spelling_of_an_address_is_the_address(host: str) -> None:
    """Listed by mistake, and looked up by the machine as a browser would: still no way to this machine."""
    with serving(http()) as server:
        authority = f"{host}:{server.port}"
        kaltura = client(f"https://{authority}", dashboard([authority]))
        with kaltura, pytest.raises(UsageError, match="not allowed here"):
            kaltura.report(6000, {})
        assert server.connections == 0


def test_a_name_that_changes_its_address_after_the_check_gains_nothing(resolving: Callable[..., list[str]]) -> None:
    # The first answer is harmless and nobody listens there; if the name were looked up again to connect,
    # the second would lead to this machine.
    with serving(http()) as server:
        resolving("192.0.2.1", "127.0.0.1")
        policy = AddressPolicy(hosts=frozenset([f"{HOST}:{server.port}"]), private=True)
        with (
            Client(
                f"https://{HOST}:{server.port}", ReadyKs(KS), policy=policy, limits=CallLimits(connect=0.3)
            ) as kaltura,
            pytest.raises(AnalyticsError),
        ):
            kaltura.report(6000, {})
        assert server.connections == 0


def test_plain_http_never_leaves_this_machine(resolving: Callable[..., list[str]]) -> None:
    resolving("8.8.8.8")
    policy = AddressPolicy(loopback=True, private=True)
    kaltura = client("http://127.0.0.1:9", policy)
    kaltura._caller._base = f"http://{HOST}"
    with kaltura, pytest.raises(UsageError, match="only be asked by https"):
        kaltura.report(6000, {})


def test_the_next_address_of_a_name_is_tried(resolving: Callable[..., list[str]]) -> None:
    with serving(http()) as server:
        kaltura = client(server.base)
        kaltura._caller._base = f"http://{HOST}:{server.port}"
        resolving("::1 127.0.0.1")
        with kaltura:
            assert kaltura.report(6000, {}).body == CSV


def test_what_is_sent_to_this_machine_passes_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(http("", 502)) as proxy, serving(http()) as server:
        monkeypatch.setenv("HTTP_PROXY", proxy.base)
        monkeypatch.setenv("http_proxy", proxy.base)
        with client(server.base) as kaltura:
            assert kaltura.report(6000, {}).body == CSV
        assert proxy.requests == []


def test_passwords_of_a_netrc_file_are_not_sent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password mine")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with serving(http(headers={"Set-Cookie": "a=b"})) as server, client(server.base) as kaltura:
        kaltura.report(6000, {})
        kaltura.report(6000, {})
    assert all(not {"authorization", "cookie"} & request.headers.keys() for request in server.requests)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for HOST that nobody trusts by default; key and certificate in one file."""
    if shutil.which("openssl") is None:
        pytest.skip("the openssl command is needed to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    names = f"subjectAltName=DNS:{HOST},IP:127.0.0.1"
    request = f"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN={HOST} -addext {names}"
    files = "-keyout key.pem -out cert.pem"
    subprocess.run(f"{request} {files}".split(), cwd=folder, check=True, capture_output=True)
    both = folder / "both.pem"
    both.write_text((folder / "key.pem").read_text() + (folder / "cert.pem").read_text())
    return both


@pytest.fixture
def secure(certificate: Path) -> Iterator[Scripted]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with Scripted(in_order(http()), context) as server:
        yield server


def test_a_certificate_that_nobody_vouches_for_is_refused_before_anything_is_sent(secure: Scripted) -> None:
    with client(secure.base) as kaltura:
        with pytest.raises(TransportError, match="certificate"):
            kaltura.report(6000, {})
        assert kaltura.calls == 1
    assert secure.requests == []


@pytest.mark.parametrize("empty", ["", "0", "false"])
def test_the_environment_cannot_switch_checking_off(
    empty: str, secure: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "PYTHONHTTPSVERIFY"):
        monkeypatch.setenv(name, empty)
    with client(secure.base) as kaltura, pytest.raises(TransportError):
        kaltura.report(6000, {})
    assert secure.requests == []


def test_certificate_authorities_of_the_environment_are_used(
    secure: Scripted, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    with client(secure.base) as kaltura:
        for _ in range(2):
            assert kaltura.report(6000, {}).body == CSV
    assert [request.connection for request in secure.requests] == [1, 1]


def test_a_proxy_of_the_environment_carries_the_encrypted_call(
    secure: Scripted, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    seen: list[bytes] = []
    with tunnel(secure.port, seen) as proxy:
        monkeypatch.setenv("https_proxy", proxy)
        with client(f"https://{HOST}", dashboard([HOST])) as kaltura:
            assert kaltura.report(6000, {}).body == CSV
    assert seen[0].startswith(f"CONNECT {HOST}:443 ".encode())
    assert KS.encode() not in b"".join(seen)
    assert b"6000" not in b"".join(seen)


def test_a_proxy_that_refuses_is_named_as_the_cause(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(http("no", 403)) as proxy:
        monkeypatch.setenv("https_proxy", f"http://me:hidden-password@127.0.0.1:{proxy.port}")
        with client(f"https://{HOST}") as kaltura, pytest.raises(TransportError, match="proxy") as caught:
            kaltura.report(6000, {})
    assert "hidden-password" not in str(caught.value)
