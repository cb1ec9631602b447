"""The page about a study: many runs that differ in chosen parameters."""
