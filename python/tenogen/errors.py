"""The error that every part of the package raises for input that cannot be used."""


class TenogenError(Exception):
    """A run, study, image or option that cannot be used. The message says what is wrong, where, and what to do."""
