"""The door to the worker process: a job goes in, its result comes out, one at a time.

The worker is started when it is needed and again when it died; a job it died on is given to the next one once.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger()

# An hour of talk takes 1 s here; ten times the longest call on a disk ten times slower.
JOB_S = 300.0


class WrapFailed(Exception):
    """The worker could not do it now (no disk, or it died twice)."""


class Wrapper:
    def __init__(self) -> None:
        self._worker: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def wrap(self, raw: Path, wav: Path, talk_ms: tuple[int, int] | None) -> dict[str, Any]:
        """See worker.do. Raises WrapFailed."""
        return await self.do({"raw": str(raw), "wav": str(wav), "talk_ms": talk_ms})

    async def do(self, job: dict[str, Any]) -> dict[str, Any]:
        """Any job of the worker's. Raises WrapFailed."""
        line = json.dumps(job).encode() + b"\n"
        async with self._turn:
            result = await self._attempt(line) or await self._attempt(line)
        if result is None or "error" in result:
            raise WrapFailed(str(result["error"]) if result else "the worker died")
        return result

    async def close(self) -> None:
        worker, self._worker = self._worker, None
        if worker is not None and worker.returncode is None:
            worker.kill()
            await worker.wait()

    async def _attempt(self, line: bytes) -> dict[str, Any] | None:
        worker = await self._living()
        assert worker.stdin and worker.stdout
        try:
            async with asyncio.timeout(JOB_S):
                worker.stdin.write(line)
                await worker.stdin.drain()
                answer = await worker.stdout.readline()
        except (OSError, TimeoutError) as error:
            log.warning("recordings.worker_lost", error=type(error).__name__)
            await self.close()
            return None
        if not answer.endswith(b"\n"):
            await self.close()
            return None
        found: dict[str, Any] = json.loads(answer)
        return found

    async def _living(self) -> asyncio.subprocess.Process:
        if self._worker is None or self._worker.returncode is not None:
            self._worker = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "telephony.recordings.worker",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=2**20,
            )
        return self._worker
