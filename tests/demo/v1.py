"""Kaltura sessions of the old form, which the emulator reads and never makes."""

import base64
import hashlib
import random

from kaltura.demo.sessions import Session


def mint_v1(secret: str, session: Session) -> str:
    """A KS V1 for what `session` says, signed with the admin secret."""
    number = random.randint(0, 65536)  # it only tells two sessions apart
    parts = [session.partner_id, session.partner_id, session.expiry, session.type, number]
    info = ";".join(map(str, [*parts, session.user, session.privileges, "", ""]))
    signature = hashlib.sha1((secret + info).encode()).hexdigest()
    return base64.b64encode(f"{signature}|{info}".encode()).decode()
