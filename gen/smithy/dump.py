"""The model as stable text, one fact a line: what the golden tests compare."""


def value(v):
    if isinstance(v, dict):
        return "{" + ", ".join(f"{k}: {value(x)}" for k, x in v.items()) + "}"
    if isinstance(v, list):
        return "[" + ", ".join(value(x) for x in v) + "]"
    if isinstance(v, bool):
        return "true" if v else "false"
    return f'"{v}"' if isinstance(v, str) else str(v)


def traits(found):
    return "".join(f" @{name}" + ("" if v is None else f"({value(v)})") for name, v in sorted(found.items()))


def shape_lines(shape):
    yield f"{shape.kind} {shape.name}{traits(shape.traits)}"
    for name, wire, _ in shape.values:
        yield f"    {name} = {value(wire)}"
    for m in shape.members:
        default = "" if m.default is None else f" = {value(m.default)}"
        yield f"    {m.name}: {m.target.name}{default}{traits(m.traits)}"


def operation_lines(op):
    yield f"operation {op.name} {op.auth} {op.mode} {op.audit}{' built' if op.built else ''}{traits(op.traits)}"
    if op.doc:
        yield f"    doc {op.doc}"
    for side in ("input", "output"):
        if getattr(op, side):
            yield f"    {side} {getattr(op, side).name}"
    for error in op.errors:
        yield f"    error {error.name}"


def dump(service):
    lines = [f"service {service.name} {service.target} {service.version}{traits(service.traits)}"]
    for op in service.operations:
        lines += operation_lines(op)
    for name in sorted(service.shapes):
        lines += shape_lines(service.shapes[name])
    return "\n".join(lines) + "\n"
