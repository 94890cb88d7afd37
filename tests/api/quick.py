"""A client that waits for nothing: neither long for an answer, nor before it tries again."""

from kaltura.api.client import Client
from kaltura.api.credentials import ReadyKs
from kaltura.api.exchange import CallLimits
from tests.api.scripted import Scripted

KS = "djJ8MTIzfGFiY2RlZmdoaWprbG1ub3A="
QUICK = CallLimits(connect=2, silence=0.5, call=5)


def client(server: Scripted, limits: CallLimits = QUICK) -> Client:
    return Client(server.base, ReadyKs(KS), limits=limits, jitter=lambda ceiling: 0.0)
