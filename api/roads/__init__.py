"""The road network: read from OpenStreetMap, and how long each unit needs to a place.

graph.py holds it as arrays; osm.py and graphml.py make it; network.py asks it; stored.py keeps it in the database.
"""
