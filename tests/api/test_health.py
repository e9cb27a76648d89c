"""What monitors see."""

import httpx

from cad.installation import Installation
from tests.api.conftest import write_beats


async def test_given_every_part_says_it_is_well_then_200(nobody: httpx.AsyncClient, installation: Installation) -> None:
    write_beats(installation)
    answer = await nobody.get("/health")
    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["ready"] is True
    assert {"database", "asterisk", "telephony", "api", "jobs", "video"} <= body["parts"].keys()
    assert body["parts"]["api"]["state"] == "ready"


async def test_given_telephony_is_not_ready_then_503_and_which_part(
    nobody: httpx.AsyncClient, installation: Installation
) -> None:
    write_beats(installation, telephony="starting")
    answer = await nobody.get("/health")
    assert answer.status_code == 503
    assert answer.json()["parts"]["telephony"]["state"] == "starting"
    assert answer.json()["parts"]["asterisk"]["state"] == "unknown"


async def test_given_telephony_lost_asterisk_then_503_names_asterisk(
    nobody: httpx.AsyncClient, installation: Installation
) -> None:
    write_beats(installation, detail="ARI away; AMI away", telephony="degraded")
    answer = await nobody.get("/health")
    assert answer.status_code == 503
    assert answer.json()["parts"]["asterisk"]["state"] == "away"


async def test_given_video_is_down_then_the_center_is_still_well(
    nobody: httpx.AsyncClient, installation: Installation
) -> None:
    write_beats(installation, video="degraded")
    assert (await nobody.get("/health")).status_code == 200


async def test_metrics_are_for_this_machine_only(nobody: httpx.AsyncClient) -> None:
    answer = await nobody.get("/metrics")
    assert answer.status_code == 200
    assert "tanggap_live_clients" in answer.text
    refused = await nobody.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"})
    assert refused.status_code == 403


async def test_the_figures_count_from_the_journal(sari: httpx.AsyncClient) -> None:
    figures = (await sari.get("/api/figures")).json()
    assert {"waiting", "longest_wait_s", "answered_today", "abandoned_today", "open_by_priority"} <= figures.keys()


async def test_the_snapshot_has_all_the_console_needs(dina: httpx.AsyncClient) -> None:
    state = (await dina.get("/api/state")).json()
    assert state["center"] == {"id": "padang-panjang", "name": "Padang Panjang", "timezone": "Asia/Jakarta"}
    assert state["user"]["role"] == "dispatcher"
    assert {unit["call_sign"] for unit in state["units"]} >= {"DAMKAR-01", "AMB-04"}
    assert {desk["id"] for desk in state["desks"]} >= {"desk-01"}
    assert {camera["id"] for camera in state["cameras"]} >= {"cam-01", "cam-06"}
