/*
 * A connector in C: counters in text files, one `name value unix_seconds` a line, as cron jobs and daemons append them.
 *
 * It reads one file as a stream of rows (at, name, value), in bounded memory. A line that cannot be used is rejected
 * with its reason and the reading goes on. Empty lines, and lines that begin with `#`, are comments.
 */
#define _XOPEN_SOURCE 700

#include "batch.h"

#include <inttypes.h>
#include <stdatomic.h>
#include <sys/stat.h>

enum { LONGEST_LINE = 4096, LONGEST_BATCH = 65536 }; /* their product fits the int32 offsets of a utf8 column */

static const char DESCRIPTION[] =
    "{\"name\": \"counter\", \"version\": \"0.1.0\", \"says\": \"Reads counters from text files\","
    " \"sources\": {\"counter\": {\"says\": \"Reads lines of `name value unix_seconds`\","
    "  \"config\": {\"type\": \"object\", \"required\": [\"path\"], \"additionalProperties\": false, \"properties\": {"
    "   \"path\": {\"type\": \"string\", \"format\": \"path\", \"description\": \"The file to read\"}}},"
    "  \"examples\": [{\"says\": \"a file with some bad lines\", \"config\": {\"path\": \"fixtures/counters.txt\"},"
    "   \"rows\": 6, \"rejects\": 5}]}},"
    " \"permissions\": {\"network\": false, \"paths\": []}}";

/* A configured input. Shared by the table and by its running scans; whoever leaves last frees it. */
struct input {
  atomic_int users;
  atomic_int cancelled;
  const jauge_host *host;
  char *path;
};

/* A running scan: what the row stream keeps. */
struct reader {
  struct input *input;
  FILE *file;
  uint64_t first_byte, end_byte; /* rows wanted start in these */
  uint64_t start, next;          /* where this line and the next one start */
  int64_t line, rows_left, batch_rows;
  int failed; /* the errno of an earlier failure, which is final */
  size_t length;
  char text[LONGEST_LINE + 1];
  char message[128];
};

static struct input *enter(struct input *input) {
  atomic_fetch_add(&input->users, 1);
  return input;
}

static void leave(struct input *input) {
  if (atomic_fetch_sub(&input->users, 1) > 1) return;
  free(input->path);
  free(input);
}

/* ---- Lines to rows ---- */

static void reject(struct reader *reader, const char *column, const char *value, size_t length, const char *reason) {
  const jauge_host *host = reader->input->host;
  char line[48];
  struct text json = {0};
  put_string(&json, "{\"stream\": ");
  put_json(&json, reader->input->path, strlen(reader->input->path));
  put(&json, line, (size_t)snprintf(line, sizeof line, ", \"line\": %" PRId64, reader->line));
  if (column != NULL) put_string(&json, ", \"column\": "), put_json(&json, column, strlen(column));
  put_string(&json, ", \"value\": "), put_json(&json, value, length);
  put_string(&json, ", \"reason\": "), put_json(&json, reason, strlen(reason));
  put_string(&json, "}");
  if (!json.failed && host->reject != NULL) host->reject(host->context, slice_of(&json));
  free(json.data);
}

/* Reads a line into `text`, as much of it as fits; 0 at the end of the file. */
static int read_line(struct reader *reader) {
  int c = getc_unlocked(reader->file);
  if (c == EOF) return 0;
  reader->start = reader->next;
  reader->length = 0;
  reader->line++;
  for (; c != EOF; c = getc_unlocked(reader->file)) {
    reader->next++;
    if (c == '\n') break;
    if (reader->length < LONGEST_LINE) reader->text[reader->length] = (char)c;
    reader->length++;
  }
  return 1;
}

/* The whole number that a field is; 0 where it is none. */
static int number(const char *field, size_t length, int64_t *out) {
  char *stop;
  errno = 0;
  *out = strtoll(field, &stop, 10);
  return errno == 0 && stop == field + length;
}

/* Makes a row of the line, or rejects it. */
static void take_line(struct reader *reader, struct rows *rows) {
  enum { SHOWN = 80 };
  const char *text = reader->text, *field[3] = {NULL};
  size_t shown = reader->length < SHOWN ? reader->length : SHOWN, length[3] = {0}, fields = 0;
  int64_t value, seconds;
  if (reader->length > LONGEST_LINE) return reject(reader, NULL, text, shown, "the line is longer than 4096 bytes");
  reader->text[reader->length] = '\0';
  if (memchr(text, '\0', reader->length) != NULL) return reject(reader, NULL, text, shown, "a NUL byte: is this text?");
  for (const char *at = text; *(at += strspn(at, " \t\r")) != '\0'; at += strcspn(at, " \t\r")) {
    if (fields < 3) field[fields] = at, length[fields] = strcspn(at, " \t\r");
    fields++;
  }
  if (fields == 0 || *field[0] == '#') return;
  if (fields != 3) return reject(reader, NULL, text, shown, "not of the form `name value unix_seconds`");
  for (const char *at = field[0], *end = at + length[0]; at < end; at += utf8_at(at, end))
    if (utf8_at(at, end) == 0) return reject(reader, "name", field[0], length[0], "no UTF-8: convert the file");
  if (!number(field[1], length[1], &value))
    return reject(reader, "value", field[1], length[1], "no whole number of 64 bits");
  if (!number(field[2], length[2], &seconds) || seconds > INT64_MAX / 1000000 || seconds < INT64_MIN / 1000000)
    return reject(reader, "at", field[2], length[2], "no time in whole seconds since 1970");
  put(&rows->names, field[0], length[0]);
  rows->at[rows->count] = seconds * 1000000;
  rows->value[rows->count] = value;
  rows->line[rows->count] = reader->line;
  rows->ends[++rows->count] = (int32_t)rows->names.length;
}

static int stopped(const struct reader *reader) {
  const jauge_host *host = reader->input->host;
  if (atomic_load(&reader->input->cancelled)) return 1;
  return reader->line % 1024 == 0 && host->is_cancelled != NULL && host->is_cancelled(host->context);
}

/* Fills `rows` until there are enough of them, or no more lines. */
static int read_rows(struct reader *reader, struct rows *rows) {
  int64_t room = reader->rows_left < reader->batch_rows ? reader->rows_left : reader->batch_rows;
  size_t bytes = (size_t)(room + 1) * sizeof(int64_t);
  rows->at = malloc(bytes);
  rows->value = malloc(bytes);
  rows->line = malloc(bytes);
  rows->ends = calloc((size_t)room + 1, sizeof *rows->ends);
  if (rows->at == NULL || rows->value == NULL || rows->line == NULL || rows->ends == NULL) return ENOMEM;
  while (rows->count < room && reader->next < reader->end_byte) {
    if (stopped(reader)) return ECANCELED;
    if (!read_line(reader)) break;
    /* What comes before the wanted bytes is read as well, because rows are told by their line. */
    if (reader->start >= reader->first_byte) take_line(reader, rows);
  }
  reader->rows_left -= rows->count;
  if (ferror(reader->file)) return EIO;
  return rows->names.failed ? ENOMEM : 0;
}

static int next_rows(struct ArrowArrayStream *stream, struct ArrowArray *out) {
  struct reader *reader = stream->private_data;
  const jauge_host *host = reader->input->host;
  struct rows rows = {0};
  *out = (struct ArrowArray){0};
  if (reader->failed == 0) reader->failed = read_rows(reader, &rows);
  if (host->progress != NULL) host->progress(host->context, reader->next);
  if (reader->failed == 0 && rows.count > 0) reader->failed = export_rows(&rows, out);
  if (reader->failed != 0) snprintf(reader->message, sizeof reader->message, "%s", strerror(reader->failed));
  if (out->release == NULL) free_rows(&rows);
  return reader->failed;
}

static int rows_schema(struct ArrowArrayStream *stream, struct ArrowSchema *out) {
  (void)stream;
  return export_columns(out);
}

static const char *rows_error(struct ArrowArrayStream *stream) {
  const struct reader *reader = stream->private_data;
  return reader->message;
}

static void release_rows(struct ArrowArrayStream *stream) {
  struct reader *reader = stream->private_data;
  fclose(reader->file);
  leave(reader->input);
  free(reader);
  stream->release = NULL;
}

/* ---- The source ---- */

/* The file's size; a pipe or a folder is no input. */
static jauge_status look(const struct input *input, uint64_t *size, jauge_text *err) {
  struct stat found;
  if (stat(input->path, &found) != 0)
    return fail(err, JAUGE_READ, "`%s` cannot be read: %s; look at `path`", input->path, strerror(errno));
  if (!S_ISREG(found.st_mode)) return fail(err, JAUGE_READ, "`%s` is no file; `path` names one file", input->path);
  *size = (uint64_t)found.st_size;
  return JAUGE_OK;
}

static jauge_status check(jauge_source *self, jauge_text *err) {
  uint64_t size;
  return look(self->instance, &size, err);
}

static jauge_status streams(jauge_source *self, jauge_text *out, jauge_text *err) {
  const struct input *input = self->instance;
  uint64_t size;
  char bytes[48];
  jauge_status status = look(input, &size, err);
  if (status != JAUGE_OK) return status;
  char *file = realpath(input->path, NULL);
  if (file == NULL) return fail(err, JAUGE_READ, "`%s` cannot be found: %s", input->path, strerror(errno));
  struct text json = {0};
  put_string(&json, "[{\"name\": "), put_json(&json, input->path, strlen(input->path));
  put(&json, bytes, (size_t)snprintf(bytes, sizeof bytes, ", \"bytes\": %" PRIu64 ", \"file\": ", size));
  put_json(&json, file, strlen(file)), put_string(&json, "}]");
  free(file);
  return give(&json, out);
}

static jauge_status schema(jauge_source *self, jauge_slice stream, struct ArrowSchema *out, jauge_text *err) {
  const struct input *input = self->instance;
  if (!is(stream, input->path)) return fail(err, JAUGE_READ, "there is one stream, `%s`", input->path);
  return export_columns(out) == 0 ? JAUGE_OK : JAUGE_INTERNAL;
}

static jauge_status scan(jauge_source *self, const jauge_scan *scan, jauge_result *out, jauge_text *err) {
  struct input *input = self->instance;
  uint64_t size;
  if (!is(scan->stream, input->path)) return fail(err, JAUGE_READ, "there is one stream, `%s`", input->path);
  jauge_status status = look(input, &size, err);
  if (status != JAUGE_OK) return status;
  FILE *file = fopen(input->path, "rb");
  if (file == NULL) return fail(err, JAUGE_READ, "`%s` cannot be opened: %s", input->path, strerror(errno));
  struct reader *reader = calloc(1, sizeof *reader);
  if (reader == NULL) return fclose(file), fail(err, JAUGE_INTERNAL, "out of memory");
  reader->file = file;
  reader->input = enter(input);
  reader->first_byte = scan->first_byte;
  reader->end_byte = scan->end_byte;
  reader->rows_left = scan->limit < 0 ? INT64_MAX : scan->limit;
  reader->batch_rows = scan->batch_rows > 0 && scan->batch_rows < LONGEST_BATCH ? scan->batch_rows : LONGEST_BATCH;
  /* Nothing is kept beside the rows, so `release` stays NULL. So does `checkpoint`: Jauge knows files by their content. */
  out->size = sizeof *out;
  out->rows = (struct ArrowArrayStream){rows_schema, next_rows, rows_error, release_rows, reader};
  return JAUGE_OK;
}

static void cancel(jauge_source *self) { atomic_store(&((struct input *)self->instance)->cancelled, 1); }

static void release_source(jauge_source *self) { leave(self->instance); }

/* ---- The plugin ---- */

static jauge_status describe(jauge_plugin *self, jauge_text *out, jauge_text *err) {
  (void)self, (void)err;
  *out = (jauge_text){.data = DESCRIPTION, .length = sizeof DESCRIPTION - 1};
  return JAUGE_OK;
}

static jauge_status open_source(jauge_plugin *self, jauge_slice name, jauge_slice config, jauge_source *out,
                                jauge_text *err) {
  if (!is(name, "counter")) return fail(err, JAUGE_CONFIG, "the one connector of this plugin is `counter`");
  char *path = json_text(config, "path");
  if (path == NULL || *path == '\0') {
    free(path);
    return fail(err, JAUGE_CONFIG, "`path` says which file to read, as text without control characters");
  }
  struct input *input = calloc(1, sizeof *input);
  if (input == NULL) return free(path), fail(err, JAUGE_INTERNAL, "out of memory");
  input->host = self->instance;
  input->path = path;
  enter(input);
  *out = (jauge_source){sizeof *out, 0, input, check, streams, schema, scan, cancel, release_source};
  return JAUGE_OK;
}

static jauge_status resource(jauge_plugin *self, jauge_slice path, jauge_text *out, jauge_text *err) {
  (void)self, (void)path, (void)out;
  return fail(err, JAUGE_CONFIG, "this plugin brings no pack");
}

static void shut_down(jauge_plugin *self) { (void)self; }

jauge_status jauge_plugin_v1(const jauge_host *host, jauge_plugin *out, jauge_text *err) {
  (void)err;
  *out = (jauge_plugin){sizeof *out, JAUGE_PLUGIN_MINOR, 0, (void *)host, describe, open_source, resource, shut_down};
  return JAUGE_OK;
}
