"""Asterisk's side of Tanggap: the PBX itself, and the processes that watch it and ask it for things."""
