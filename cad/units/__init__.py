"""Units: a vehicle with its crew, call sign, capabilities, status and position."""
