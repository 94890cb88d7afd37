"""Base addresses: Kaltura's own, and what is refused of others, in which words."""

import pytest

from kaltura.api.addresses import DEMO, OPERATOR, AddressPolicy, dashboard
from kaltura.api.errors import UsageError
from kaltura.api.regions import REGIONS, check_base

LISTED = dashboard(["Kaltura.Example.edu", "other.example.edu:8443", "10.0.0.5"])


@pytest.mark.parametrize("policy", [OPERATOR, DEMO, dashboard()])
def test_every_region_is_always_allowed(policy: AddressPolicy) -> None:
    assert list(REGIONS) == ["us", "eu", "de", "ca", "sg", "ap"]
    for region in REGIONS.values():
        assert check_base(region.base, policy) == region.base


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("https://www.kaltura.com/", "https://www.kaltura.com"),
        (" HTTPS://WWW.Kaltura.com:443 ", "https://www.kaltura.com"),
        ("https://www.kaltura.com/api_v3/service/report/action/x/ks/secret", "https://www.kaltura.com"),
        ("https://kaltura.example.edu.:8443", "https://kaltura.example.edu:8443"),
        ("https://käse.example/", "https://xn--kse-qla.example"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://localhost:8080", "http://localhost:8080"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("https://10.1.2.3", "https://10.1.2.3"),
    ],
)
def test_an_operator_may_name_any_server(text: str, base: str) -> None:
    assert check_base(text, OPERATOR) == base


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "not the address"),
        ("kaltura.example.edu", "not the address"),
        ("ftp://kaltura.example.edu", "not the address"),
        ("https://", "not the address"),
        ("https://a b", "not the address"),
        ("https://kaltura.example.edu:99999", "not the address"),
        ("https://kaltura.example.edu:0", "not the address"),
        ("https://[::1", "not the address"),
        ("https://" + "x" * 70 + ".example", "not the address"),
        ("http://kaltura.example.edu", "https://"),
        ("http://10.1.2.3", "https://"),
        ("http://127.0.0.1.example.edu", "https://"),
        ("https://user:password@kaltura.example.edu", "user name"),
        ("https://kaltura.example.edu/somewhere", "goes on"),
        ("https://169.254.169.254", "metadata"),
        ("https://[fe80::1]", "link-local"),
        ("https://0.0.0.0", "link-local"),
    ],
)
def test_what_nobody_may_name(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check_base(text, OPERATOR)


@pytest.mark.parametrize("text", ["https://kaltura.example.edu", "https://other.example.edu:8443/"])
def test_a_visitor_may_name_hosts_that_the_operator_listed(text: str) -> None:
    assert check_base(text, LISTED) == text.rstrip("/")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("https://elsewhere.example.edu", "not among"),
        ("https://kaltura.example.edu:22", "not among"),
        ("https://sub.kaltura.example.edu", "not among"),
        ("https://other.example.edu", "not among"),
        ("https://10.0.0.5", "private network"),  # listed, and still no
        ("https://192.168.1.1", "private network"),
        ("https://100.100.100.200", "metadata"),
        ("https://168.63.129.16", "metadata"),
        ("https://127.0.0.1", "this server itself"),
        ("https://localhost", "this server itself"),
        ("http://127.0.0.1:8080", "https://"),
        ("https://[::ffff:10.0.0.5]", "private network"),
        ("https://[::ffff:127.0.0.1]", "this server itself"),
        ("https://[64:ff9b::a00:5]", "private network"),
        ("https://[2002:a00:5::]", "private network"),
        ("https://192.0.0.192", "metadata"),
        ("https://192.0.0.8", "private network"),
        ("https://[64:ff9b:1::a00:5]", "private network"),
        ("https://[fec0::1]", "private network"),
        ("https://[3fff::1]", "private network"),
        ("https://[5f00::1]", "private network"),
        ("https://metadata.google.internal", "private network"),
        ("https://printer.local", "private network"),
        ("https://localhost.", "this server itself"),
        ("https://127.0.0.1.", "this server itself"),
        ("https://metadata.google.internal.", "private network"),
        ("https://１２７.0.0.1", "this server itself"),
        ("https://[fe80::1%25eth0]", "link-local"),
        ("https://[::127.0.0.1]", "this server itself"),
        ("https://[::ffff:0:169.254.169.254]", "metadata"),
        ("https://2130706433", "not among"),
        ("https://0x7f000001", "not among"),
        ("https://0177.0.0.1", "not among"),
        ("https://127.1", "not among"),
        ("https://www.kaltura.com@10.0.0.5", "user name"),
        ("https://www.kaltura.com\\@10.0.0.5", "not the address|user name"),
        ("https://10.0.0.5#@www.kaltura.com", "private network"),
        ("https://www.kaltura.com.elsewhere.example", "not among"),
    ],
)
def test_what_a_visitor_may_not_name(text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check_base(text, LISTED)


def test_the_demo_reaches_this_machine_and_nothing_else_of_its_own() -> None:
    assert check_base("http://127.0.0.1:1234", DEMO) == "http://127.0.0.1:1234"
    for text in ("https://kaltura.example.edu", "https://10.0.0.5"):
        with pytest.raises(UsageError):
            check_base(text, DEMO)


@pytest.mark.parametrize(
    "text",
    [
        "SECRETSECRET",
        "https://user:SECRETSECRET@kaltura.example.edu",
        "https://kaltura.example.edu/x?ks=SECRETSECRET",
        "https://kaltura.example.edu:SECRETSECRET/",
    ],
)
def test_a_refusal_does_not_repeat_what_was_pasted(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        check_base(text)
    error: BaseException | None = caught.value
    while error:
        assert "SECRETSECRET" not in f"{error}{error!r}"
        error = error.__context__
