"""What is said to a person when a study cannot be analysed."""


class SensitivityError(Exception):
    """Input that cannot be used. The message says what is wrong, where, and what to do."""


class NotAnalysed(Exception):
    """One outcome that tells nothing of sensitivity; the message is the reason. The others go on."""
