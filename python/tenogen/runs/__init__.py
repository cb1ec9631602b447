"""Reading the run directories that `tenogen run` writes."""
