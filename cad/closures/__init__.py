"""A road that is closed or slow for a while, as the center knows it."""
