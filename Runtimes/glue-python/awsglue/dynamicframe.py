"""DynamicFrame: Glue's table, here a view of a Spark DataFrame that stays lazy wherever the DataFrame does."""

from collections import OrderedDict

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from awsglue import choices, gluetypes, paths, records, relational
from awsglue.refusal import refuse

__all__ = ["DynamicFrame", "DynamicFrameCollection", "DynamicFrameReader", "DynamicFrameWriter", "ResolveOption"]

_COMPARISONS = {
    "<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b, "!=": lambda a, b: a != b,
}  # fmt: skip


class ResolveOption:
    """How `toDF` treats one field: action "Project" or "Cast" with a target type, or "KeepAsStruct"."""

    def __init__(self, path, action, target=None):
        self.path = path
        self.action = action
        self.target = target


class DynamicFrame:
    """Records that share a schema. Transformations give new frames and leave this one as it is.

    Every transformation takes Glue's `transformation_ctx`, `info`, `stageThreshold` and `totalThreshold`. Only Map and
    Filter can fail for a single record (their functions are Python): such records go to the frame's errors, and
    `stageThreshold` (of one step) or `totalThreshold` (of all so far), when above zero, stop the job at that count.
    """

    def __init__(self, dataframe, glue_ctx, name="", errors=None):
        if not isinstance(dataframe, DataFrame):
            raise TypeError(f"DynamicFrame needs a Spark DataFrame, not {type(dataframe).__name__}")
        self._df = dataframe
        self.glue_ctx = glue_ctx
        self.name = name
        self._errors = errors
        self._stage_errors = None

    # -- from and to Spark

    @classmethod
    def fromDF(cls, dataframe, glue_ctx, name="", field_id_map=None, ns=None):
        return cls(dataframe, glue_ctx, name)

    def toDF(self, options=None):
        """The DataFrame; choices that `options` do not resolve become plain structs."""
        frame = self._df
        for option in options or []:
            action = option.action.lower()
            if action in ("project", "cast"):
                kind = option.target if isinstance(option.target, str) else gluetypes.to_spark(option.target).simpleString()
                frame = choices.resolve(frame, [(option.path, f"{action}:{kind}")], "", None)
            elif action != "keepasstruct":
                raise ValueError(f"Unrecognized action {option.action}")
        for field in frame.schema.fields:
            if gluetypes.is_choice(field):
                frame = paths.replaced(frame, field.name, F.col(paths.quoted(field.name)), gluetypes.PLAIN)
        return frame

    def _with(self, frame, transformation_ctx="", **_):
        return DynamicFrame(frame, self.glue_ctx, transformation_ctx or self.name, self._errors)

    # -- looking at it

    def count(self):
        return self._df.count()

    def schema(self):
        """The schema in Glue's types (`awsglue.gluetypes`)."""
        return gluetypes.from_spark(self._df.schema)

    def printSchema(self):
        print(_tree(self.schema()))

    def show(self, num_rows=20):
        """Prints records as JSON, one a line."""
        for line in self.toDF().limit(num_rows).toJSON().collect():
            print(line)

    def getNumPartitions(self):
        return self._df.rdd.getNumPartitions()

    # -- choosing and naming fields

    def select_fields(self, paths_=None, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0, **named):
        """Only the fields of the paths, in their order; paths that lead nowhere are passed over."""
        wanted = [paths.split(path, self._df.columns) for path in _listed(_argument(paths_, named, "paths"))]
        there = [parts for parts in wanted if paths.field_at(self._df.schema, parts) is not None]
        return self._with(self._df.select(*paths.pruned(self._df.schema, there)), transformation_ctx)

    def drop_fields(self, paths_=None, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0, **named):
        """Without the fields of the paths; paths that lead nowhere are passed over."""
        frame = self._df
        for path in _listed(_argument(paths_, named, "paths")):
            parts = paths.split(path, frame.columns)
            if paths.field_at(frame.schema, parts) is not None:
                frame = paths.dropped(frame, parts)
        return self._with(frame, transformation_ctx)

    def rename_field(self, oldName, newName, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0):
        frame = self._df
        old, new = paths.found(frame, oldName), paths.split(newName)
        if len(old) == len(new) == 1:
            names = [F.col(paths.quoted(n)).alias(new[0]) if n == old[0] else F.col(paths.quoted(n)) for n in frame.columns]
            return self._with(frame.select(*names), transformation_ctx)
        value = paths.column(old)
        if len(new) == 1:
            moved = frame.withColumn(new[0], value)
        elif new[0] in frame.columns:
            moved = frame.withColumn(new[0], paths.column(new[:1]).withField(paths.quoted(*new[1:]), value))
        else:
            tree = {}
            paths.put(tree, new, value)
            moved = frame.select("*", *paths.columns_of(tree))
        return self._with(paths.dropped(moved, old), transformation_ctx)

    def apply_mapping(
        self, mappings, case_sensitive=False, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0
    ):
        """Only the mapped fields, renamed and cast: (source, source type, target, target type), or (source, target).

        Dotted sources are read from structs, dotted targets make structs, names with dots stand in backticks. A mapping
        whose source does not exist is passed over; values that cannot be cast become null. As in Glue.
        """
        names = self._df.columns if case_sensitive else {name.lower(): name for name in self._df.columns}
        tree = {}
        for mapping in mappings:
            source, target, kind = _mapping(mapping)
            parts = paths.split(source, self._df.columns)
            if not case_sensitive:
                parts = (names.get(parts[0].lower(), parts[0]), *parts[1:])
            field = paths.field_at(self._df.schema, parts)
            if field is None:
                continue
            value = choices._cast(field, parts, gluetypes.spark_type(kind)) if kind else paths.column(parts)
            paths.put(tree, paths.split(target), value)
        return self._with(self._df.select(*paths.columns_of(tree)), transformation_ctx)

    # -- types

    def resolveChoice(
        self, specs=None, choice="", database=None, table_name=None, transformation_ctx="", info="", stageThreshold=0,
        totalThreshold=0, catalog_id=None,
    ):  # fmt: skip
        """Choices resolved by `specs`, (path, action) pairs, or all by `choice`.

        Actions: cast:type (also of a field that is no choice), project:type, make_cols, make_struct, and match_catalog
        (casts to the types of the Data Catalog table).
        """
        types = None
        if database and table_name:
            types = self.glue_ctx.catalog.column_types(database, table_name, catalog_id)
        return self._with(choices.resolve(self._df, specs, choice, types), transformation_ctx)

    def unbox(self, path, format, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0, **options):
        """The text field parsed as JSON into a struct; reads the data once to learn the structure."""
        if format != "json":
            refuse(f"unbox of the format '{format}'")
        if unknown := set(options) - {"withSchema"}:
            refuse(f"unbox option {', '.join(sorted(unknown))}")
        parts = paths.found(self._df, path)
        value = paths.column(parts)
        if "withSchema" in options:
            kind = gluetypes.spark_type(options["withSchema"])
        else:
            texts = self._df.where(value.isNotNull()).select(value.alias("text")).rdd.map(lambda row: row.text)
            kind = self._df.sparkSession.read.json(texts).schema
        parsed = F.from_json(value, kind)
        if len(parts) > 1:
            parsed = paths.column(parts[:1]).withField(paths.quoted(*parts[1:]), parsed)
        return self._with(paths.replaced(self._df, parts[0], parsed), transformation_ctx)

    def drop_nulls(self, transformation_ctx="", **_):
        """Without the fields that are null in every record; reads the data once."""
        leaves = [parts for parts, _kind in relational.leaves(self._df.schema)]
        counts = self._df.agg(*(F.count(paths.column(parts)) for parts in leaves)).first()
        frame = self._df
        for parts, count in zip(leaves, counts):
            if count == 0:
                frame = paths.dropped(frame, parts)
        return self._with(frame, transformation_ctx)

    # -- rows

    def filter(self, f, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0):
        """The records for which the Python function `f(record)` is true; a record is a dict of plain values."""
        kept, errors = records.filtered(self._df, f)
        return self._stage(kept, errors, transformation_ctx, stageThreshold, totalThreshold)

    def map(
        self, f, transformation_ctx="", preservesPartitioning=False, info="", stageThreshold=0, totalThreshold=0
    ):
        """What the Python function `f(record)` makes of each record; runs it now, once, to learn the types."""
        made, errors = records.mapped(self._df, f)
        return self._stage(made, errors, transformation_ctx, stageThreshold, totalThreshold)

    def _stage(self, frame, errors, transformation_ctx, stage_threshold, total_threshold):
        before = self._errors
        result = self._with(frame, transformation_ctx)
        result._errors = errors if before is None else before.unionByName(errors)
        result._stage_errors = errors
        if stage_threshold > 0 and (count := errors.count()) >= stage_threshold:
            raise RuntimeError(f"{count} errors in the step '{transformation_ctx}', threshold {stage_threshold}: {_first(errors)}")
        if total_threshold > 0 and (count := result._errors.count()) >= total_threshold:
            raise RuntimeError(f"{count} errors so far, threshold {total_threshold}: {_first(result._errors)}")
        return result

    def join(self, paths1, paths2, frame2, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0):
        """Inner join on equal keys. A field of `frame2` that this frame has too is named `.field`."""
        if len(paths1) != len(paths2):
            raise ValueError("join needs as many keys of the one frame as of the other")
        left, right = self._df.alias("l"), frame2._df
        same = {name: f".{name}" for name in right.columns if name in self._df.columns}
        names = [F.col(paths.quoted(name)).alias(same.get(name, name)) for name in right.columns]
        keys = [paths.found(right, path) for path in _listed(paths2)]
        keys = [(same.get(parts[0], parts[0]), *parts[1:]) for parts in keys]
        right = right.select(*names).alias("r")
        equal = [
            F.col("l." + paths.quoted(*paths.found(self._df, path))) == F.col("r." + paths.quoted(*key))
            for path, key in zip(_listed(paths1), keys)
        ]
        return self._with(left.join(right, equal, "inner"), transformation_ctx)

    def union(self, other_frame, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0):
        """The records of both; a field whose types differ becomes a choice."""
        return self._with(choices.union(self._df, other_frame._df), transformation_ctx)

    def mergeDynamicFrame(
        self, stage_dynamic_frame, primary_keys, transformation_ctx="", options=None, info="", stageThreshold=0,
        totalThreshold=0,
    ):  # fmt: skip
        """All records of the stage, and those of this frame whose keys are not among the stage's."""
        keys = [paths.quoted(*paths.found(self._df, key)) for key in primary_keys]
        stage = stage_dynamic_frame._df
        known = stage.select(*(F.col(key).alias(f"__{n}") for n, key in enumerate(keys))).distinct()
        same = [F.col(key).eqNullSafe(F.col(f"__{n}")) for n, key in enumerate(keys)]
        return self._with(choices.union(self._df.join(known, same, "left_anti"), stage), transformation_ctx)

    def split_fields(
        self, paths_=None, name1="", name2="", transformation_ctx="", info="", stageThreshold=0, totalThreshold=0, **named
    ):
        """Two frames: the fields of the paths, and the others."""
        wanted = _argument(paths_, named, "paths")
        first, second = name1 or f"{self.name}1", name2 or f"{self.name}2"
        parts = {first: self.select_fields(wanted, first), second: self.drop_fields(wanted, second)}
        return DynamicFrameCollection(parts, self.glue_ctx)

    def split_rows(
        self, comparison_dict, name1="", name2="", transformation_ctx="", info="", stageThreshold=0, totalThreshold=0
    ):
        """Two frames: the rows that meet all comparisons, {path: {">": 10}}, and the others, nulls among them."""
        condition = F.lit(True)
        for path, comparisons in comparison_dict.items():
            for operator, value in comparisons.items():
                if operator not in _COMPARISONS:
                    raise ValueError(f"unknown comparison '{operator}'; known: {', '.join(_COMPARISONS)}")
                condition = condition & _COMPARISONS[operator](paths.column(paths.found(self._df, path)), F.lit(value))
        met = F.coalesce(condition, F.lit(False))
        first, second = name1 or f"{self.name}1", name2 or f"{self.name}2"
        parts = {first: self._with(self._df.where(met), first), second: self._with(self._df.where(~met), second)}
        return DynamicFrameCollection(parts, self.glue_ctx)

    def repartition(self, num_partitions, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0):
        return self._with(self._df.repartition(num_partitions), transformation_ctx)

    def coalesce(
        self, num_partitions, shuffle=False, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0
    ):
        frame = self._df.repartition(num_partitions) if shuffle else self._df.coalesce(num_partitions)
        return self._with(frame, transformation_ctx)

    # -- nested data

    def unnest(self, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0):
        """Structs replaced by their fields, named by path: `a.b`."""
        return self._with(relational.unnested(self._df), transformation_ctx)

    def relationalize(
        self, root_table_name, staging_path=None, options=None, transformation_ctx="", info="", stageThreshold=0,
        totalThreshold=0,
    ):  # fmt: skip
        """Flat tables: the root, and one for each array, found by `id` in the array's place. Nothing is staged."""
        if options:
            refuse(f"relationalize option {', '.join(sorted(options))}")
        tables = relational.relationalized(self._df, root_table_name)
        return DynamicFrameCollection({n: self._with(frame, n) for n, frame in tables.items()}, self.glue_ctx)

    def spigot(self, path, options=None, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0):
        """Writes a sample as JSON, now: the first `topk` records, or each with probability `prob`, or all."""
        options = dict(options or {})
        frame = self.toDF()
        if "topk" in options:
            frame = frame.limit(int(options.pop("topk")))
        if "prob" in options:
            frame = frame.sample(float(options.pop("prob")))
        if options:
            refuse(f"spigot option {', '.join(sorted(options))}")
        frame.write.mode("append").json(path)
        return self

    # -- errors

    def errorsCount(self):
        """How many records failed on the way to this frame."""
        return self._errors.count() if self._errors is not None else 0

    def stageErrorsCount(self):
        """How many records failed in the step that gave this frame."""
        return self._stage_errors.count() if self._stage_errors is not None else 0

    def errorsAsDynamicFrame(self):
        """The failed records: `error.msg`, and `error.record` as text."""
        errors = self._errors
        if errors is None:
            errors = self._df.sparkSession.createDataFrame([], "msg string, record string")
        return DynamicFrame(errors.select(F.struct("msg", "record").alias("error")), self.glue_ctx, "errors")

    def assertErrorThreshold(self, threshold=0):
        if (count := self.errorsCount()) > threshold:
            raise RuntimeError(f"{count} errors, threshold {threshold}: {_first(self._errors)}")

    # -- writing

    def write(self, connection_type, connection_options, format, format_options, accumulator_size=None):
        return self.glue_ctx.write_dynamic_frame_from_options(
            self, connection_type, connection_options, format, format_options
        )

    def simplify_ddb_json(self, *_, **__):
        refuse("DynamicFrame.simplify_ddb_json")

    def unnest_ddb_json(self, *_, **__):
        refuse("DynamicFrame.unnest_ddb_json")

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        refuse(f"DynamicFrame.{name}")


class DynamicFrameCollection:
    """Frames by name."""

    def __init__(self, dynamic_frames, glue_ctx):
        self._frames = OrderedDict(dynamic_frames)
        self.glue_ctx = glue_ctx

    def __getitem__(self, key):
        return self._frames[key]

    def __len__(self):
        return len(self._frames)

    def keys(self):
        return self._frames.keys()

    def values(self):
        return self._frames.values()

    def items(self):
        return self._frames.items()

    def select(self, key, transformation_ctx=""):
        return self._frames[key]

    def map(self, callable, transformation_ctx=""):
        """The function `callable(frame, name)` applied to each frame."""
        return DynamicFrameCollection({name: callable(frame, name) for name, frame in self.items()}, self.glue_ctx)

    def flatmap(self, f, transformation_ctx=""):
        """Like `map`, for a function that gives a frame or a collection of frames."""
        frames = OrderedDict()
        for name, frame in self.items():
            made = f(frame, name)
            frames.update(made.items() if isinstance(made, DynamicFrameCollection) else {name: made})
        return DynamicFrameCollection(frames, self.glue_ctx)


class DynamicFrameReader:
    """`glue_context.create_dynamic_frame`."""

    def __init__(self, glue_context):
        self._glue_context = glue_context

    def from_rdd(self, data, name, schema=None, sampleRatio=None):
        return self._glue_context.create_dynamic_frame_from_rdd(data, name, schema, sampleRatio)

    def from_options(
        self, connection_type, connection_options=None, format=None, format_options=None, transformation_ctx="",
        push_down_predicate="", **kwargs,
    ):  # fmt: skip
        return self._glue_context.create_dynamic_frame_from_options(
            connection_type, connection_options, format, format_options, transformation_ctx, push_down_predicate, **kwargs
        )

    def from_catalog(
        self, database=None, table_name=None, redshift_tmp_dir="", transformation_ctx="", push_down_predicate="",
        additional_options=None, catalog_id=None, **kwargs,
    ):  # fmt: skip
        return self._glue_context.create_dynamic_frame_from_catalog(
            database, table_name, redshift_tmp_dir, transformation_ctx, push_down_predicate, additional_options, catalog_id,
            **kwargs,
        )  # fmt: skip


class DynamicFrameWriter:
    """`glue_context.write_dynamic_frame`."""

    def __init__(self, glue_context):
        self._glue_context = glue_context

    def from_options(
        self, frame, connection_type, connection_options=None, format=None, format_options=None, transformation_ctx=""
    ):
        return self._glue_context.write_dynamic_frame_from_options(
            frame, connection_type, connection_options, format, format_options, transformation_ctx
        )

    def from_catalog(
        self, frame, database=None, table_name=None, redshift_tmp_dir="", transformation_ctx="", additional_options=None,
        catalog_id=None, **kwargs,
    ):  # fmt: skip
        return self._glue_context.write_dynamic_frame_from_catalog(
            frame, database, table_name, redshift_tmp_dir, transformation_ctx, additional_options, catalog_id, **kwargs
        )

    def from_jdbc_conf(
        self, frame, catalog_connection, connection_options=None, redshift_tmp_dir="", transformation_ctx="", catalog_id=None
    ):
        return self._glue_context.write_dynamic_frame_from_jdbc_conf(
            frame, catalog_connection, connection_options, redshift_tmp_dir, transformation_ctx, catalog_id
        )


def _argument(value, named, name):
    """An argument whose documented name is the name of a module here."""
    if value is None:
        value = named.pop(name, None)
    if value is None or named:
        raise TypeError(f"expected the argument '{name}'" + (f", not {', '.join(named)}" if named else ""))
    return value


def _listed(value):
    return [value] if isinstance(value, str) else list(value)


def _mapping(mapping):
    """(source, target, target type or None) of a mapping tuple."""
    if len(mapping) == 4:
        source, _kind, target, kind = mapping
        return source, target, kind
    if len(mapping) == 3:
        source, target, kind = mapping
        return source, target, kind
    if len(mapping) == 2:
        return (*mapping, None)
    raise ValueError(f"a mapping has 2 to 4 parts, not {len(mapping)}: {mapping!r}")


def _first(errors):
    row = errors.first()
    return row.msg.strip().splitlines()[-1] if row else ""


def _tree(kind, name="root", depth=0):
    """The schema as an indented tree, as Glue prints it."""
    head = "root" if depth == 0 else "|    " * (depth - 1) + f"|-- {name}: {kind.typeName()}"
    lines = [head]
    if isinstance(kind, gluetypes.StructType):
        lines += [_tree(field.dataType, field.name, depth + 1) for field in kind.fields]
    elif isinstance(kind, gluetypes.ArrayType):
        lines.append(_tree(kind.elementType, "element", depth + 1))
    elif isinstance(kind, gluetypes.MapType):
        lines.append(_tree(kind.valueType, "value", depth + 1))
    elif isinstance(kind, gluetypes.ChoiceType):
        lines += ["|    " * depth + f"|    {choice}" for choice in kind.choices]
    return "\n".join(lines)
