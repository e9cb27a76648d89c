"""What an administrator does with an installation: prepare, check, back up, restore, look at."""
