"""What a person must mend in a run directory."""


class RunError(Exception):
    """A run directory that cannot be used; the message says what to do."""
