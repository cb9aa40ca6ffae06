"""Glue's transforms as classes: `Name.apply(frame = …, …)`, or an instance called with the same arguments."""

from awsglue.refusal import refuse

__all__ = [
    "ApplyMapping", "DropFields", "DropNullFields", "ErrorsAsDynamicFrame", "EvaluateDataQuality", "FillMissingValues",
    "Filter", "FindIncrementalMatches", "FindMatches", "FlatMap", "GlueTransform", "Join", "Map", "MapToCollection",
    "Relationalize", "RenameField", "ResolveChoice", "SelectFields", "SelectFromCollection", "SimplifyDDBJson",
    "Spigot", "SplitFields", "SplitRows", "Unbox", "Union", "UnnestFrame", "mergeDynamicFrame",
]  # fmt: skip


class GlueTransform:
    """A transform: `apply` makes one and calls it."""

    @classmethod
    def apply(cls, *args, **kwargs):
        return cls()(*args, **kwargs)

    @classmethod
    def name(cls):
        return cls.__name__

    def __call__(self, *args, **kwargs):
        refuse(f"the transform {self.name()}")


class ApplyMapping(GlueTransform):
    def __call__(self, frame, mappings, case_sensitive=False, **common):
        return frame.apply_mapping(mappings, case_sensitive, **common)


class DropFields(GlueTransform):
    def __call__(self, frame, paths, **common):
        return frame.drop_fields(paths, **common)


class DropNullFields(GlueTransform):
    def __call__(self, frame, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0):
        return frame.drop_nulls(transformation_ctx)


class ErrorsAsDynamicFrame(GlueTransform):
    def __call__(self, frame, **_):
        return frame.errorsAsDynamicFrame()


class Filter(GlueTransform):
    def __call__(self, frame, f, **common):
        return frame.filter(f, **common)


class FlatMap(GlueTransform):
    """`BaseTransform` applied to each frame of a collection; the frame goes in as `frame_name`."""

    def __call__(self, dfc, BaseTransform, frame_name, transformation_ctx="", **base_kwargs):
        def step(frame, name):
            return BaseTransform.apply(**{**base_kwargs, frame_name: frame})

        return dfc.flatmap(step, transformation_ctx)


class Join(GlueTransform):
    def __call__(self, frame1, frame2, keys1, keys2, transformation_ctx=""):
        return frame1.join(keys1, keys2, frame2, transformation_ctx)


class Map(GlueTransform):
    def __call__(self, frame, f, **common):
        return frame.map(f, **common)


class MapToCollection(GlueTransform):
    """The function `callable(frame, name)` applied to each frame of a collection."""

    def __call__(self, dfc, callable, transformation_ctx=""):
        return dfc.map(callable, transformation_ctx)


class Relationalize(GlueTransform):
    def __call__(self, frame, staging_path=None, name="roottable", options=None, **common):
        return frame.relationalize(name, staging_path, options, **common)


class RenameField(GlueTransform):
    def __call__(self, frame, old_name, new_name, **common):
        return frame.rename_field(old_name, new_name, **common)


class ResolveChoice(GlueTransform):
    def __call__(self, frame, specs=None, choice="", database=None, table_name=None, **common):
        return frame.resolveChoice(specs, choice, database, table_name, **common)


class SelectFields(GlueTransform):
    def __call__(self, frame, paths, **common):
        return frame.select_fields(paths, **common)


class SelectFromCollection(GlueTransform):
    def __call__(self, dfc, key, transformation_ctx=""):
        return dfc.select(key, transformation_ctx)


class Spigot(GlueTransform):
    def __call__(self, frame, path, options=None, transformation_ctx=""):
        return frame.spigot(path, options, transformation_ctx)


class SplitFields(GlueTransform):
    def __call__(self, frame, paths, name1=None, name2=None, **common):
        return frame.split_fields(paths, name1, name2, **common)


class SplitRows(GlueTransform):
    def __call__(self, frame, comparison_dict, name1="frame1", name2="frame2", **common):
        return frame.split_rows(comparison_dict, name1, name2, **common)


class Unbox(GlueTransform):
    def __call__(self, frame, path, format, transformation_ctx="", info="", stageThreshold=0, totalThreshold=0, **options):
        return frame.unbox(path, format, transformation_ctx, info, stageThreshold, totalThreshold, **options)


class Union(GlueTransform):
    def __call__(self, frame1, frame2, transformation_ctx=""):
        return frame1.union(frame2, transformation_ctx)


class UnnestFrame(GlueTransform):
    def __call__(self, frame, **common):
        return frame.unnest(**common)


class mergeDynamicFrame(GlueTransform):
    def __call__(self, frame, stage_dynamic_frame, primary_keys, transformation_ctx="", options=None):
        return frame.mergeDynamicFrame(stage_dynamic_frame, primary_keys, transformation_ctx, options)


class EvaluateDataQuality(GlueTransform):
    """Refused."""


class FillMissingValues(GlueTransform):
    """Refused."""


class FindIncrementalMatches(GlueTransform):
    """Refused."""


class FindMatches(GlueTransform):
    """Refused."""


class SimplifyDDBJson(GlueTransform):
    """Refused."""
