"""History matching: which points of a study a clinical series does not rule out."""
