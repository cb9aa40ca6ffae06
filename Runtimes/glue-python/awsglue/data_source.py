"""`glue_context.getSource`: a source whose format is said step by step."""

__all__ = ["DataSource"]


class DataSource:
    def __init__(self, context, connection_type, options, transformation_ctx="", push_down_predicate=""):
        self._context = context
        self._connection_type = connection_type
        self._options = dict(options)
        self._transformation_ctx = transformation_ctx
        self._predicate = push_down_predicate
        self._format, self._format_options = None, {}

    def setFormat(self, format, **options):
        self._format, self._format_options = format, options

    def getFrame(self):
        return self._context.create_dynamic_frame_from_options(
            self._connection_type, self._options, self._format, self._format_options, self._transformation_ctx,
            self._predicate,
        )  # fmt: skip
