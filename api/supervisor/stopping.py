"""What a signal means. Pure: the supervisor asks here and then does it.

- Ctrl-C (SIGINT): stop everything; with calls up ask first. A second Ctrl-C while asked: all but Asterisk.
- SIGTERM (a service manager, a shutdown): never asks; with calls up Asterisk goes on with them.
- SIGUSR1 (`down`, which asked already): stop everything, and cut off calls that are up.
- SIGUSR2 (the next `up` takes over): leave all as it is and go.
- SIGHUP (the terminal was closed): go on without it.
"""

import signal
from enum import Enum


class Wish(Enum):
    EVERYTHING = "everything; Asterisk only if no call has come in meanwhile"
    CUT_CALLS = "everything, with the calls"
    ALL_BUT_ASTERISK = "all but Asterisk"
    LEAVE = "leave all running"
    ASK = "ask the person"


def decide(received: signal.Signals, calls: int | None, *, terminal: bool, asked: bool = False) -> Wish:
    """`calls` is None when Asterisk runs and cannot be asked: calls may be up."""
    if received == signal.SIGUSR1:
        return Wish.CUT_CALLS
    if received == signal.SIGUSR2:
        return Wish.LEAVE
    if calls == 0:
        return Wish.EVERYTHING
    if received == signal.SIGINT and terminal and not asked:
        return Wish.ASK
    return Wish.ALL_BUT_ASTERISK


ANSWERS = {
    "y": Wish.CUT_CALLS, "yes": Wish.CUT_CALLS, "ya": Wish.CUT_CALLS,
    "k": Wish.ALL_BUT_ASTERISK, "keep": Wish.ALL_BUT_ASTERISK,
}  # fmt: skip


def question(calls: int | None) -> str:
    return f"{calls_up(calls)}. Cut them off and stop? [y]es, [k]eep Asterisk with its calls and stop the rest, [N]o: "


def calls_up(calls: int | None) -> str:
    if calls is None:
        return "Asterisk does not say whether calls are up"
    return "1 call is up" if calls == 1 else f"{calls} calls are up"
