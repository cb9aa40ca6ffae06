#include "CDuckDB.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FUNCTION(name) {"duckdb_" #name, offsetof(cduckdb_api, name)}

static const struct {
    const char *name;
    size_t offset;
} functions[] = {
    FUNCTION(library_version),
    FUNCTION(create_config),
    FUNCTION(set_config),
    FUNCTION(destroy_config),
    FUNCTION(open_ext),
    FUNCTION(close),
    FUNCTION(connect),
    FUNCTION(disconnect),
    FUNCTION(interrupt),
    FUNCTION(free),
    FUNCTION(extract_statements),
    FUNCTION(extract_statements_error),
    FUNCTION(destroy_extracted),
    FUNCTION(prepare_extracted_statement),
    FUNCTION(prepare_error),
    FUNCTION(prepared_statement_type),
    FUNCTION(destroy_prepare),
    FUNCTION(pending_prepared_streaming),
    FUNCTION(pending_error),
    FUNCTION(execute_pending),
    FUNCTION(destroy_pending),
    FUNCTION(result_error),
    FUNCTION(destroy_result),
    FUNCTION(column_count),
    FUNCTION(column_name),
    FUNCTION(column_logical_type),
    FUNCTION(fetch_chunk),
    FUNCTION(data_chunk_get_size),
    FUNCTION(data_chunk_get_vector),
    FUNCTION(destroy_data_chunk),
    FUNCTION(vector_get_data),
    FUNCTION(vector_get_validity),
    FUNCTION(list_vector_get_child),
    FUNCTION(array_vector_get_child),
    FUNCTION(struct_vector_get_child),
    FUNCTION(get_type_id),
    FUNCTION(logical_type_get_alias),
    FUNCTION(destroy_logical_type),
    FUNCTION(decimal_width),
    FUNCTION(decimal_scale),
    FUNCTION(decimal_internal_type),
    FUNCTION(enum_internal_type),
    FUNCTION(enum_dictionary_size),
    FUNCTION(enum_dictionary_value),
    FUNCTION(list_type_child_type),
    FUNCTION(array_type_child_type),
    FUNCTION(array_type_array_size),
    FUNCTION(map_type_key_type),
    FUNCTION(map_type_value_type),
    FUNCTION(struct_type_child_count),
    FUNCTION(struct_type_child_name),
    FUNCTION(struct_type_child_type),
    FUNCTION(union_type_member_count),
    FUNCTION(union_type_member_name),
    FUNCTION(union_type_member_type),
};

static const cduckdb_api *failure(void *library, cduckdb_api *api, char *error, size_t capacity, const char *reason) {
    snprintf(error, capacity, "%s", reason);
    free(api);
    if (library) dlclose(library);
    return NULL;
}

const cduckdb_api *cduckdb_load(const char *path, char *error, size_t capacity) {
    void *library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        const char *reason = dlerror();
        return failure(NULL, NULL, error, capacity, reason ? reason : "the library cannot be loaded");
    }
    cduckdb_api *api = calloc(1, sizeof *api);
    if (!api) return failure(library, NULL, error, capacity, "out of memory");
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++) {
        void *symbol = dlsym(library, functions[i].name);
        if (!symbol) {
            char reason[160];
            snprintf(reason, sizeof reason, "the library has no function %s", functions[i].name);
            return failure(library, api, error, capacity, reason);
        }
        memcpy((char *)api + functions[i].offset, &symbol, sizeof symbol);
    }
    return api;
}
