"""`python -m telephony.agi desk-01`: started by Asterisk for one *45, with AGI on stdin and stdout.

It only chooses: the sentences go into the channel variable HEAR and the dialplan plays them. Whatever happens here,
an empty HEAR makes the dialplan say that the check is not available. A process of its own for each call, because
pyst2's AGI wants a signal handler and a main thread.
"""

import io
import signal
import sys
from datetime import UTC, datetime

from asterisk.agi import AGI, AGIException, AGIHangup

from telephony.agi.check import look, playable

ANSWER_WITHIN_S = 5  # less than the dialplan's own limit (desk.conf), so that nothing is left over


def say(level: str, event: str, **fields: str) -> None:
    """A line in Asterisk's log, in the form of our other logs; structlog would cost more than the whole call."""
    told = " ".join(f"{name}={value}" for name, value in fields.items())
    print(f"timestamp={datetime.now(UTC):%Y-%m-%dT%H:%M:%S.%fZ} level={level} event={event} {told}", file=sys.stderr)


def answer(desk: str) -> int:
    # pyst2 tells all it reads and writes to `stderr`.
    agi = AGI(stdin=sys.stdin, stdout=sys.stdout, stderr=io.StringIO())
    sentences = look(agi.get_full_variable, desk).sentences()
    agi.set_variable("HEAR", playable(sentences))
    say("info", "desk_check.answered", desk=desk, sentences=",".join(sentences))
    return 0


def main() -> int:
    signal.alarm(ANSWER_WITHIN_S)  # ends the process, wherever it is stuck
    try:
        return answer(sys.argv[1])
    except AGIHangup:
        return 0
    except (AGIException, ValueError, OSError) as error:  # ValueError: also what pyst2 makes of a closed stdin
        say("error", "desk_check.failed", error=type(error).__name__)
        return 1


if __name__ == "__main__":
    sys.exit(main())
