"""Who may see what: roles, agencies, areas; and who looked at a person's data."""
