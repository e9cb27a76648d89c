"""Asterisk's REST interface: events and requests over one WebSocket, in ari-py's vocabulary.

ari-py and its kin are Python 2 only, or go deaf when Asterisk restarts; none of them reconnects. This one
does: `websockets` opens the connection again, and everybody who asked is told that it is new.
"""

from telephony.ari.client import Client
from telephony.ari.errors import AriError, AriUnavailable, NotFound

__all__ = ["AriError", "AriUnavailable", "Client", "NotFound"]
