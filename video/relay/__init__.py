"""From a camera to its viewers: one reader a camera, on demand; WHEP sessions; snapshots."""
