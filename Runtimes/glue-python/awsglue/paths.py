"""Paths into nested columns: `a`, `a.b`, and `` `a.b` `` for a name that itself has a dot."""

import re

from pyspark.sql import functions as F
from pyspark.sql.types import StructType

from awsglue.refusal import refuse

_PART = re.compile(r"`((?:[^`]|``)+)`|([^.`]+)")


def quoted(*names):
    """The names as one reference for Spark."""
    return ".".join("`" + name.replace("`", "``") + "`" for name in names)


def split(path, columns=()):
    """The names along a path. A path that as a whole is one of `columns` is that column."""
    if path in columns:
        return (path,)
    parts, position = [], 0
    while position < len(path):
        match = _PART.match(path, position)
        if not match:
            raise ValueError(f"malformed path '{path}'")
        parts.append(match[1].replace("``", "`") if match[1] else match[2])
        position = match.end() + 1
        if match.end() < len(path) and path[match.end()] != ".":
            raise ValueError(f"malformed path '{path}'")
    if not parts or path.endswith("."):
        raise ValueError(f"malformed path '{path}'")
    return tuple(parts)


def field_at(schema, parts):
    """The field that the names lead to; None if there is none. A way through an array is refused."""
    field = None
    for depth, name in enumerate(parts):
        if not isinstance(schema, StructType):
            if schema.typeName() in ("array", "map"):
                refuse(f"the path '{'.'.join(parts)}' into the {schema.typeName()} '{'.'.join(parts[:depth])}'")
            return None
        field = next((candidate for candidate in schema.fields if candidate.name == name), None)
        if field is None:
            return None
        schema = field.dataType
    return field


def found(frame, path):
    """The names along a path that must exist in the DataFrame."""
    parts = split(path, frame.columns)
    if field_at(frame.schema, parts) is None:
        raise ValueError(f"field '{path}' does not exist; fields: {', '.join(frame.columns)}")
    return parts


def column(parts):
    return F.col(quoted(*parts))


def put(tree, parts, value):
    """Sets a leaf of a tree of nested dicts."""
    for name in parts[:-1]:
        tree = tree.setdefault(name, {})
        if not isinstance(tree, dict):
            raise ValueError(f"'{'.'.join(parts)}' lies within a field that is not a struct")
    if isinstance(tree.get(parts[-1]), dict):
        raise ValueError(f"'{'.'.join(parts)}' is a struct already")
    tree[parts[-1]] = value


def columns_of(tree):
    """The columns of a tree of nested dicts: dicts become structs."""
    return [_built(value).alias(name) for name, value in tree.items()]


def _built(value):
    return F.struct(*columns_of(value)) if isinstance(value, dict) else value


def pruned(schema, wanted, at=()):
    """Columns with only the `wanted` parts, in their order; a struct that is null stays null."""
    heads = {}
    for parts in wanted:
        heads.setdefault(parts[0], []).append(parts[1:])
    for name, rests in heads.items():
        here = (*at, name)
        if any(not rest for rest in rests):
            yield column(here).alias(name)
        else:
            inner = F.struct(*pruned(field_at(schema, (name,)).dataType, rests, here))
            yield F.when(column(here).isNotNull(), inner).alias(name)


def dropped(frame, parts):
    """The DataFrame without the field; a struct that would be left empty goes too."""
    if len(parts) == 1:
        return frame.drop(column(parts))
    parent = field_at(frame.schema, parts[:-1])
    if len(parent.dataType.fields) == 1:
        return dropped(frame, parts[:-1])
    return replaced(frame, parts[0], column(parts[:1]).dropFields(quoted(*parts[1:])))


def replaced(frame, name, value, metadata=None):
    """The DataFrame with one top-level column replaced, at its place."""
    columns = [
        value.alias(name, metadata=metadata) if metadata is not None and other == name
        else value.alias(name) if other == name
        else column((other,))
        for other in frame.columns
    ]  # fmt: skip
    return frame.select(*columns)
