"""Load: SIPp as many callers and as all desks at once, with media, counted by SIPp's own statistics."""

import csv
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cad.installation import Installation
from telephony.callers.audio import encode, tone
from telephony.callers.scenarios import CALLER, DESK
from telephony.pbx.tree import program

PCMA = 8
CALLER_HZ, DESK_HZ = 700.0, 440.0
TONE_S = 5.0
# A city's telephones have processors of their own: here the load steps back behind what it loads.
BEHIND_THE_SYSTEM = ("nice", "-n", "5")


@dataclass(frozen=True)
class Counts:
    """SIPp's own: calls begun, ended as the scenario says, failed, and up now."""

    created: int = 0
    successful: int = 0
    failed: int = 0
    current: int = 0


@dataclass
class Sipp:
    """One SIPp process. Its folder holds its scenario, statistics, errors and screen."""

    process: subprocess.Popen[bytes]
    folder: Path

    def counts(self) -> Counts:
        """The last line of the statistics file, written each second and at the end."""
        file = self.folder / "statistics.csv"
        rows = list(csv.DictReader(file.read_text().splitlines(), delimiter=";")) if file.exists() else []
        if not rows or not rows[-1].get("CurrentCall"):
            return Counts()
        last = rows[-1]
        names = ("TotalCallCreated", "SuccessfulCall(C)", "FailedCall(C)", "CurrentCall")
        return Counts(*(int(last.get(name) or 0) for name in names))

    def errors(self) -> str:
        """What SIPp complained of, its last lines."""
        file = self.folder / "errors.log"
        return "\n".join(file.read_text(errors="replace").splitlines()[-6:]) if file.exists() else ""

    def finish(self) -> None:
        """No new calls; it exits when those that are up have ended."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGUSR1)

    @property
    def messages(self) -> Path:
        """Every SIP message with its time, when it was asked for: see sipp_log."""
        return self.folder / "messages.log"

    def stop(self) -> None:
        """Ends it at once; calls that are up are lost. SIPp exits by itself when all calls are made."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def callers(
    installation: Installation,
    folder: Path,
    numbers: list[str],
    rate: float,
    sip_port: int,
    port: int,
    rtp_ports: tuple[int, int],
    *,
    logs_messages: bool = False,
) -> Sipp:
    """From `port` dials 112 at `sip_port`, once from each number, `rate` a second, and stays until the PBX hangs up."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "numbers.csv").write_text("SEQUENTIAL\n" + "\n".join(f"{number};" for number in numbers) + "\n")
    voice = _voice(folder, CALLER_HZ)
    arguments = [
        "-s",
        "112",
        "-inf",
        str(folder / "numbers.csv"),
        "-m",
        str(len(numbers)),
        "-r",
        f"{rate:g}",
        "-l",
        "5000",
    ]
    arguments += ["-p", str(port), *_messages(folder, logs_messages)]
    return _start(installation, folder, CALLER.format(voice=voice), [*arguments, f"127.0.0.1:{sip_port}"], rtp_ports)


def desks(
    installation: Installation,
    folder: Path,
    port: int,
    talk_s: float,
    rtp_ports: tuple[int, int],
    answer_after_s: float = 1.0,
    *,
    logs_messages: bool = False,
) -> Sipp:
    """Answers every desk's INVITE on `port`, speaks `DESK_HZ`, hangs up with Tutup after `talk_s`. Until stopped."""
    folder.mkdir(parents=True, exist_ok=True)
    voice = _voice(folder, DESK_HZ)
    times = {"answer_after_ms": round(answer_after_s * 1000), "talk_ms": round(talk_s * 1000)}
    more = ["-p", str(port), *_messages(folder, logs_messages)]
    return _start(installation, folder, DESK.format(voice=voice, **times), more, rtp_ports)


def _messages(folder: Path, wanted: bool) -> list[str]:
    return ["-trace_msg", "-message_file", str(folder / "messages.log")] if wanted else []


def _voice(folder: Path, hz: float) -> Path:
    """SIPp streams a file of bare G.711 bytes."""
    file = folder / "voice.alaw"
    file.write_bytes(encode(tone(hz, TONE_S), PCMA))
    return file


def _start(
    installation: Installation, folder: Path, scenario: str, more: list[str], rtp_ports: tuple[int, int]
) -> Sipp:
    (folder / "scenario.xml").write_text(scenario)
    statistics = ["-trace_stat", "-stf", str(folder / "statistics.csv"), "-fd", "1"]
    errors = ["-trace_err", "-error_file", str(folder / "errors.log")]
    media = ["-mi", "127.0.0.1", "-min_rtp_port", str(rtp_ports[0]), "-max_rtp_port", str(rtp_ports[1])]
    command = [*BEHIND_THE_SYSTEM, *program(installation, "sipp")]
    command += ["-sf", str(folder / "scenario.xml"), "-i", "127.0.0.1", "-nostdin"]
    command += ["-aa", *statistics, *errors, *media, *more]
    screen = (folder / "screen.log").open("wb")
    with screen:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=screen, stderr=subprocess.STDOUT
        )
    return Sipp(process, folder)
