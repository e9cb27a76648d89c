"""The live channel: the journal, read once for the whole process, to every console."""
