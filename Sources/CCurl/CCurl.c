#include "CCurl.h"

#include <string.h>

CURLcode etape_curl_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode etape_curl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode etape_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}

CURLcode etape_curl_set_buffer(CURL *handle, CURLoption option, char *value) {
    return curl_easy_setopt(handle, option, value);
}

long etape_curl_response_code(CURL *handle) {
    long code = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
    return code;
}

static size_t read_source(char *buffer, size_t size, size_t items, void *context) {
    etape_curl_source *source = context;
    size_t left = source->count - source->position;
    size_t count = size * items < left ? size * items : left;
    memcpy(buffer, source->bytes + source->position, count);
    source->position += count;
    return count;
}

static int seek_source(void *context, curl_off_t offset, int origin) {
    etape_curl_source *source = context;
    if (origin != SEEK_SET || offset < 0 || (size_t)offset > source->count) return CURL_SEEKFUNC_CANTSEEK;
    source->position = (size_t)offset;
    return CURL_SEEKFUNC_OK;
}

static size_t write_sink(char *bytes, size_t size, size_t items, void *context) {
    etape_curl_sink *sink = context;
    size_t room = sink->capacity - sink->count;
    size_t count = size * items < room ? size * items : room;
    memcpy(sink->bytes + sink->count, bytes, count);
    sink->count += count;
    if (count < size * items) sink->overflowed = true;
    return count;
}

CURLcode etape_curl_set_source(CURL *handle, etape_curl_source *source) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, read_source);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_READDATA, source);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_SEEKFUNCTION, seek_source);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_SEEKDATA, source);
    if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_INFILESIZE_LARGE, (curl_off_t)source->count);
    return code;
}

CURLcode etape_curl_set_sink(CURL *handle, etape_curl_sink *sink) {
    CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, write_sink);
    return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_WRITEDATA, sink) : code;
}
