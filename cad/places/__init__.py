"""Where something is: what a dispatcher typed, a kelurahan, a point, and how sure we are."""
