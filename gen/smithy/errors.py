"""How the generator refuses: always with the file and line to look at."""


class Refused(Exception):
    """The model says something that cannot be read, is wrong, or could not be enforced."""

    def __init__(self, file, line, message):
        super().__init__(f"{file}:{line}: {message}")
