"""People who call 112 in demos, benches and tests: real SIP, real audio, no telephone.

`phone.Phone` is a SIP user agent on one UDP port (callers and plain SIP desks), `media.Media` its voice,
`caller.Caller` a person who dials 112 with a number and a tone of their own, `desks.Desks` plain SIP desks,
`sipp` the load generator for benches. Nothing here is part of a running city.

Why a user agent of our own for callers: baresip and SIPp need programs that a machine with its own Asterisk may not
have, are one process a call, and tell what was heard only when the call is over. The tests ask, packet by packet,
whether a call went on while something was killed. For load, where that does not matter, it is SIPp.
"""
