"""The demo's mobile telephones say where they are, as real ones do: AML by HTTPS, first roughly, then well."""

import asyncio
import hashlib
import hmac
import time
from urllib.parse import urlencode

import httpx

from api.demo.story import Emergency
from cad.demo_city import KELURAHAN
from cad.installation import Installation

# Seconds after dialling, radius in metres, method: a cell at once, satellites when they are found (AML: within 20 s).
FIXES = ((1.0, 900.0, "cell"), (6.0, 18.0, "gps"))
MOBILE = "08"


async def tell_where(installation: Installation, emergency: Emergency) -> None:
    """Sends what this caller's telephone would; a fixed line sends nothing."""
    place = next((one for one in KELURAHAN if one[1] == emergency.kelurahan), None)
    if place is None or not emergency.number.startswith(MOBILE):
        return
    began = time.time()
    async with httpx.AsyncClient(base_url=installation.base_url, verify=False, timeout=5) as http:  # our own CA
        for after_s, radius_m, method in FIXES:
            await asyncio.sleep(max(0.0, began + after_s - time.time()))
            body = signed_form(installation, emergency, place[3:5], radius_m, method)
            try:
                await http.post("/aml", content=body, headers={"Content-Type": "application/x-www-form-urlencoded"})
            except httpx.HTTPError:
                return  # a demo without its API is about something else


def signed_form(
    installation: Installation, emergency: Emergency, at: tuple[float, float], radius_m: float, method: str
) -> bytes:
    now_ms = int(time.time() * 1000)
    form = urlencode(
        {
            "v": 1,
            "device_number": f"+{installation.settings.country_code}{emergency.number[1:]}",
            "location_latitude": f"{at[0] + 0.0007:.5f}",
            "location_longitude": f"{at[1] - 0.0005:.5f}",
            "location_time": now_ms,
            "location_accuracy": radius_m,
            "location_source": method,
            "location_certainty": 68,
        }
    )
    key = installation.secrets.aml_key.encode()
    return f"{form}&hmac={hmac.new(key, form.encode(), hashlib.sha1).hexdigest()}".encode()
