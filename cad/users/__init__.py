"""Users: the people who sign in, and what their role allows."""
