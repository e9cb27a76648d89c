"""Protocols: what a dispatcher asks, reads out and does for one type of incident. Versioned, a city's own to change."""
