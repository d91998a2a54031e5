/*
 * The contract between Jauge and its plugins, version 1. C11 and C++17.
 *
 * A plugin is a shared library that exports one function, `jauge_plugin_v1`, and has a `plugin.toml` beside it. Rows cross
 * as Arrow arrays, through the Arrow C data and C stream interfaces; everything else as UTF-8 text, mostly JSON.
 *
 * Rules
 *   - Structs are append-only. Each starts with `size`, which its producer sets to the size it was compiled with; a reader
 *     reads no field beyond that. `minor` says how far the producer knows the contract, `features` which optional parts it has.
 *   - Out-structs of this file are zeroed by the caller, which gives each room for JAUGE_ROOM bytes, so that a plugin built
 *     with a later header may fill in all it knows. On an error they stay zeroed, but for `err`. What the Arrow functions
 *     fill in need not be zeroed, and counts only where they answer 0.
 *   - What a producer hands out it frees itself: through the `release` in it, which is called once, on any thread, and not at
 *     all where it is NULL. `rows` of a result has a release of its own; either may come first.
 *   - A source is released after all that its scans gave, batches excepted; a plugin shuts down after its sources.
 *   - A receiver may move a struct to another address before it calls it. Nobody but its producer looks behind `instance`.
 *   - Every function pointer is set, but for those whose comment says that it may be NULL.
 *   - Nothing unwinds across a call: no C++ exception, no Rust panic, no longjmp.
 *   - Calls on one plugin, and on one source with its results and rows, never overlap, but they may come from one thread after
 *     another. `cancel` alone may come from any thread at any time, until `release` begins. Two sources are independent.
 *   - A `jauge_slice` is borrowed for the length of the call. It has no terminating NUL, and may be {NULL, 0}.
 *   - Every function answers a `jauge_status`, and where that is not JAUGE_OK may set `err` to one sentence: what is wrong, where,
 *     and what to do next.
 */
#ifndef JAUGE_PLUGIN_H
#define JAUGE_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define JAUGE_PLUGIN_MINOR 0
#define JAUGE_PLUGIN_SYMBOL "jauge_plugin_v1"

/* Room for an out-struct of any minor version. */
#define JAUGE_ROOM 512

/* Whether the struct that `table` points to reaches as far as `field`; needed for fields of later minor versions only. */
#define JAUGE_HAS(table, field) \
  ((table)->size >= (size_t)((const char *)(&(table)->field + 1) - (const char *)(table)))

/* The Arrow C data interface: https://arrow.apache.org/docs/format/CDataInterface.html */
#ifndef ARROW_C_DATA_INTERFACE
#define ARROW_C_DATA_INTERFACE

#define ARROW_FLAG_DICTIONARY_ORDERED 1
#define ARROW_FLAG_NULLABLE 2
#define ARROW_FLAG_MAP_KEYS_SORTED 4

struct ArrowSchema {
  const char *format;
  const char *name;
  const char *metadata;
  int64_t flags;
  int64_t n_children;
  struct ArrowSchema **children;
  struct ArrowSchema *dictionary;
  void (*release)(struct ArrowSchema *);
  void *private_data;
};

struct ArrowArray {
  int64_t length;
  int64_t null_count;
  int64_t offset;
  int64_t n_buffers;
  int64_t n_children;
  const void **buffers;
  struct ArrowArray **children;
  struct ArrowArray *dictionary;
  void (*release)(struct ArrowArray *);
  void *private_data;
};

#endif

/* The Arrow C stream interface: https://arrow.apache.org/docs/format/CStreamInterface.html */
#ifndef ARROW_C_STREAM_INTERFACE
#define ARROW_C_STREAM_INTERFACE

struct ArrowArrayStream {
  int (*get_schema)(struct ArrowArrayStream *, struct ArrowSchema *out);
  int (*get_next)(struct ArrowArrayStream *, struct ArrowArray *out);
  const char *(*get_last_error)(struct ArrowArrayStream *);
  void (*release)(struct ArrowArrayStream *);
  void *private_data;
};

#endif

/* How a call went; what Jauge does with it stands beside. `get_schema` and `get_next` of a stream answer errno values instead:
   ECANCELED is JAUGE_CANCELLED, EINVAL JAUGE_FORMAT, EFAULT JAUGE_INTERNAL, and every other JAUGE_READ. A stream that failed
   stays failed: it answers the same again. */
typedef int32_t jauge_status;
#define JAUGE_OK 0
#define JAUGE_CONFIG 1    /* a setting is wrong: the user is shown the message and the setting (exit code 2) */
#define JAUGE_READ 2      /* the input cannot be reached or read (exit code 4) */
#define JAUGE_FORMAT 3    /* the input is damaged or not what it claims (exit code 4) */
#define JAUGE_CANCELLED 4 /* stopped because the user asked to */
#define JAUGE_INTERNAL 5  /* a fault of the plugin's own */

/* Borrowed text. */
typedef struct jauge_slice {
  const char *data;
  uint64_t length;
} jauge_slice;

/* Text that its producer owns until `release` is called. `release` may be NULL for text that lives as long as the library. */
typedef struct jauge_text {
  const char *data;
  uint64_t length;
  void *owner;
  void (*release)(struct jauge_text *);
} jauge_text;

#define JAUGE_LOG_DEBUG 0
#define JAUGE_LOG_NOTE 1 /* something the user should read once: a setting that was detected, a caveat */
#define JAUGE_LOG_WARNING 2

/* What Jauge does for a plugin. It outlives everything the plugin makes; any thread may call it. */
typedef struct jauge_host {
  uint32_t size;
  uint32_t minor;
  uint64_t features;
  void *context;
  void (*log)(void *context, int32_t level, jauge_slice text);
  /* Bytes read since the last call, of the stream as stored. */
  void (*progress)(void *context, uint64_t bytes);
  /* Not 0 once the user wants to stop. */
  int32_t (*is_cancelled)(void *context);
  /* The secret that the user assigned to the setting called `name`; never to be logged. */
  jauge_status (*secret)(void *context, jauge_slice name, jauge_text *out);
  /* A row that cannot be used, as {"stream", "line", "column", "value", "reason"}; all but `stream` and `reason` may be
     missing. The plugin leaves the row out and goes on. */
  void (*reject)(void *context, jauge_slice json);
} jauge_host;

/* What is to be read of a stream. */
typedef struct jauge_scan {
  uint32_t size;
  int32_t batch_rows;   /* at most so many rows in an array */
  jauge_slice stream;   /* its name, as `streams` gave it */
  uint64_t first_byte;  /* of a stream with a file: only rows that start in these bytes of its decompressed content; */
  uint64_t end_byte;    /* the first is always 0 or a place where a row started */
  jauge_slice cursor;   /* the last checkpoint that landed; empty: from the beginning */
  jauge_slice columns;  /* a JSON array of the names of columns that are wanted; empty: all. Others, and another order, do no
                           harm: `get_schema` of the rows says which came */
  jauge_slice filters;  /* a JSON array of {"column", "op", "value"}, all of which hold for the rows wanted; empty: none. A
                           null fails every filter but `is null`; text compares by its bytes.
                           op: = != < <= > >= in, is null, is not null; times as RFC 3339, decimals as text. A plugin may
                           apply any, all or none of them */
  int64_t limit;        /* more rows than this are not needed; -1: all */
  int64_t deadline_ms;  /* each call should return within so many milliseconds; -1: no deadline */
} jauge_scan;

/* Rows on their way. */
typedef struct jauge_result {
  uint32_t size;
  uint32_t reserved;
  void *instance;
  /* Struct arrays, one a batch. Released by whoever takes it. A column named `#line` (int64) says on which line of the
     stream each row starts; it is for messages and no column of the data. */
  struct ArrowArrayStream rows;
  /* One byte a filter of the scan, not 0 where it was applied exactly: every row that fails it was left out, and no other.
     {NULL, 0}: none. Lives as long as the result. */
  jauge_slice applied;
  /* Where a later scan would go on, after exactly the rows that `rows` has given; Jauge keeps it with these rows, or drops
     both. An empty text: not here, ask after a later batch. Asked after the last batch too. May be NULL. */
  jauge_status (*checkpoint)(struct jauge_result *self, jauge_text *out, jauge_text *err);
  void (*release)(struct jauge_result *self);
} jauge_result;

/* A configured input. */
typedef struct jauge_source {
  uint32_t size;
  uint32_t reserved;
  void *instance;
  /* Connects; says what is wrong where it cannot. May be NULL. */
  jauge_status (*check)(struct jauge_source *self, jauge_text *err);
  /* What there is to read now, in a stable order: a JSON array of {"name", "bytes", "file"}. `name` stays the same over
     time; `bytes` is the size as stored, where known. Where a stream is a file, `file` is its absolute path: Jauge then
     recognises by its content what was loaded before. */
  jauge_status (*streams)(struct jauge_source *self, jauge_text *json, jauge_text *err);
  /* The columns of a stream: a struct. */
  jauge_status (*schema)(struct jauge_source *self, jauge_slice stream, struct ArrowSchema *out, jauge_text *err);
  jauge_status (*scan)(struct jauge_source *self, const jauge_scan *scan, jauge_result *out, jauge_text *err);
  /* Makes every call from now on, one that is under way included, return JAUGE_CANCELLED (ECANCELED) soon: a source that was
     cancelled is only released. Any thread. */
  void (*cancel)(struct jauge_source *self);
  void (*release)(struct jauge_source *self);
} jauge_source;

/* A loaded plugin. */
typedef struct jauge_plugin {
  uint32_t size;
  uint32_t minor;
  uint64_t features;
  void *instance;
  /* {"name", "version", "says", "sources": {NAME: {"says", "config": JSON Schema 2020-12, "examples"}},
     "pack": {"name", "says", "files": [PATH …]}, "permissions": {"network": bool, "paths": [PATH …]}}; see the guide. */
  jauge_status (*describe)(struct jauge_plugin *self, jauge_text *json, jauge_text *err);
  /* Makes the source called `source` ready, with the settings of its [[source]] as a JSON object. */
  jauge_status (*open)(struct jauge_plugin *self, jauge_slice source, jauge_slice config, jauge_source *out, jauge_text *err);
  /* The content of a file of the pack. NULL where there is none, and so may `open` be without sources. */
  jauge_status (*resource)(struct jauge_plugin *self, jauge_slice path, jauge_text *out, jauge_text *err);
  void (*shutdown)(struct jauge_plugin *self);
} jauge_plugin;

#if defined(_WIN32)
#define JAUGE_EXPORT __declspec(dllexport)
#else
#define JAUGE_EXPORT __attribute__((visibility("default")))
#endif

/* The one symbol. Called once for each instance of the plugin; `host` stays valid until that instance's `shutdown` returns. */
typedef jauge_status jauge_entry(const jauge_host *host, jauge_plugin *out, jauge_text *err);
JAUGE_EXPORT jauge_status jauge_plugin_v1(const jauge_host *host, jauge_plugin *out, jauge_text *err);

#ifdef __cplusplus
}
#endif

#endif
