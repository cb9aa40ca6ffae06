"""DuckDB through its C library, as Etape itself uses it: no Python module of DuckDB is needed."""

import ctypes
import os
from pathlib import Path


def library_path():
    cache = os.environ.get("ETAPE_CACHE") or Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "etape"
    return Path(cache) / "lib" / "libduckdb.so"


class _Result(ctypes.Structure):
    _fields_ = [
        ("column_count", ctypes.c_uint64), ("row_count", ctypes.c_uint64), ("rows_changed", ctypes.c_uint64),
        ("columns", ctypes.c_void_p), ("error_message", ctypes.c_char_p), ("internal_data", ctypes.c_void_p),
    ]  # fmt: skip


class DuckDB:
    """An in-memory database; `rows` runs one statement and gives its rows, every value as text or None."""

    def __init__(self):
        self._lib = lib = ctypes.CDLL(str(library_path()))
        lib.duckdb_result_error.restype = ctypes.c_char_p
        lib.duckdb_column_count.restype = lib.duckdb_row_count.restype = ctypes.c_uint64
        lib.duckdb_value_varchar.restype = ctypes.c_void_p
        lib.duckdb_value_varchar.argtypes = [ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint64]
        lib.duckdb_free.argtypes = [ctypes.c_void_p]
        self._database, self._connection = ctypes.c_void_p(), ctypes.c_void_p()
        if lib.duckdb_open(None, ctypes.byref(self._database)):
            raise RuntimeError("DuckDB did not open")
        lib.duckdb_connect(self._database, ctypes.byref(self._connection))

    def rows(self, statement):
        lib, result = self._lib, _Result()
        try:
            if lib.duckdb_query(self._connection, statement.encode(), ctypes.byref(result)):
                raise RuntimeError(lib.duckdb_result_error(ctypes.byref(result)).decode())
            columns, rows = (count(ctypes.byref(result)) for count in (lib.duckdb_column_count, lib.duckdb_row_count))
            return [tuple(self._value(result, column, row) for column in range(columns)) for row in range(rows)]
        finally:
            lib.duckdb_destroy_result(ctypes.byref(result))

    def _value(self, result, column, row):
        pointer = self._lib.duckdb_value_varchar(ctypes.byref(result), column, row)
        if not pointer:
            return None
        try:
            return ctypes.string_at(pointer).decode()
        finally:
            self._lib.duckdb_free(pointer)


def oracle(data, sql):
    """{dataset: rows} by scripts/flights-oracle.sql for a folder of CSV files."""
    duck = DuckDB()
    duck.rows("SET TimeZone = 'UTC'")
    duck.rows(f"SET VARIABLE data = '{data}'")
    return {name: int(count) for name, count in duck.rows(Path(sql).read_text())}
