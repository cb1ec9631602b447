"""What a person must mend."""


class MriError(Exception):
    """Input that cannot be used; the message names the file, what is wrong and what to do."""
