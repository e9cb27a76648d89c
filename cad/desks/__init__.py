"""Desks: a desk is a place with a phone, a user is a person, a desk session is who sat where, and when."""
