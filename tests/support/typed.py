"""The command as a person types it: `typed("status", TANGGAP_HTTP_PORT="9000")`."""

import subprocess
from collections.abc import Callable

Typed = Callable[..., subprocess.CompletedProcess[str]]
