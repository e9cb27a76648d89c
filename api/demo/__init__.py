"""`./tanggap demo`: a small city, and people who dial 112."""

from api.demo.command_line import command

__all__ = ["command"]
