"""The built console, served beside the API: hashed assets for a year, index.html asked for anew each time."""

import base64
import hashlib
import re
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, HTMLResponse, Response

from cad.installation import Installation
from telephony.pbx.addresses import websocket_port

YEAR = "public, max-age=31536000, immutable"
NOT_BUILT = """<!doctype html><html lang="id"><meta charset="utf-8"><title>Tanggap</title>
<body style="font: 16px system-ui; max-width: 40em; margin: 4em auto; padding: 0 1em">
<h1>Tanggap</h1><p>Server berjalan, tetapi halaman konsol belum dibangun. Jalankan <code>./tanggap up</code>, atau
<code>npm ci &amp;&amp; npm run build</code> di folder <code>web</code>, lalu muat ulang halaman ini.</p>
<p lang="en">The server runs, but the console is not built yet. Run <code>./tanggap up</code>, or
<code>npm ci &amp;&amp; npm run build</code> in <code>web</code>, then reload.</p></body></html>"""
_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", re.DOTALL | re.IGNORECASE)
_HASHED = re.compile(r"^assets/.")  # Vite puts the content's hash into every name there


def inline_script_hashes(html: str) -> list[str]:
    """CSP sources for the scripts that stand in index.html itself (the theme, before the first paint)."""
    digests = (hashlib.sha256(script.encode()).digest() for script in _INLINE_SCRIPT.findall(html))
    return [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]


class BuiltPage:
    """`<tools>/web/dist`, read when asked: a build that comes later, or again, is seen without a restart."""

    def __init__(self, installation: Installation) -> None:
        self.folder = (installation.tools / "web" / "dist").resolve()
        self._settings = installation.settings
        self._scripts: tuple[float, list[str]] = (0.0, [])

    @property
    def index(self) -> Path:
        return self.folder / "index.html"

    def answer(self, path: str) -> Response:
        """The file at `path`, else the console (it does its own routing), else how to build it."""
        if file := self._file(path):
            cache = YEAR if _HASHED.match(path) else "no-cache"
            return FileResponse(file, headers={"Cache-Control": cache})
        if path.startswith("assets/") or "." in path.rsplit("/", 1)[-1]:
            raise HTTPException(404)  # a file that is not there; the console's own addresses have no dot
        if self.index.is_file():
            return FileResponse(self.index, headers={"Cache-Control": "no-cache"})
        return HTMLResponse(NOT_BUILT, status_code=503, headers={"Cache-Control": "no-store"})

    def _file(self, path: str) -> Path | None:
        try:
            file = (self.folder / path).resolve()
            return file if file.is_relative_to(self.folder) and file.is_file() else None
        except (OSError, ValueError):  # a name too long, or with a character no file has
            return None

    def policy(self, host: str) -> str:
        """The Content-Security-Policy: ourselves, the PBX's WebSocket on the same host, MapLibre's blob worker."""
        port = websocket_port(self._settings)
        secure = bool(self._settings.tls_certificate)
        phone = f"{'wss' if secure else 'ws'}://{host}:{port}" if host else ""
        scripts = " ".join(self._inline())
        return "; ".join(
            [
                "default-src 'self'",
                f"script-src 'self' {scripts}".rstrip(),
                "style-src 'self' 'unsafe-inline'",  # MapLibre and Svelte set styles on elements
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                "media-src 'self' blob: mediastream:",
                "worker-src 'self' blob:",
                f"connect-src 'self' {phone}".rstrip(),
                "object-src 'none'",
                "base-uri 'self'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            ]
        )

    def _inline(self) -> list[str]:
        try:
            changed = self.index.stat().st_mtime
        except OSError:
            return []
        if changed != self._scripts[0]:
            self._scripts = (changed, inline_script_hashes(self.index.read_text(encoding="utf-8")))
        return self._scripts[1]
