"""What authorization rows say about inputs: member paths, ARN templates, calls of finders."""

import re

STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(\[\])?$")
PLACEHOLDER = re.compile(r"\$\{([^}]*)\}|\{([^}]*)\}")
CALL = re.compile(r"([a-z][a-z0-9_]*)\(([^()]*)\)$")
VARIABLES = ("account", "region")


class Step:
    """One member of a path; `each` where the path goes on into every element of a list."""

    def __init__(self, member, each):
        self.member, self.each = member, each

    @property
    def shape(self):
        return self.member.target.members[0].target if self.each else self.member.target


def steps_of(structure, path):
    """The members that a path such as MemberId.UserId or Tags[].Key walks. ValueError says what does not exist."""
    steps, shape = [], structure
    for part in path.split("."):
        match = STEP.match(part)
        if not match:
            raise ValueError(f"malformed path {path!r}")
        member = shape.member(match.group(1)) if shape and shape.kind in ("structure", "union") else None
        if not member:
            raise ValueError(f"the input has no member {path}")
        if match.group(2) and member.target.kind != "list":
            raise ValueError(f"{path}: {member.name} is not a list")
        steps.append(Step(member, bool(match.group(2))))
        shape = steps[-1].shape
    return steps


def placeholders_of(template):
    """(variables, member paths) that an ARN template names."""
    variables, members = [], []
    for variable, member in PLACEHOLDER.findall(template):
        (variables if variable else members).append(variable or member)
    return variables, members


def further_keys(also):
    """The condition keys of a further action: those of the tags it is about, and its own."""
    tags = also["tags"]
    return [{"key": "aws:RequestTag/${TagKey}", "member": tags}, {"key": "aws:TagKeys", "member": f"{tags}[].Key"},
            *also.get("keys", [])]


def call_of(text):
    """A finder call "name(Path, Path)" as (name, [paths]). ValueError where it is none."""
    match = CALL.match(text)
    if not match:
        raise ValueError(f"{text!r} is not a call of a finder")
    arguments = [a.strip() for a in match.group(2).split(",")] if match.group(2).strip() else []
    return match.group(1), arguments
