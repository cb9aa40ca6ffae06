"""`glue_context.getSink`: files and their table of the Data Catalog in one."""

from awsglue import formats, jdbc
from awsglue.dynamicframe import DynamicFrame, DynamicFrameCollection
from awsglue.refusal import refuse

__all__ = ["DataSink"]


class DataSink:
    """A place to write frames to.

    Options: `path`, `partitionKeys`, `enableUpdateCatalog`, `updateBehavior` (UPDATE_IN_DATABASE or LOG), `compression`
    for S3; those of JDBC connections for databases.
    """

    def __init__(self, context, connection_type, options):
        self._context = context
        self._connection_type = connection_type
        self._options = dict(options)
        self._format, self._format_options = None, {}
        self._table = None

    def setFormat(self, format, **options):
        self._format, self._format_options = format, options

    def setCatalogInfo(self, catalogDatabase=None, catalogTableName=None, catalogId=""):
        self._table = (catalogDatabase, catalogTableName, catalogId or None)

    def setAccumulableSize(self, size):
        """Glue's size of its error accumulator; nothing is bounded by it here."""

    def write(self, dynamic_frame_or_dfc, info=""):
        if isinstance(dynamic_frame_or_dfc, DynamicFrameCollection):
            frames = dynamic_frame_or_dfc.items()
            written = {name: self.writeFrame(frame, info) for name, frame in frames}
            return DynamicFrameCollection(written, self._context)
        return self.writeFrame(dynamic_frame_or_dfc, info)

    def writeFrame(self, dynamic_frame, info=""):
        frame = dynamic_frame.toDF()
        if self._connection_type in jdbc.TYPES:
            jdbc.write(self._context, self._connection_type, frame, self._options)
        elif self._connection_type == "s3":
            self._write_files(frame)
        else:
            refuse(f"the connection type '{self._connection_type}'")
        return DynamicFrame(frame, self._context, dynamic_frame.name)

    def _write_files(self, frame):
        options = dict(self._options)
        update = formats.truth(options.pop("enableUpdateCatalog", False))
        behaviour = options.pop("updateBehavior", "UPDATE_IN_DATABASE")
        if behaviour not in ("UPDATE_IN_DATABASE", "LOG"):
            raise ValueError(f"updateBehavior is UPDATE_IN_DATABASE or LOG, not '{behaviour}'")
        if update and (self._table is None or not all(self._table[:2])):
            raise ValueError("enableUpdateCatalog needs setCatalogInfo(catalogDatabase, catalogTableName)")
        formats.write(frame, self._format, options, self._format_options)
        if update:
            database, name, catalog_id = self._table
            format, keys = formats.checked_format(self._format), list(options.get("partitionKeys") or [])
            self._context.catalog.record(
                frame, database, name, options["path"], format, self._format_options, keys, behaviour, catalog_id
            )
