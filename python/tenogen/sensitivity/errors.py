"""What is said to a person when a study cannot be analysed."""

from tenogen.errors import TenogenError


class SensitivityError(TenogenError):
    """Input that cannot be used. The message says what is wrong, where, and what to do."""


class NotAnalysed(Exception):
    """One outcome cannot be analysed; the message is the reason. The others still are."""
