"""One self-contained page of HTML about a run, or about several side by side."""
