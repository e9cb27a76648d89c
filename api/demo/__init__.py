"""`./tanggap demo`: a small city, and people who dial 112."""
