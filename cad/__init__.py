"""The domain of a 112 center, in a dispatcher's words. Knows no SQL, HTTP or SIP."""
