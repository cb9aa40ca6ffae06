"""Fields with values of several types: where they come from (union) and how they are resolved."""

from pyspark.sql import functions as F
from pyspark.sql.types import NullType

from awsglue import gluetypes, paths

ACTIONS = ("make_cols", "make_struct", "match_catalog")


def parse_action(text):
    """("cast", type), ("project", type) or (action, None)."""
    action, _, kind = text.partition(":")
    if action in ("cast", "project") and kind:
        return action, gluetypes.spark_type(kind)
    if text in ACTIONS:
        return text, None
    raise ValueError(f"Invalid resolveChoice action '{text}'; known: cast:type, project:type, {', '.join(ACTIONS)}")


def resolve(frame, specs, choice, catalog_types):
    """The DataFrame with its choices resolved.

    `specs`: (path, action) pairs. `choice`: an action for every choice field. `catalog_types`: {column: type name} for
    match_catalog, else None.
    """
    if specs and choice:
        raise ValueError("resolveChoice takes either specs or choice, not both")
    if not specs and not choice:
        raise ValueError("resolveChoice needs specs or choice")
    if choice:
        return _match(frame, catalog_types) if choice == "match_catalog" else _all(frame, choice)
    for path, action in specs:
        frame = _one(frame, path, *parse_action(action), catalog_types)
    return frame


def _all(frame, choice):
    action, kind = parse_action(choice)
    for field in frame.schema.fields:
        if gluetypes.is_choice(field):
            frame = _one(frame, paths.quoted(field.name), action, kind, None)
    return frame


def _match(frame, catalog_types):
    for name, kind in _catalog(catalog_types).items():
        if name in frame.columns:
            frame = _one(frame, paths.quoted(name), "cast", gluetypes.spark_type(kind), None)
    return frame


def _catalog(catalog_types):
    if catalog_types is None:
        raise ValueError("match_catalog needs database and table_name")
    return catalog_types


def _one(frame, path, action, kind, catalog_types):
    parts = paths.found(frame, path)
    field = paths.field_at(frame.schema, parts)
    if action == "match_catalog":
        name = parts[0]
        if name not in _catalog(catalog_types):
            raise ValueError(f"column '{name}' is not in the catalog table")
        action, kind = "cast", gluetypes.spark_type(catalog_types[name])
    value = paths.column(parts)
    if action == "cast":
        return _set(frame, parts, _cast(field, parts, kind))
    if not gluetypes.is_choice(field):
        if action == "project" and field.dataType != kind:
            raise ValueError(f"project: field '{path}' is {field.dataType.simpleString()} only")
        return frame
    if action == "make_struct":
        return _set(frame, parts, value)
    if action == "project":
        wanted = next((part.name for part in field.dataType.fields if part.dataType == kind), None)
        if wanted is None:
            raise ValueError(f"project: field '{path}' has no values of type {kind.simpleString()}")
        return _set(frame, parts, value.getField(wanted))
    return _make_cols(frame, parts, field)


def _cast(field, parts, kind):
    value = paths.column(parts)
    if not gluetypes.is_choice(field):
        return value.cast(kind)
    return F.coalesce(*(value.getField(part.name).cast(kind) for part in field.dataType.fields))


def _set(frame, parts, value):
    if len(parts) == 1:
        return paths.replaced(frame, parts[0], value, gluetypes.PLAIN)
    return paths.replaced(frame, parts[0], paths.column(parts[:1]).withField(paths.quoted(*parts[1:]), value))


def _make_cols(frame, parts, field):
    """One column for each type: name_int, name_string …"""
    if len(parts) > 1:
        top = paths.column(parts[:1])
        for part in field.dataType.fields:
            name = paths.quoted(*parts[1:-1], f"{parts[-1]}_{part.name}")
            top = top.withField(name, paths.column(parts).getField(part.name))
        return paths.replaced(frame, parts[0], top.dropFields(paths.quoted(*parts[1:])))
    columns = []
    for name in frame.columns:
        if name != parts[0]:
            columns.append(paths.column((name,)))
            continue
        for part in field.dataType.fields:
            columns.append(paths.column(parts).getField(part.name).alias(f"{name}_{part.name}"))
    return frame.select(*columns)


def union(left, right):
    """All rows of both DataFrames by column name; a column whose types differ becomes a choice."""
    columns_left, columns_right = [], []
    for name in dict.fromkeys(left.columns + right.columns):
        fields = [paths.field_at(frame.schema, (name,)) for frame in (left, right)]
        kinds = _kinds(fields)
        merged = gluetypes.choice_field(name, kinds) if len(kinds) > 1 else None
        for columns, field in ((columns_left, fields[0]), (columns_right, fields[1])):
            columns.append(_as_member(name, field, merged, kinds))
    return left.select(*columns_left).union(right.select(*columns_right))


def _kinds(fields):
    """The types of a column on both sides, each once; those of a choice count singly."""
    kinds = []
    for field in fields:
        if field is None or isinstance(field.dataType, NullType):
            continue
        for kind in [part.dataType for part in field.dataType.fields] if gluetypes.is_choice(field) else [field.dataType]:
            if kind not in kinds:
                kinds.append(kind)
    return kinds or [NullType()]


def _as_member(name, field, merged, kinds):
    if merged is None:
        value = F.lit(None) if field is None else paths.column((name,))
        return value.cast(kinds[0]).alias(name)
    parts = []
    for part in merged.dataType.fields:
        parts.append(_part(name, field, part.dataType).cast(part.dataType).alias(part.name))
    there = F.lit(False) if field is None else paths.column((name,)).isNotNull()
    return F.when(there, F.struct(*parts)).alias(name, metadata=merged.metadata)


def _part(name, field, kind):
    if field is None:
        return F.lit(None)
    if gluetypes.is_choice(field):
        held = next((part.name for part in field.dataType.fields if part.dataType == kind), None)
        return paths.column((name,)).getField(held) if held else F.lit(None)
    return paths.column((name,)) if field.dataType == kind else F.lit(None)
