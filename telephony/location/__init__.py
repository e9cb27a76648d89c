"""Where a caller is, as the telephone network says it: a location in the INVITE, or an address to ask at."""
