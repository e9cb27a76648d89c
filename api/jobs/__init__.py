"""Work that follows from the journal and must not hold up anybody: pages go out from here."""
