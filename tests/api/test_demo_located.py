"""The demo's telephones send what a real one would, and it is read."""

from pathlib import Path

from api.demo.located import MOBILE, signed_form
from api.demo.story import emergencies
from cad.installation import Installation, Secrets, Settings
from cad.locations import aml_https


def test_a_demo_callers_form_is_signed_and_says_where() -> None:
    secrets = Secrets("", "", "", "", "", "", aml_key="k")
    installation = Installation(Path("/nonexistent"), Path("/nonexistent"), Settings(), secrets)
    emergency = next(one for one in emergencies() if one.number.startswith(MOBILE))
    body = signed_form(installation, emergency, (-0.46, 100.4), 18.0, "gps")
    assert aml_https.is_signed(body, "k")
    fix = aml_https.read(body)
    assert (fix.point, fix.radius_m, fix.method) == ((-0.4593, 100.3995), 18.0, "gnss")
    assert fix.number == f"+62{emergency.number[1:]}"
