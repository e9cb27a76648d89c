"""Desk sessions in PostgreSQL become members of Asterisk's queue; what Asterisk sees of a desk's phone goes back."""
