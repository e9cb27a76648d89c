"""`python -m api.jobs`: sends the pages of the outbox, and sees to what only time changes, until SIGTERM."""

import asyncio
import logging
import os
import signal
import socket
import sys

import structlog

from api.jobs.bell import ring
from api.jobs.callers import watch_callers
from api.jobs.evidence import EvidenceWorker
from api.jobs.journal import check_journal, run_verify, seal_journal
from api.jobs.pages import PageWorker
from api.jobs.snapshots import print_snapshots
from api.jobs.timers import KINDS, watch_timers
from api.serve import configure_logs
from cad.heartbeat import Heartbeat
from cad.installation import Installation, load_installation
from cad.store.bootstrap import open_bus
from cad.store.server import database_url
from telephony.sms.account import account_of
from telephony.sms.twilio_sender import TwilioSender

log = structlog.get_logger(__name__)

FINISH_WITHIN_S = 2.0  # the supervisor kills after 3 s; what is not done is in doubt, and looked up
BEAT_S = 1.0


async def work(installation: Installation) -> None:
    """Until SIGTERM. What is under way then has 2 s; a task that died unforeseen ends us all, with its error."""
    stop, wake, change = asyncio.Event(), asyncio.Event(), asyncio.Event()
    for sign in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(sign, stop.set)
    heart = Heartbeat(installation.run, "jobs")
    heart.say("starting")
    bus, database = open_bus(installation, pool=4)
    account = account_of(installation)
    if not account.status_url("x"):
        log.warning("sms.no_callbacks", reason="public_url is not reachable for Twilio; set TANGGAP_PUBLIC_URL")
    sender = TwilioSender(account)
    worker = PageWorker(bus, sender, name=f"{socket.gethostname()}:{os.getpid()}")
    tasks = [
        asyncio.create_task(ring(database_url(installation), wake)),
        asyncio.create_task(worker.run(wake)),
        asyncio.create_task(watch_callers(bus)),
        asyncio.create_task(ring(database_url(installation), change, KINDS)),
        asyncio.create_task(watch_timers(bus, change)),
        asyncio.create_task(seal_journal(bus, installation)),
        asyncio.create_task(EvidenceWorker(bus, database, installation).run()),
        asyncio.create_task(check_journal(bus, database, lambda: run_verify(installation))),
        asyncio.create_task(print_snapshots(database, installation)),
        asyncio.create_task(_beat(heart, worker)),
        asyncio.create_task(stop.wait()),
    ]
    log.info("jobs.began", twilio=installation.uses_twilio)
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await worker.finish(FINISH_WITHIN_S)
    await sender.close()
    await database.dispose()
    for task in done:
        if not task.cancelled() and (error := task.exception()):
            raise error


async def _beat(heart: Heartbeat, worker: PageWorker) -> None:
    while True:
        state = "degraded" if worker.trouble else "ready"
        heart.say(state, worker.trouble, pages_sent=worker.sent, pages_put_off=worker.failed)
        await asyncio.sleep(BEAT_S)


def main() -> None:
    installation = load_installation()
    logging.basicConfig(level=logging.WARNING)  # the libraries': Twilio's and urllib3's INFO holds numbers
    configure_logs(installation.settings.log_level)
    asyncio.run(work(installation))
    sys.stdout.flush()
    os._exit(0)  # a request may hang in its thread, and Python would wait for it


if __name__ == "__main__":
    main()
