"""Talks to Kaltura: addresses, sessions, transport, errors. Knows no tables and no screens."""
