"""What can keep the PBX from being there, each with the sentence that helps."""

from cad.errors import Unavailable


class PbxNotInstalled(Unavailable):
    """There is no Asterisk here and it could not be fetched."""

    error_id = "pbx_not_installed"


class PbxNotRunning(Unavailable):
    """Asterisk is installed but did not come up, or is gone."""

    error_id = "pbx_not_running"


class ProgramMissing(Unavailable):
    """A helper program (sipp, espeak-ng, baresip) is neither on the PATH nor in the unpacked tree."""

    error_id = "program_missing"
