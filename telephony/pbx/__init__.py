"""The PBX: Asterisk's packages, configuration, dialplan, announcements and life on this machine.

Nothing of this package runs while a call is on: Asterisk alone carries it (the first law). The launcher
comes here to install, start, adopt and stop it.
"""
