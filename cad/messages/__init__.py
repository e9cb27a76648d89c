"""Messages: pages (the SMS that tells a unit where to go) and what became of each."""
