"""Wrong INVITEs, and what may become of each: an emergency call is answered wherever an answer is possible."""

from collections.abc import Sequence

from tests.support.wire import SDP, Invite

HEAD = SDP.split("m=")[0]
MIXED = "multipart/mixed;boundary=b"
PIDF = '<?xml version="1.0"?><presence xmlns="urn:ietf:params:xml:ns:pidf" entity="pres:x@y"><tuple id="a"><status><geo'
ENTITIES = (
    '<!DOCTYPE a [<!ENTITY l0 "lol">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    + "]><a>&l9;</a>"
)
FILE = '<!DOCTYPE a [<!ENTITY f SYSTEM "file:///etc/passwd">]><a>&f;</a>'
AT = ("Geolocation", "<cid:loc@x>")
ANSWERED = {200}
REFUSED = {400, 415, 488}  # there is no audio in it that could be answered
DROPPED = {0, 400}  # so broken that it is not a request, or one that nobody can answer to
Case = tuple[str, Invite, set[int]]


def _sdp(old: str, new: str) -> Invite:
    assert old in SDP
    return Invite(body=SDP.replace(old, new).encode())


def _more(text: str) -> Invite:
    return Invite(body=(SDP + text).encode())


def _audio(line: str) -> Invite:
    return Invite(body=f"{HEAD}{line}\r\n".encode())


def located_by(pidf: str = PIDF, kind: str = "application/pidf+xml", cid: str = "loc@x", at: str = MIXED) -> Invite:
    parts = [f"--b\r\nContent-Type: application/sdp\r\n\r\n{SDP}\r\n"]
    parts.append(f"--b\r\nContent-Type: {kind}\r\nContent-ID: <{cid}>\r\n\r\n{pidf}\r\n--b--\r\n")
    return Invite(body="".join(parts).encode(), content_type=at, headers=[AT])


def _with(name: str, value: str | bytes) -> Invite:
    return Invite(headers=[(name, value)])


def _instead(name: str, *values: str) -> Invite:
    return Invite(without=(name,), headers=[(_other(name), value) for value in values])


def _other(name: str) -> str:
    """The same header in another case, as `without` takes away the usual one."""
    return name.lower()


BODIES: Sequence[Case] = [
    ("no SDP", Invite(body=b""), ANSWERED),
    ("bytes that are no SDP", Invite(body=b"\x00\xff garbage"), REFUSED),
    ("empty lines", Invite(body=b"\r\n\r\n"), REFUSED),
    ("a huge attribute", _more(f"a=x:{'y' * 20000}\r\n"), ANSWERED),
    ("800 attributes", _more("a=foo:bar\r\n" * 800), ANSWERED),
    ("a negative port", _sdp("40000", "-5"), REFUSED),
    ("a port beyond all", _sdp("40000", "99999"), REFUSED),
    ("port 0", _sdp("40000", "0"), REFUSED),
    ("no audio line", Invite(body=HEAD.encode()), REFUSED),
    ("video only", _audio("m=video 40000 RTP/AVP 96\r\na=rtpmap:96 VP8/90000"), REFUSED),
    ("video before audio", _sdp("m=audio", "m=video 5000 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\nm=audio"), ANSWERED),
    ("two audio lines", _more("m=audio 5000 RTP/AVP 8\r\n"), ANSWERED),
    ("unknown codecs only", _audio("m=audio 40000 RTP/AVP 77\r\na=rtpmap:77 FOO/8000"), {488}),
    ("an unknown codec and ours", _audio("m=audio 40000 RTP/AVP 96 8\r\na=rtpmap:96 EVS/16000"), ANSWERED),
    ("no connection line", _sdp("c=IN IP4 127.0.0.1\r\n", ""), REFUSED),
    ("a connection to nowhere", _sdp("c=IN IP4 127.0.0.1", "c=IN IP4 999.1"), REFUSED),
    ("no origin", _sdp("o=- 1 1 IN IP4 127.0.0.1\r\n", ""), REFUSED),
    ("no version", _sdp("v=0\r\n", ""), ANSWERED),
    ("no subject", _sdp("s=call\r\n", ""), REFUSED),
    ("no times", _sdp("t=0 0\r\n", ""), ANSWERED),
    ("line feeds alone", Invite(body=SDP.replace("\r\n", "\n").encode()), ANSWERED),
    ("broken attributes", _more("a=rtpmap:\r\na=rtpmap:999999999 X/\r\na=fmtp\r\na=ptime:-4\r\n"), ANSWERED),
    ("ptime 0", _more("a=ptime:0\r\n"), ANSWERED),
    ("a broken candidate", _more("a=ice-ufrag:x\r\na=ice-pwd:y\r\na=candidate:garbage\r\n"), ANSWERED),
    ("on hold from the start", _sdp("sendrecv", "inactive"), ANSWERED),
    ("a broken key", Invite(body=SDP.replace("AVP", "SAVP").encode() + b"a=crypto:1 X inline:x\r\n"), REFUSED),
    ("SDP that says it is text", Invite(content_type="text/plain"), {415}),
    ("SDP without a type", Invite(without=("Content-Type",)), ANSWERED),
    ("a type that is none", Invite(content_type="////;;;="), DROPPED),
    ("more than the length says", Invite(length="10000"), {0, 200, 400}),
    ("less than the length says", Invite(length="10"), {0, 200, 400}),
    ("a negative length", Invite(length="-1"), DROPPED),
    ("a length that is no number", Invite(length="abc"), DROPPED),
    ("a length beyond all", Invite(length="99999999999999"), DROPPED),
]

LOCATIONS: Sequence[Case] = [
    ("PIDF-LO that breaks off", located_by(), ANSWERED),
    ("no part with that id", located_by(cid="other"), ANSWERED),
    ("another content type", located_by(kind="image/png"), ANSWERED),
    ("a location of 30 kB", located_by("<x>" + "y" * 30000), ANSWERED),
    ("a location that is no XML", located_by("\x00\x01\x02"), ANSWERED),
    ("a location with entities", located_by(ENTITIES), ANSWERED),
    ("a location that names a file", located_by(FILE), ANSWERED),
    ("a location 5,000 deep", located_by("<a>" * 5000 + "</a>" * 5000), ANSWERED),
    ("no boundary named", located_by(at="multipart/mixed"), ANSWERED),
    ("another boundary named", located_by(at="multipart/mixed;boundary=zzz"), ANSWERED),
    ("a header that is garbage", _with("Geolocation", '<<<>>,,"\\'), ANSWERED),
    ("a header without its body", Invite(headers=[AT]), ANSWERED),
    ("an address nobody answers at", _with("Geolocation", "<https://127.0.0.1:1/x>"), ANSWERED),
    ("an empty header", _with("Geolocation", ""), ANSWERED),
    ("a header of 3 kB", _with("Geolocation", f"<cid:{'x' * 3000}>"), ANSWERED),
]

HEADERS: Sequence[Case] = [
    ("a name in broken UTF-8", Invite(sender=b'"\xff\xfe\xc3(" <sip:0812345678@127.0.0.1>'), ANSWERED),
    ("a name of 3 kB", Invite(sender=f'"{"a" * 3000}" <sip:0812345678@x>'), ANSWERED),
    ("a number of 1500 digits", Invite(sender=f"<sip:{'1' * 1500}@x>"), ANSWERED),
    ("a tel: address", Invite(sender="<tel:+6281234567890>"), ANSWERED),
    ("From that is nobody", Invite(sender="<>"), DROPPED),
    ("From that is garbage", Invite(sender='""""<<>'), DROPPED),
    ("an asserted identity that is garbage", _with("P-Asserted-Identity", '<<>;;"'), ANSWERED),
    ("a header of 20 kB", _with("X-Long", "z" * 20000), ANSWERED),
    ("500 headers", Invite(headers=[(f"X-H{n}", "z") for n in range(500)]), ANSWERED),
    ("a Call-ID of 1500", Invite(call_id="c" * 1500), ANSWERED),
    ("no Max-Forwards", Invite(without=("Max-Forwards",)), ANSWERED),
    ("no Content-Length", Invite(without=("Content-Length",)), ANSWERED),
    ("no Contact", Invite(without=("Contact",)), {400}),
    ("Contact that is garbage", _instead("Contact", "%%%"), DROPPED),
    ("two Contacts", _instead("Contact", "<sip:a@127.0.0.1>", "<sip:b@127.0.0.1>"), {200, 400}),
    *((f"no {name}", Invite(without=(name,)), DROPPED) for name in ("Call-ID", "To", "From", "Via", "CSeq")),
    *((f"two of {name}", _with(name, value), {200, 400}) for name, value in (
        ("From", "<sip:a@b>;tag=1"), ("Call-ID", "z"), ("CSeq", "2 BYE"), ("Content-Length", "3"),
        ("Content-Type", "text/plain"),
    )),
    ("CSeq beyond all", Invite(cseq="4294967295"), {0, 200, 400}),
    ("a negative CSeq", Invite(cseq="-1"), DROPPED),
    ("Require of something unknown", _with("Require", "foo"), {420}),
    ("Replaces of nothing", _with("Replaces", "z;to-tag=1;from-tag=2"), {200, 481}),
    ("Privacy that is garbage", _with("Privacy", "id;;garbage"), ANSWERED),
    ("Reason that is garbage", _with("Reason", 'Q.850;cause=99999999999;text="'), ANSWERED),
    ("Session-Expires of nothing", _with("Session-Expires", "0"), {0, 200, 400, 422}),
]  # fmt: skip
