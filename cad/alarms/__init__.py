"""What somebody has to know now: raised by a part that found it, cleared by the same part, acknowledged by a person."""
