"""Choices from PostgreSQL, mirrored to Asterisk's own database, which the dialplan reads."""
