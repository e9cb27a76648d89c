"""Where a caller is: what their telephone, their network and the city's own tables say. Each fix is kept as it came."""
