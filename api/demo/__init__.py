"""`./tanggap demo`: a small city, and people who dial 112.

`--auto` plays the whole story by itself and counts it from outside.
"""
