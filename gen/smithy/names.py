"""Wire names -> C names."""

import re

KEYWORDS = frozenset(
    "auto break case char const continue default do double else enum extern float for goto if inline int long register "
    "restrict return short signed sizeof static struct switch typedef union unsigned void volatile while bool true "
    "false unix linux errno stdin stdout stderr".split()
)


def snake(name):
    """CreateSAMLProvider -> create_saml_provider."""
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    name = re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name)
    return re.sub(r"[^A-Za-z0-9]+", "_", name).lower()


def member(name):
    """The name of a struct member; a C keyword gets a trailing underscore."""
    text = snake(name)
    return text + "_" if text in KEYWORDS else text


def service(name):
    """sso-admin -> sso_admin."""
    return name.replace("-", "_")


def macro(*parts):
    return "_".join(snake(p) for p in parts).upper()


def exception(name):
    """ConflictException -> conflict: the suffix says nothing in <service>_throw_conflict."""
    return snake(name[: -len("Exception")] if name.endswith("Exception") and name != "Exception" else name)


def literal(text):
    """A C string literal of the text's UTF-8 bytes."""
    out = []
    for byte in text.encode():
        char = chr(byte)
        if char in '"\\':
            out.append("\\" + char)
        elif char == "\n":
            out.append("\\n")
        elif char == "?":
            out.append("\\?" if out and out[-1] in ("?", "\\?") else "?")
        elif 32 <= byte < 127:
            out.append(char)
        else:
            out.append(f"\\{byte:03o}")
    return '"' + "".join(out) + '"'
