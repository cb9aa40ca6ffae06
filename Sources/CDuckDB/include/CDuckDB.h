// The part of DuckDB's stable C API (v1.5) that Etape uses, reached through dlopen: building needs no DuckDB.
// Names and layouts follow https://duckdb.org/docs/stable/clients/c/api.
#ifndef CDUCKDB_H
#define CDUCKDB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Handles: opaque to us as they are to every client of the C API.
typedef struct cduckdb_database_s *cduckdb_database;
typedef struct cduckdb_connection_s *cduckdb_connection;
typedef struct cduckdb_config_s *cduckdb_config;
typedef struct cduckdb_extracted_s *cduckdb_extracted;
typedef struct cduckdb_prepared_s *cduckdb_prepared;
typedef struct cduckdb_pending_s *cduckdb_pending;
typedef struct cduckdb_chunk_s *cduckdb_chunk;
typedef struct cduckdb_vector_s *cduckdb_vector;
typedef struct cduckdb_logical_type_s *cduckdb_logical_type;

// duckdb_result: passed by value to duckdb_fetch_chunk, so its size and layout are part of the ABI.
typedef struct {
    uint64_t deprecated_counts[3];
    void *_Nullable deprecated_columns;
    char *_Nullable deprecated_error_message;
    void *_Nullable internal_data;
} cduckdb_result;

typedef struct {
    uint64_t lower;
    int64_t upper;
} cduckdb_hugeint;

typedef struct {
    uint64_t offset;
    uint64_t length;
} cduckdb_list_entry;

typedef struct {
    int32_t months;
    int32_t days;
    int64_t micros;
} cduckdb_interval;

// duckdb_string_t: 12 bytes stand inline; longer ones behind the pointer, after a prefix of 4 bytes.
typedef struct {
    uint32_t length;
    char prefix[4];
    const char *_Nullable pointer;
} cduckdb_string;

// The bytes of a string in a vector; they live as long as its chunk.
static inline const void *_Nonnull cduckdb_string_bytes(const cduckdb_string *_Nonnull text) {
    return text->length <= 12 ? (const void *)text->prefix : (const void *)text->pointer;
}

// duckdb_type
enum {
    CDUCKDB_BOOLEAN = 1,
    CDUCKDB_TINYINT = 2,
    CDUCKDB_SMALLINT = 3,
    CDUCKDB_INTEGER = 4,
    CDUCKDB_BIGINT = 5,
    CDUCKDB_UTINYINT = 6,
    CDUCKDB_USMALLINT = 7,
    CDUCKDB_UINTEGER = 8,
    CDUCKDB_UBIGINT = 9,
    CDUCKDB_FLOAT = 10,
    CDUCKDB_DOUBLE = 11,
    CDUCKDB_TIMESTAMP = 12,
    CDUCKDB_DATE = 13,
    CDUCKDB_TIME = 14,
    CDUCKDB_INTERVAL = 15,
    CDUCKDB_HUGEINT = 16,
    CDUCKDB_VARCHAR = 17,
    CDUCKDB_BLOB = 18,
    CDUCKDB_DECIMAL = 19,
    CDUCKDB_TIMESTAMP_S = 20,
    CDUCKDB_TIMESTAMP_MS = 21,
    CDUCKDB_TIMESTAMP_NS = 22,
    CDUCKDB_ENUM = 23,
    CDUCKDB_LIST = 24,
    CDUCKDB_STRUCT = 25,
    CDUCKDB_MAP = 26,
    CDUCKDB_UUID = 27,
    CDUCKDB_UNION = 28,
    CDUCKDB_BIT = 29,
    CDUCKDB_TIME_TZ = 30,
    CDUCKDB_TIMESTAMP_TZ = 31,
    CDUCKDB_UHUGEINT = 32,
    CDUCKDB_ARRAY = 33,
    CDUCKDB_BIGNUM = 35,
    CDUCKDB_SQLNULL = 36,
    CDUCKDB_TIME_NS = 39,
    CDUCKDB_GEOMETRY = 40,
    CDUCKDB_VARIANT = 41,
};

// duckdb_statement_type
enum {
    CDUCKDB_STATEMENT_SELECT = 1,
};

// The functions, under their names without "duckdb_". A state is 0 for success, 1 for an error.
typedef struct {
    const char *_Nonnull (*_Nonnull library_version)(void);
    int (*_Nonnull create_config)(cduckdb_config _Nullable *_Nonnull out);
    int (*_Nonnull set_config)(cduckdb_config _Nonnull config, const char *_Nonnull name, const char *_Nonnull value);
    void (*_Nonnull destroy_config)(cduckdb_config _Nullable *_Nonnull config);
    int (*_Nonnull open_ext)(const char *_Nullable path, cduckdb_database _Nullable *_Nonnull out,
                             cduckdb_config _Nullable config, char *_Nullable *_Nonnull error);
    void (*_Nonnull close)(cduckdb_database _Nullable *_Nonnull database);
    int (*_Nonnull connect)(cduckdb_database _Nonnull database, cduckdb_connection _Nullable *_Nonnull out);
    void (*_Nonnull disconnect)(cduckdb_connection _Nullable *_Nonnull connection);
    void (*_Nonnull interrupt)(cduckdb_connection _Nonnull connection);
    void (*_Nonnull free)(void *_Nullable pointer);

    uint64_t (*_Nonnull extract_statements)(cduckdb_connection _Nonnull connection, const char *_Nonnull sql,
                                            cduckdb_extracted _Nullable *_Nonnull out);
    const char *_Nullable (*_Nonnull extract_statements_error)(cduckdb_extracted _Nullable statements);
    void (*_Nonnull destroy_extracted)(cduckdb_extracted _Nullable *_Nonnull statements);
    int (*_Nonnull prepare_extracted_statement)(cduckdb_connection _Nonnull connection,
                                                cduckdb_extracted _Nullable statements, uint64_t index,
                                                cduckdb_prepared _Nullable *_Nonnull out);
    const char *_Nullable (*_Nonnull prepare_error)(cduckdb_prepared _Nullable statement);
    int (*_Nonnull prepared_statement_type)(cduckdb_prepared _Nullable statement);
    void (*_Nonnull destroy_prepare)(cduckdb_prepared _Nullable *_Nonnull statement);

    int (*_Nonnull pending_prepared_streaming)(cduckdb_prepared _Nullable statement,
                                               cduckdb_pending _Nullable *_Nonnull out);
    const char *_Nullable (*_Nonnull pending_error)(cduckdb_pending _Nullable pending);
    int (*_Nonnull execute_pending)(cduckdb_pending _Nullable pending, cduckdb_result *_Nonnull out);
    void (*_Nonnull destroy_pending)(cduckdb_pending _Nullable *_Nonnull pending);

    const char *_Nullable (*_Nonnull result_error)(cduckdb_result *_Nonnull result);
    void (*_Nonnull destroy_result)(cduckdb_result *_Nonnull result);
    uint64_t (*_Nonnull column_count)(cduckdb_result *_Nonnull result);
    const char *_Nullable (*_Nonnull column_name)(cduckdb_result *_Nonnull result, uint64_t column);
    cduckdb_logical_type _Nullable (*_Nonnull column_logical_type)(cduckdb_result *_Nonnull result, uint64_t column);
    cduckdb_chunk _Nullable (*_Nonnull fetch_chunk)(cduckdb_result result);

    uint64_t (*_Nonnull data_chunk_get_size)(cduckdb_chunk _Nonnull chunk);
    cduckdb_vector _Nullable (*_Nonnull data_chunk_get_vector)(cduckdb_chunk _Nonnull chunk, uint64_t column);
    void (*_Nonnull destroy_data_chunk)(cduckdb_chunk _Nullable *_Nonnull chunk);
    void *_Nullable (*_Nonnull vector_get_data)(cduckdb_vector _Nonnull vector);
    uint64_t *_Nullable (*_Nonnull vector_get_validity)(cduckdb_vector _Nonnull vector);
    cduckdb_vector _Nullable (*_Nonnull list_vector_get_child)(cduckdb_vector _Nonnull vector);
    cduckdb_vector _Nullable (*_Nonnull array_vector_get_child)(cduckdb_vector _Nonnull vector);
    cduckdb_vector _Nullable (*_Nonnull struct_vector_get_child)(cduckdb_vector _Nonnull vector, uint64_t index);

    int (*_Nonnull get_type_id)(cduckdb_logical_type _Nonnull type);
    char *_Nullable (*_Nonnull logical_type_get_alias)(cduckdb_logical_type _Nonnull type);
    void (*_Nonnull destroy_logical_type)(cduckdb_logical_type _Nullable *_Nonnull type);
    uint8_t (*_Nonnull decimal_width)(cduckdb_logical_type _Nonnull type);
    uint8_t (*_Nonnull decimal_scale)(cduckdb_logical_type _Nonnull type);
    int (*_Nonnull decimal_internal_type)(cduckdb_logical_type _Nonnull type);
    int (*_Nonnull enum_internal_type)(cduckdb_logical_type _Nonnull type);
    uint32_t (*_Nonnull enum_dictionary_size)(cduckdb_logical_type _Nonnull type);
    char *_Nullable (*_Nonnull enum_dictionary_value)(cduckdb_logical_type _Nonnull type, uint64_t index);
    cduckdb_logical_type _Nullable (*_Nonnull list_type_child_type)(cduckdb_logical_type _Nonnull type);
    cduckdb_logical_type _Nullable (*_Nonnull array_type_child_type)(cduckdb_logical_type _Nonnull type);
    uint64_t (*_Nonnull array_type_array_size)(cduckdb_logical_type _Nonnull type);
    cduckdb_logical_type _Nullable (*_Nonnull map_type_key_type)(cduckdb_logical_type _Nonnull type);
    cduckdb_logical_type _Nullable (*_Nonnull map_type_value_type)(cduckdb_logical_type _Nonnull type);
    uint64_t (*_Nonnull struct_type_child_count)(cduckdb_logical_type _Nonnull type);
    char *_Nullable (*_Nonnull struct_type_child_name)(cduckdb_logical_type _Nonnull type, uint64_t index);
    cduckdb_logical_type _Nullable (*_Nonnull struct_type_child_type)(cduckdb_logical_type _Nonnull type,
                                                                      uint64_t index);
    uint64_t (*_Nonnull union_type_member_count)(cduckdb_logical_type _Nonnull type);
    char *_Nullable (*_Nonnull union_type_member_name)(cduckdb_logical_type _Nonnull type, uint64_t index);
    cduckdb_logical_type _Nullable (*_Nonnull union_type_member_type)(cduckdb_logical_type _Nonnull type,
                                                                      uint64_t index);
} cduckdb_api;

// Loads the library at `path` and resolves every function of cduckdb_api. The answer lives as long as the process.
// NULL where the library cannot be loaded or lacks a function; `error` then holds the reason as text.
const cduckdb_api *_Nullable cduckdb_load(const char *_Nonnull path, char *_Nonnull error, size_t capacity);

#endif
