"""A small value of a shape that its own bounds accept."""

import string

from smithy.patterns import sample as pattern_sample

MOMENT = 1700000000
FILLER = string.ascii_lowercase


def text(shape):
    low, high = shape.bounds
    low = low or 0
    pattern = shape.trait("pattern")
    if pattern is not None:
        return pattern_sample(pattern, max(low, 1) if high != 0 else 0, high)
    return FILLER[0] * max(low, 1)


def structure(shape, above):
    return {m.name: value(m.target, above + (shape.name,)) for m in shape.members if m.required}


def union(shape, above):
    first = shape.members[0]
    return {first.name: value(first.target, above + (shape.name,))}


def collection(shape, above):
    """As many elements as must be, and one where that would be none: an empty list says little."""
    low = max(shape.bounds[0] or 0, 1)
    if shape.members[-1].target.name in above:
        low = 0
    element = shape.members[-1].target
    if shape.kind == "map":
        return {f"{text(shape.members[0].target)}": value(element, above) for _ in range(low)}
    return [value(element, above) for _ in range(low)]


def value(shape, above=()):
    """`above` names the structures around it, so that a recursive shape ends."""
    if shape.kind == "string":
        return text(shape)
    if shape.kind == "enum":
        return shape.values[0][1]
    if shape.kind == "blob":
        return "YQ=="
    if shape.kind == "boolean":
        return False
    if shape.kind in ("integer", "long"):
        return max(shape.bounds[0] or 0, 1) if shape.bounds[1] != 0 else 0
    if shape.kind == "timestamp":
        return MOMENT
    if shape.kind == "structure":
        return structure(shape, above)
    if shape.kind == "union":
        return union(shape, above)
    if shape.kind == "document":
        return "a"
    return collection(shape, above)
