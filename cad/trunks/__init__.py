"""SIP trunks: the lines on which 112 comes in and on which the center calls out."""
