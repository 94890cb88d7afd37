"""AccountSessions: their two forms against Kaltura's own client, and everything for which one is refused."""

import base64

import pytest

from kaltura.demo.api_errors import ApiError
from kaltura.demo.sessions import ADMIN, USER, AccountSessions, Session, mint_v2, read
from tests.demo.small_account import PARTNER, SECRET
from tests.demo.v1 import mint_v1

# Made by Kaltura's Python client (generateSessionV2) with SECRET: ann, USER, for a hundred years.
FROM_KALTURA = (
    "djJ8NDI0Mnz7U0AgOBL2fC0z333mVl9yN1MVCmwmSNGbTKpWEOqvV7vVM29LB7BiUPl1MmZLZEg7KAQgZRIMg_W3Glikl9tGASX5_0kvGrSd"
    "Nr5Bmiki_GLHZpLKYCAlNP-y0Ws1SZCTWjXQk6AARlHDcQy0S4b7"
)
NOW = 1_800_000_000
SAID = Session(PARTNER, "ann|;,", USER, NOW + 60, "setrole:REPORT_VIEWER_ROLE,urirestrict:/api_v3/*,edit:1_a/1_b")


class Clock:
    now = float(NOW)

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sessions(clock: Clock) -> AccountSessions:
    return AccountSessions(PARTNER, SECRET, clock)


def use(sessions: AccountSessions, session: Session, ip: str = "127.0.0.1", uri: str = "/api_v3/") -> None:
    sessions.use(session, ip, uri)


def refusal(sessions: AccountSessions, session: Session, ip: str = "127.0.0.1", uri: str = "/api_v3/") -> str:
    """The reason for which the session is refused."""
    with pytest.raises(ApiError) as caught:
        use(sessions, session, ip, uri)
    assert caught.value.code == "INVALID_KS"
    return caught.value.args_by_name["KSID"]


def test_a_session_of_kalturas_own_client_is_read() -> None:
    session = read(FROM_KALTURA, PARTNER, SECRET)
    assert (session.partner_id, session.user, session.type) == (PARTNER, "ann", USER)
    assert session.privileges == "setrole:REPORT_VIEWER_ROLE,actionslimit:5"
    assert session.expiry > 4_000_000_000


def test_v2_shows_the_partner_and_hides_the_rest() -> None:
    ks = mint_v2(SECRET, SAID)
    raw = base64.urlsafe_b64decode(ks)
    assert ks.startswith("djJ8")
    assert raw.startswith(b"v2|4242|")
    assert b"ann" not in raw
    said = read(ks, PARTNER, SECRET)
    assert (said.user, said.type, said.expiry, said.privileges) == (SAID.user, USER, SAID.expiry, SAID.privileges)
    assert mint_v2(SECRET, SAID) != ks


def test_v1_shows_all() -> None:
    plain = Session(PARTNER, "ann", ADMIN, NOW + 60, "*")
    ks = mint_v1(SECRET, plain)
    signature, info = base64.b64decode(ks).decode().split("|")
    assert len(signature) == 40
    assert info.split(";")[:4] == ["4242", "4242", str(NOW + 60), "2"]
    said = read(ks, PARTNER, SECRET)
    assert (said.user, said.type, said.expiry, said.privileges) == ("ann", ADMIN, NOW + 60, "*")


@pytest.mark.parametrize(
    "ks",
    # AccountSessions are random, and so would be the names of these tests.
    ids=range(10),
    argvalues=[
        "nonsense",
        SECRET,
        "é",
        "djJ8",
        base64.b64encode(b"v2|4242|").decode(),
        base64.b64encode(b"v2|x").decode(),
        mint_v2(SECRET, SAID)[:-8],
        mint_v2("f" * 32, SAID),
        mint_v1("f" * 32, SAID),
        mint_v2(SECRET, Session(PARTNER + 1, "ann", USER, NOW + 60)),
    ],
)
def test_what_is_not_the_accounts_session_is_repeated_in_the_error(ks: str) -> None:
    with pytest.raises(ApiError) as caught:
        read(ks, PARTNER, SECRET)
    assert caught.value.args_by_name == {"KSID": ks, "ERR_CODE": "-1", "ERR_DESC": "INVALID_STR"}
    assert caught.value.message == f'Invalid KS "{ks}", Error "-1,INVALID_STR"'


def test_a_session_expires(sessions: AccountSessions, clock: Clock) -> None:
    _, session = sessions.mint(USER, "ann", 60, "")
    clock.now += 59
    use(sessions, session)
    clock.now += 1
    assert refusal(sessions, session) == "EXPIRED"


def test_an_ended_session_is_refused_and_others_are_not(sessions: AccountSessions) -> None:
    _, one = sessions.mint(USER, "ann", 60, "")
    _, other = sessions.mint(USER, "ann", 60, "")
    sessions.end(one)
    assert refusal(sessions, one) == "LOGOUT"
    use(sessions, other)


def test_a_widget_session_cannot_be_ended(sessions: AccountSessions) -> None:
    _, widget = sessions.mint(USER, "0", 60, "view:*,widget:1")
    sessions.end(widget)
    use(sessions, widget)


def test_actions_are_counted(sessions: AccountSessions) -> None:
    _, session = sessions.mint(USER, "ann", 60, "actionslimit:2")
    use(sessions, session)
    use(sessions, session)
    assert [refusal(sessions, session) for _ in range(2)] == ["EXCEEDED_ACTIONS_LIMIT"] * 2


def test_a_session_may_be_bound_to_addresses(sessions: AccountSessions) -> None:
    _, session = sessions.mint(USER, "ann", 60, "iprestrict:10.0.0.1/10.0.0.2")
    use(sessions, session, ip="10.0.0.2")
    assert refusal(sessions, session, ip="127.0.0.1") == "EXCEEDED_RESTRICTED_IP"


def test_a_session_may_be_bound_to_uris(sessions: AccountSessions) -> None:
    _, session = sessions.mint(USER, "ann", 60, "urirestrict:/api_v3/service/report/*|/exact")
    use(sessions, session, uri="/api_v3/service/report/action/x")
    use(sessions, session, uri="/exact")
    assert refusal(sessions, session, uri="/exact/more") == "EXCEEDED_RESTRICTED_URI"


def test_more_sessions_than_are_remembered_stay_valid(sessions: AccountSessions) -> None:
    first, _ = sessions.mint(USER, "ann", 60, "")
    for _ in range(1001):
        sessions.mint(USER, "b", 60, "")
    assert sessions.read(first).user == "ann"
