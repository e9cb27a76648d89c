"""What goes on beside the calls: logs and CEL kept small, recordings kept by rule and compared with their calls."""

from collections.abc import Callable, Coroutine
from typing import Any

from cad.bus import Bus
from cad.calls.commands import CallFact
from cad.installation import Installation
from cad.store.kept import KeptQueries
from telephony.ami import Connection
from telephony.cel.pruner import Pruner
from telephony.cel.reader import Reader
from telephony.cel.reconciler import Reconciler
from telephony.cel.retelling import Retelling
from telephony.cel.vanished import Vanished
from telephony.ledger import Entry, Ledger
from telephony.observer.observer import Observer
from telephony.pbx import addresses
from telephony.pbx.rotation import LogRotation
from telephony.recordings.audit import RecordingAudit
from telephony.recordings.disk import DiskWatch
from telephony.recordings.keeper import Keeper
from telephony.recordings.upkeep import Upkeep

AUDIT_REQUESTED, RULES_CHANGED = "RecordingAuditRequested", "RecordingRulesChanged"
KINDS = (AUDIT_REQUESTED, RULES_CHANGED)


class Housekeeping:
    """`kept` may be missing where only calls are looked at: then recordings stay as they are."""

    def __init__(
        self,
        installation: Installation,
        bus: Bus,
        ledger: Ledger,
        kept: KeptQueries | None,
        ami: Connection,
        observer: Observer,
        reconciler: Reconciler,
        keeper: Keeper,
        reader: Reader,
        delivered: Callable[[CallFact], None],
        reconciles: bool,
    ) -> None:
        settings, folder = installation.settings, installation.recordings
        pbx_id = settings.pbx_id
        events = addresses.events_file(installation)
        self.retelling = Retelling(reader, reconciler, bus, pbx_id, exercise=settings.exercise, delivered=delivered)
        self.vanished = Vanished(
            observer.living,
            reconciler,
            reader,
            self.retelling,
            bus,
            ledger,
            pbx_id,
            folder,
            delivered=delivered,
        )
        self.pruner = Pruner(events, reconciler)
        self.logs = LogRotation(ami, addresses.message_log(installation).parent)
        self.disk = DiskWatch(folder, bus, settings.minimum_free_gb)
        self.upkeep = Upkeep(folder, bus, kept, installation.secrets.personal_data_pepper) if kept else None
        tell = self.retelling.tell if reconciles else nothing
        self.audit = RecordingAudit(folder, bus, kept, tell, observer.living, keeper.take, pbx_id) if kept else None
        keeper.retell, self._reconciles = tell, reconciles

    def parts(self) -> dict[str, Callable[[], Coroutine[Any, Any, None]]]:
        parts: dict[str, Callable[[], Coroutine[Any, Any, None]]] = {"logs": self.logs.run, "disk": self.disk.run}
        if self._reconciles:
            parts |= {"vanished": self.vanished.run, "pruner": self.pruner.run}
        if self.upkeep and self.audit:
            parts |= {"upkeep": self.upkeep.run, "audit": self.audit.run}
        return parts

    async def asked(self, entry: Entry) -> None:
        """Somebody wants to know now, or has set other rules."""
        if self.audit and entry.kind == AUDIT_REQUESTED:
            self.audit.ask()
        if self.upkeep and entry.kind == RULES_CHANGED:
            self.upkeep.ask()


async def nothing(uniqueid: str) -> list[CallFact]:
    """Without the reconciler CEL is not asked: what it alone knows stays unknown, and is listed."""
    return []
