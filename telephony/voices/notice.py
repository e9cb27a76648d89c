"""The known-incident notice becomes sound: spoken once when it is switched on, never in a call's way.

Asterisk opens the file anew for each caller, so the next one hears the new words.
"""

import asyncio
from pathlib import Path

import structlog

from cad.installation import Installation
from telephony import metrics
from telephony.away import is_away
from telephony.ledger import Ledger
from telephony.pbx import sounds
from telephony.rounds import Rounds

log = structlog.get_logger()

KINDS = ("NoticeSwitched",)


class Notice(Rounds):
    """`failing` says why callers may hear the general words instead; empty when all is well."""

    period_s = 30.0
    again_s = 2.0

    def __init__(self, installation: Installation, ledger: Ledger) -> None:
        super().__init__()
        self._installation, self._ledger = installation, ledger

    async def speak(self) -> bool:
        """True when other words than before were spoken. Raises what is_away recognises, or OSError."""
        words = await self._ledger.notice_words()
        if not words:
            return False
        return await asyncio.to_thread(write_notice, self._installation, words)

    async def _round(self) -> None:
        try:
            if await self.speak():
                log.info("notice.spoken")
            self.failing = ""
        except Exception as error:
            metrics.notice_failures.inc()
            known = None if isinstance(error, OSError) or is_away(error) else error
            log.warning("notice.not_spoken", error=type(error).__name__, exc_info=known)
            self.failing = "notice not spoken"


def write_notice(installation: Installation, words: str) -> bool:
    """The music class `notice` says these words. True when it said others."""
    place = installation.pbx / "data" / "music" / "notice"
    said = place / "said.txt"
    if said.exists() and said.read_text() == words:
        return False
    place.mkdir(parents=True, exist_ok=True)
    _replace(place / "1-announcement.sln", sounds.announcement(installation, words, sounds.chimes()))
    _replace(said, words.encode())
    return True


def _replace(file: Path, content: bytes) -> None:
    draft = file.with_suffix(".new")
    draft.write_bytes(content)
    draft.replace(file)
