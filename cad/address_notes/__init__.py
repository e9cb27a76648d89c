"""Notes that belong to a place, and show themselves when it comes up again."""
