"""What MixMonitor wrote becomes a recording that can be played, checked and searched."""
