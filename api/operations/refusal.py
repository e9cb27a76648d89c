"""Why a command cannot go on, in one sentence that says what to do. Shown as it is; exit 1."""


class Refusal(Exception):
    """`str(refusal)` is the sentence. Never shown with a traceback."""
