"""Cameras on the screen: sources, one reader a camera, and a WebRTC relay. A crash here touches nothing else."""
