"""What the line itself says to callers, and hears from them: silent callers, test calls, the known-incident notice."""
