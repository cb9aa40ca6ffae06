#ifndef ETAPE_CCURL_H
#define ETAPE_CCURL_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

// libcurl's curl_easy_setopt and curl_easy_getinfo are variadic, which Swift does not call:
// one function for each type of argument.

CURLcode etape_curl_set_long(CURL *handle, CURLoption option, long value);
CURLcode etape_curl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode etape_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode etape_curl_set_buffer(CURL *handle, CURLoption option, char *value);
long etape_curl_response_code(CURL *handle);

// Bytes to send. They must outlive the transfer.
typedef struct {
    const unsigned char *bytes;
    size_t count;
    size_t position;
} etape_curl_source;

// Where received bytes go: at most `capacity`; more ends the transfer and sets `overflowed`.
typedef struct {
    unsigned char *bytes;
    size_t capacity;
    size_t count;
    bool overflowed;
} etape_curl_sink;

CURLcode etape_curl_set_source(CURL *handle, etape_curl_source *source);
CURLcode etape_curl_set_sink(CURL *handle, etape_curl_sink *sink);

#endif
