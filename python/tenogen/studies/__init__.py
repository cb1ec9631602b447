"""Studies: folders of many runs that differ in chosen parameters."""
