"""Asterisk's manager interface through pyst2: what ARI refuses for calls that are not in Stasis."""

from telephony.ami.connection import AmiError, AmiRefused, AmiUnavailable, Connection

__all__ = ["AmiError", "AmiRefused", "AmiUnavailable", "Connection"]
