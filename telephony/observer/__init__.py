"""Watches the PBX over ARI: events become the domain's commands within milliseconds."""
