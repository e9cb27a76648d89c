"""The HTTP side: routers by noun, sessions, the live channel, and the `tanggap` command line."""
