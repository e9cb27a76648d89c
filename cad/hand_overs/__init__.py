"""Handing an incident to another agency: asked, then accepted, refused, or never answered."""
