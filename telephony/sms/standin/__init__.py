"""A stand-in for Twilio on loopback: its HTTP API, its signed status callbacks, and phones one can look at.

It runs when no Twilio account is set, so that a demo and every test send through the real client without
an account. `<home>/standin/requests.jsonl` is its own log of what reached it, one JSON object a line:

    {"at", "kind": "message", "sid", "To", "From", "Body", "StatusCallback"}      a message was taken
    {"at", "kind": "refused", "To", "code", "http"}                               it was not
    {"at", "kind": "callback", "sid", "MessageStatus", "http", "attempt", "ok"}   a report was delivered, or not

Numbers that misbehave on purpose, as Twilio's own magic numbers do: see `numbers.py`.
"""
