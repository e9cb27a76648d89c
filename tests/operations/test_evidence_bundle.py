"""One signed file of an incident: whole, checkable without us, and every bit of tampering is found."""

import hashlib
import json
import shutil
import subprocess
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.cli import main
from api.evidence.checking import check_bundle
from api.evidence.keys import public_key, signing_key
from api.jobs.evidence import EvidenceWorker, file_of
from cad.calls.commands import EndCall, FinishRecording, ReceiveCall, StartRecording
from cad.evidence.commands import RequestEvidence
from cad.evidence.errors import EvidenceReasonMissing
from cad.evidence.model import Evidence
from cad.incidents.commands import AddNarrative, OpenIncident
from cad.places.model import Place
from cad.recordings.files import playable_name
from cad.users.commands import AddUser
from tests.support.database import Store, installation_on

AUDIO = b"RIFF" + bytes(range(256)) * 5000
NUMBER = "081234567890"


@dataclass
class Case:
    store: Store
    worker: EvidenceWorker
    incident_id: str
    user_id: str

    async def export(self, *, numbers: bool = True, reason: str = "Permintaan penyidik") -> tuple[Evidence, Path]:
        ask = RequestEvidence(user_id=self.user_id, incident_id=self.incident_id, reason=reason, numbers=numbers)
        evidence = await self.store.bus.handle(ask)
        claimed = await self.worker.claim(self.store.clock.now)
        assert claimed is not None
        await self.worker.make(claimed)
        return evidence, file_of(self.worker.installation, evidence.id)


@pytest.fixture
async def case(seeded: Store, tmp_path: Path) -> Case:
    installation = installation_on(seeded.url, tmp_path)
    user = await seeded.bus.handle(AddUser(username="sari", name="Sari", role="supervisor", password_hash="x"))
    told: dict[str, Any] = {
        "pbx_id": "pbx-1",
        "uniqueid": "1763726401.1",
        "occurred_at": seeded.clock.now,
        "source": "ari",
    }
    call = await seeded.bus.handle(ReceiveCall(**told, number_raw=NUMBER))
    await seeded.bus.handle(StartRecording(**told, file="1763726401.1.raw"))
    incident = await seeded.bus.handle(
        OpenIncident(
            user_id=user.id,
            type_code=await seeded.value("SELECT code FROM incident_types ORDER BY position LIMIT 1"),
            what="Kebakaran toko 火 di pasar",
            place=Place(text="Pasar Padang Panjang", lat=-0.4636, lon=100.4016),
            call_id=call.id,
        )
    )
    await seeded.bus.handle(AddNarrative(user_id=user.id, incident_id=incident.id, text="Api sudah di lantai dua"))
    await seeded.bus.handle(EndCall(**told, cause=16))
    done: dict[str, Any] = {
        "bytes": len(AUDIO),
        "sha256": hashlib.sha256(AUDIO).hexdigest(),
        "duration_ms": 2000,
        "peaks": [],
    }
    await seeded.bus.handle(FinishRecording(**told, file="1763726401.1.raw", **done))
    file = installation.recordings / playable_name("1763726401.1.raw")
    file.parent.mkdir(parents=True)
    file.write_bytes(AUDIO)
    clips = installation.home / "clips" / incident.id
    clips.mkdir(parents=True)
    (clips / "kamera-1.mp4").write_bytes(b"video")
    return Case(seeded, EvidenceWorker(seeded.bus, seeded.database, installation), incident.id, user.id)


def rewritten(file: Path, to: Path, **changes: bytes | None) -> Path:
    """A copy with parts replaced (bytes), left out (None) or added."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            data = changes.pop(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, added in changes.items():
            new.writestr(name, added or b"")
    return to


async def test_the_file_opens_holds_the_story_and_its_hash_is_in_the_journal(case: Case) -> None:
    evidence, file = await case.export()

    checked = check_bundle(file, signing_key(case.worker.installation.home).public)
    assert (checked.problems, checked.trusted, checked.unsealed) == ([], True, 0)
    with zipfile.ZipFile(file) as archive:
        story = json.loads(archive.read("incident.json"))
        assert archive.read("report.pdf").startswith(b"%PDF-")
        (recording,) = story["recordings"]
        assert archive.read(recording["file"]) == AUDIO
        assert (recording["as_recorded"], story["clips"]) == (True, ["clips/kamera-1.mp4"])
    assert story["calls"][0]["number"] == NUMBER
    assert story["incident"]["narrative"][0]["text"] == "Api sudah di lantai dua"
    opened = next(entry for entry in story["journal"] if entry["kind"] == "IncidentOpened")
    assert opened["personal"]["what"] == "Kebakaran toko 火 di pasar"
    assert opened["proof"]["path"]

    (told,) = await case.store.rows("SELECT actor, data FROM journal WHERE kind = 'EvidenceExported'")
    assert told["actor"] == case.user_id
    assert told["data"]["reason"] == "Permintaan penyidik"
    assert told["data"]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    (row,) = await case.store.rows("SELECT state, bytes, done FROM evidence WHERE id = :id", id=evidence.id)
    assert (row["state"], row["bytes"]) == ("ready", file.stat().st_size)


async def test_an_auditors_file_masks_numbers_and_still_holds(case: Case) -> None:
    _, file = await case.export(numbers=False)
    with zipfile.ZipFile(file) as archive:
        assert NUMBER not in archive.read("incident.json").decode()
    assert check_bundle(file).problems == []


async def test_without_a_reason_nothing_is_taken_out(case: Case) -> None:
    with pytest.raises(EvidenceReasonMissing):
        await case.export(reason="  ")


async def test_every_kind_of_tampering_with_the_file_is_found(case: Case, tmp_path: Path) -> None:
    _, file = await case.export()
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        parts = {name: archive.read(name) for name in names}
    recording = next(name for name in names if name.startswith("recordings/"))
    bad = tmp_path / "bad.zip"

    for name in names:  # one bit of each part
        flipped = bytes([parts[name][0] ^ 1]) + parts[name][1:]
        assert check_bundle(rewritten(file, bad, **{name: flipped})).problems, name
    assert check_bundle(rewritten(file, bad, **{recording: None})).problems == [f"{recording} is missing"]
    assert check_bundle(rewritten(file, bad, **{"extra.txt": b"x"})).problems == [
        "extra.txt was put in: the manifest does not know it"
    ]
    assert check_bundle(rewritten(file, bad, **{"manifest.sig": None})).problems == ["manifest.sig is missing"]

    theirs = signing_key(_folder(tmp_path / "theirs"))
    signed = rewritten(
        file, bad, **{"seal.pub": theirs.public.pem, "manifest.sig": theirs.sign(parts["manifest.json"])}
    )
    assert check_bundle(signed).problems  # the key itself is in the manifest
    assert any(
        "not with" in one for one in check_bundle(signed, signing_key(case.worker.installation.home).public).problems
    )


def _folder(path: Path) -> Path:
    path.mkdir()
    return path


async def test_a_bit_that_flips_anywhere_in_the_file_or_a_cut_end_is_found(case: Case, tmp_path: Path) -> None:
    _, file = await case.export()
    data = file.read_bytes()
    bad = tmp_path / "bad.zip"
    for place in range(60, len(data) // 2, len(data) // 40):  # within the recording's bytes
        bad.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert check_bundle(bad).problems, place
    for length in (0, 10, len(data) // 2, len(data) - 10):
        bad.write_bytes(data[:length])
        assert check_bundle(bad).problems, length


@pytest.mark.skipif(not shutil.which("openssl") or not shutil.which("sha256sum"), reason="openssl is not here")
async def test_the_commands_in_the_readme_work(case: Case, tmp_path: Path) -> None:
    _, file = await case.export()
    folder = _folder(tmp_path / "unpacked")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder)
    readme = (folder / "verify-README.txt").read_text()
    commands = [line.split("(")[0].strip() for line in readme.splitlines() if line.startswith("       ")]

    def run(command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=False)

    assert len(commands) == 5
    assert all(run(command).returncode == 0 for command in commands[:4]), [run(one).stderr for one in commands[:4]]
    key = public_key(folder / "seal.pub")
    assert key is not None
    assert run(commands[3]).stdout.strip() == key.id
    (folder / "incident.json").write_text("{}")
    assert run(commands[0]).returncode != 0
    (folder / "manifest.json").write_text("{}")
    assert run(commands[1]).returncode != 0


async def test_the_command_checks_a_file_without_an_installation(
    case: Case, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    _, file = await case.export()
    monkeypatch.setenv("TANGGAP_HOME", str(tmp_path / "nowhere"))
    assert main(["verify", str(file)]) == 0
    assert "compare it with what the center gave out" in capsys.readouterr().out
    key = str(case.worker.installation.home / "seal" / "seal.pub")
    assert main(["verify", str(file), "--key", key]) == 0
    bad = rewritten(file, tmp_path / "bad.zip", **{"report.pdf": b"%PDF-"})
    assert main(["verify", str(bad)]) == 1
    assert "report.pdf was changed" in capsys.readouterr().out


async def test_given_a_worker_died_when_its_time_is_over_then_the_next_makes_the_file(case: Case) -> None:
    ask = RequestEvidence(user_id=case.user_id, incident_id=case.incident_id, reason="uji", numbers=True)
    await case.store.bus.handle(ask)
    assert await case.worker.claim(case.store.clock.now) is not None
    assert await case.worker.claim(case.store.clock.now) is None
    assert await case.worker.claim(case.store.clock.forward(300)) is not None


async def test_letters_that_pdf_cannot_write_are_told_by_their_code(case: Case) -> None:
    from api.evidence.report import Report

    told = {"center": {"timezone": "Asia/Jakarta", "name": "x"}, "incident": {"number": 1}, "evidence_id": "e"}
    assert Report(told).plain("火 é\x00") == "[U+706B] é "
    assert Report(told).when("2026-11-21T07:32:07.123Z") == "21-11-2026 14:32:07.123 WIB (07:32:07Z)"
