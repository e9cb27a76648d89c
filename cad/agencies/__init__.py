"""Agencies (OPD): the city's police, fire, health, disaster, transport and public order services."""
