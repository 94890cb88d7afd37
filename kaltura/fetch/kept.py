"""What a fetch had when Kaltura refused its session: another fetch of the same, with a new session, goes on from it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kaltura.api.client import Client
from kaltura.fetch.asks import Ask
from kaltura.fetch.calls import Arrived
from kaltura.filters import Filters

KEPT_FOR = timedelta(hours=1)  # numbers of a day that is not over grow; those of one fetch should be of one time


@dataclass
class Kept:
    """Whole answers by their call. Given to `fetch`, it is filled there, and what is in it is not asked again.

    It answers for one account and one request, for an hour from its beginning on, and only for time that was over then:
    a session that was running has more minutes by now.
    """

    answers: dict[Ask, Arrived] = field(default_factory=dict)
    _of: tuple[str, int, Filters] | None = None
    _began: datetime | None = None

    def open(self, client: Client, filters: Filters, now: datetime) -> dict[Ask, Arrived]:
        """The answers to reuse. Emptied when account or request differ, or after an hour.

        A client that does not know its own account reuses nothing, because its answers might be another account's.
        """
        whose = (client.base, client.partner_id, filters) if client.partner_id else None
        if whose is None or whose != self._of or self._began is None or now - self._began > KEPT_FOR:
            self.answers = {}
            self._of, self._began = whose, now
        else:
            self.answers = {ask: self.answers[ask] for ask in self.reusable()}
        return self.answers

    def reusable(self) -> list[Ask]:
        """The calls that another fetch of the same does not make again."""
        if self._of is None or self._began is None:
            return []
        return [ask for ask in self.answers if ask.tile.until <= self._began.timestamp()]
