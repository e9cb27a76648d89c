"""An S3 that fits in a test: objects in memory, every request's signature (AWS SigV4) checked against the secret."""

import hashlib
import hmac
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, unquote, urlsplit

_KEYS = re.compile("<Key>([^<]*)</Key>")
KEY, SECRET, REGION = "stand-in-key", "stand-in-secret", "ap-southeast-3"


@dataclass
class S3Server:
    """`broken` answers everything with 503; `lying` gives back other bytes than were put there."""

    objects: dict[str, bytes] = field(default_factory=dict)
    parts: dict[tuple[str, int], bytes] = field(default_factory=dict)
    refused: int = 0
    broken: bool = False
    lying: bool = False
    port: int = 0

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def s3_server() -> Iterator[S3Server]:
    state = S3Server()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"state": state}))
    server.daemon_threads = True
    state.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    state: S3Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        return

    def do_PUT(self) -> None:
        body = self._admitted()
        if body is None:
            return
        query = dict(parse_qsl(urlsplit(self.path).query))
        if "partNumber" in query:
            self.state.parts[query["uploadId"], int(query["partNumber"])] = body
        else:
            self.state.objects[self._name()] = body
        self._answer(200, etag=hashlib.md5(body, usedforsecurity=False).hexdigest())

    def do_POST(self) -> None:
        body = self._admitted()
        if body is None:
            return
        query = dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))
        name = self._name()
        if "delete" in query:
            text = "<DeleteResult>" + "".join(map(self._deleted, _KEYS.findall(body.decode()))) + "</DeleteResult>"
        elif "uploads" in query:
            text = f"<InitiateMultipartUploadResult><UploadId>{name}</UploadId></InitiateMultipartUploadResult>"
        else:
            ours = sorted(key for key in self.state.parts if key[0] == query["uploadId"])
            self.state.objects[name] = b"".join(self.state.parts.pop(key) for key in ours)
            text = "<CompleteMultipartUploadResult><ETag>whole</ETag></CompleteMultipartUploadResult>"
        self._answer(200, text.encode())

    def do_GET(self) -> None:
        if self._admitted() is None:
            return
        found = self.state.objects.get(self._name())
        if found is None:
            self._answer(404)
        else:
            self._answer(200, found[::-1] if self.state.lying else found, etag="whole")

    def _deleted(self, key: str) -> str:
        self.state.objects.pop(f"{self._name().rstrip('/')}/{key}", None)
        return f"<Deleted><Key>{key}</Key></Deleted>"

    def _name(self) -> str:
        return unquote(urlsplit(self.path).path).removeprefix("/")

    def _admitted(self) -> bytes | None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.state.broken:
            self._answer(503)
            return None
        if self.headers.get("Authorization", "") != self._signed(body):
            self.state.refused += 1
            self._answer(403)
            return None
        return body

    def _signed(self, body: bytes) -> str:
        """The header as whoever knows the secret writes it; see AWS's `Signature Version 4`."""
        told = dict(part.strip().split("=", 1) for part in self.headers["Authorization"].split(" ", 1)[1].split(","))
        names, day = told["SignedHeaders"].split(";"), self.headers["x-amz-date"][:8]
        payload = self.headers["x-amz-content-sha256"]
        if payload not in ("UNSIGNED-PAYLOAD", hashlib.sha256(body).hexdigest()):
            return "the body is not what was signed"
        url = urlsplit(self.path)
        pairs = sorted((quote(k, "-_.~"), quote(v, "-_.~")) for k, v in parse_qsl(url.query, keep_blank_values=True))
        headers = "".join(f"{name}:{' '.join(self.headers[name].split())}\n" for name in names)
        query = "&".join(f"{name}={value}" for name, value in pairs)
        asked = "\n".join([self.command, url.path, query, headers, ";".join(names), payload])
        scope = f"{day}/{REGION}/s3/aws4_request"
        hashed = hashlib.sha256(asked.encode()).hexdigest()
        key = f"AWS4{SECRET}".encode()
        for part in (
            day,
            REGION,
            "s3",
            "aws4_request",
            f"AWS4-HMAC-SHA256\n{self.headers['x-amz-date']}\n{scope}\n{hashed}",
        ):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        credential = f"Credential={KEY}/{scope}, SignedHeaders={';'.join(names)}"
        return f"AWS4-HMAC-SHA256 {credential}, Signature={key.hex()}"

    def _answer(self, status: int, body: bytes = b"", etag: str = "") -> None:
        self.send_response(status)
        if etag:
            self.send_header("ETag", f'"{etag}"')
            self.send_header("Last-Modified", "Sat, 21 Nov 2026 00:00:00 GMT")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
