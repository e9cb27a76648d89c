"""What a dispatcher asks of a call: hold, resume, hang up. It lands in dialplan again, so it outlives us."""
