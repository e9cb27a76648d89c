"""Trunks: Asterisk is given what the database says, and says how they are."""
