"""The port: whoever sends pages speaks to this, and knows nothing of a provider.

No provider sends exactly once. So an answer that never came is a doubt, not a failure: `find` asks the
provider whether the message is there before it is sent again.
"""

from dataclasses import dataclass, field
from typing import ClassVar, Protocol

from cad.errors import TanggapError, Unavailable


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """One SMS. `to` is E.164; `body` holds the order's number and its own link, so no two are alike."""

    page_id: str
    to: str = field(repr=False)
    body: str = field(repr=False)


@dataclass(frozen=True)
class Receipt:
    """The provider has the message: from here on its status callbacks tell the story."""

    provider_sid: str
    status: str


class PageRefused(TanggapError):
    """The provider will never take this message as it is (a wrong number, say): a person has to act."""

    error_id: ClassVar[str] = "sms_refused"
    status: ClassVar[int] = 422

    def __init__(self, sentence: str, *, code: int = 0) -> None:
        super().__init__(sentence, code=code)
        self.code = code


class PagePutOff(Unavailable):
    """Not now, try again. `doubtful` when the message may have been taken all the same."""

    error_id: ClassVar[str] = "sms_put_off"

    def __init__(
        self, sentence: str, *, code: int = 0, doubtful: bool = False, retry_in_s: float | None = None
    ) -> None:
        super().__init__(sentence, code=code)
        self.code = code
        self.doubtful = doubtful
        self.retry_in_s = retry_in_s


class Sender(Protocol):
    async def send(self, message: Outgoing) -> Receipt:
        """Raises PageRefused or PagePutOff."""

    async def find(self, message: Outgoing) -> Receipt | None:
        """The same message if the provider has it already. Raises PagePutOff when it cannot say."""

    async def close(self) -> None: ...
