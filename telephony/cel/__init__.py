"""Asterisk's own channel event log, read again from where we stopped: what we missed is not lost."""
