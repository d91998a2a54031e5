/* Drives a built connector through the whole contract, as Jauge does: `harness LIBRARY`. */
#define _XOPEN_SOURCE 700

#include "jauge_plugin.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(what)                                                                   \
  do {                                                                                \
    if (!(what)) {                                                                    \
      fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #what);              \
      exit(1);                                                                        \
    }                                                                                 \
  } while (0)

typedef jauge_status entry(const jauge_host *, jauge_plugin *, jauge_text *);

/* ---- The host ---- */

static struct {
  int rejects, ask_to_stop;
  uint64_t bytes;
  char last_reject[1024];
} heard;

static void on_log(void *context, int32_t level, jauge_slice text) { (void)context, (void)level, (void)text; }
static void on_progress(void *context, uint64_t bytes) { (void)context, heard.bytes = bytes; }
static int32_t is_cancelled(void *context) { return (void)context, heard.ask_to_stop; }
static jauge_status no_secret(void *context, jauge_slice name, jauge_text *out) {
  return (void)context, (void)name, (void)out, JAUGE_CONFIG;
}
static void on_reject(void *context, jauge_slice json) {
  (void)context;
  CHECK(json.length < sizeof heard.last_reject);
  memcpy(heard.last_reject, json.data, json.length);
  heard.last_reject[json.length] = '\0';
  heard.rejects++;
}

static const jauge_host HOST = {sizeof HOST, JAUGE_PLUGIN_MINOR, 0, NULL, on_log, on_progress, is_cancelled, no_secret,
                                on_reject};

/* ---- Help ---- */

static jauge_slice slice(const char *text) { return (jauge_slice){text, strlen(text)}; }

/* Whether a text that was handed out has `part` in it; releases it. */
static int take(jauge_text *text, const char *part) {
  char *copy = calloc(1, text->length + 1);
  if (text->length > 0) memcpy(copy, text->data, text->length);
  int found = strstr(copy, part) != NULL;
  if (!found) fprintf(stderr, "`%s` is not in `%s`\n", part, copy);
  if (text->release != NULL) text->release(text);
  free(copy);
  return found;
}

static jauge_plugin plugin;

static jauge_status open_at(const char *path, jauge_source *out, jauge_text *err) {
  char config[512];
  *out = (jauge_source){0};
  *err = (jauge_text){0};
  snprintf(config, sizeof config, "{\"format\": {\"path\": [\"no\"]}, \"x\": \"path\", \"path\" : \"%s\"}", path);
  return plugin.open(&plugin, slice("counter"), slice(config), out, err);
}

static jauge_result begin(jauge_source *source, const char *stream, jauge_scan scan) {
  jauge_result result = {0};
  jauge_text err = {0};
  scan.size = sizeof scan;
  scan.stream = slice(stream);
  CHECK(source->scan(source, &scan, &result, &err) == JAUGE_OK);
  CHECK(result.size == sizeof result && result.rows.release != NULL);
  return result;
}

static void end(jauge_result *result) {
  if (result->release != NULL) result->release(result);
  result->rows.release(&result->rows);
  CHECK(result->rows.release == NULL);
}

struct sums {
  int64_t rows, batches, value, line, names;
};

/* Reads all rows, and adds up what is in them. */
static struct sums read_all(jauge_source *source, const char *stream, jauge_scan scan) {
  jauge_result result = begin(source, stream, scan);
  struct sums sums = {0};
  for (;; sums.batches++) {
    struct ArrowArray batch;
    memset(&batch, 0xAB, sizeof batch);
    CHECK(result.rows.get_next(&result.rows, &batch) == 0);
    if (batch.release == NULL) break;
    CHECK(batch.n_children == 4 && batch.n_buffers == 1 && batch.length > 0);
    CHECK(scan.batch_rows <= 0 || batch.length <= scan.batch_rows);
    const int64_t *at = batch.children[0]->buffers[1], *value = batch.children[2]->buffers[1];
    const int64_t *line = batch.children[3]->buffers[1];
    const int32_t *ends = batch.children[1]->buffers[1];
    for (int64_t i = 0; i < batch.length; i++) {
      CHECK(ends[i + 1] > ends[i] && at[i] % 1000000 == 0);
      sums.rows++, sums.value += value[i], sums.line += line[i];
    }
    sums.names += ends[batch.length];
    batch.release(&batch);
    CHECK(batch.release == NULL);
  }
  end(&result);
  return sums;
}

static const jauge_scan ALL = {.batch_rows = 8192, .end_byte = UINT64_MAX, .limit = -1, .deadline_ms = -1};

/* ---- Tests ---- */

static void describes_itself(void) {
  jauge_text json = {0}, err = {0};
  jauge_source source = {0};
  CHECK(plugin.describe(&plugin, &json, &err) == JAUGE_OK && take(&json, "\"name\": \"counter\""));
  CHECK(plugin.resource(&plugin, slice("x"), &json, &err) == JAUGE_CONFIG && take(&err, "no pack"));
  CHECK(plugin.open(&plugin, slice("other"), slice("{}"), &source, &err) == JAUGE_CONFIG && take(&err, "`counter`"));
  CHECK(plugin.open(&plugin, slice("counter"), slice("{}"), &source, &err) == JAUGE_CONFIG && take(&err, "`path`"));
  CHECK(plugin.open(&plugin, slice("counter"), (jauge_slice){NULL, 0}, &source, &err) == JAUGE_CONFIG);
  CHECK(take(&err, "`path`"));
  CHECK(open_at("a\\u0000b", &source, &err) == JAUGE_CONFIG && take(&err, "control characters"));
  CHECK(source.release == NULL);
}

static void says_what_cannot_be_read(void) {
  jauge_source source;
  jauge_text out = {0}, err = {0};
  CHECK(open_at("no \\\"such\\\" file", &source, &err) == JAUGE_OK);
  CHECK(source.check(&source, &err) == JAUGE_READ && take(&err, "`no \"such\" file` cannot be read"));
  CHECK(source.streams(&source, &out, &err) == JAUGE_READ && take(&err, "No such file") && out.data == NULL);
  source.release(&source);
  CHECK(open_at("/dev", &source, &err) == JAUGE_OK);
  CHECK(source.check(&source, &err) == JAUGE_READ && take(&err, "is no file"));
  source.release(&source);
}

static void reads_the_fixture(const char *path) {
  jauge_source source;
  jauge_text out = {0}, err = {0};
  struct ArrowSchema schema = {0};
  CHECK(open_at(path, &source, &err) == JAUGE_OK && source.check(&source, &err) == JAUGE_OK);
  CHECK(source.streams(&source, &out, &err) == JAUGE_OK && take(&out, "\"file\": \"/"));
  CHECK(source.schema(&source, slice("other"), &schema, &err) == JAUGE_READ && take(&err, path));
  CHECK(source.schema(&source, slice(path), &schema, &err) == JAUGE_OK && schema.n_children == 4);
  CHECK(strcmp(schema.children[0]->format, "tsu:UTC") == 0 && strcmp(schema.children[3]->name, "#line") == 0);
  schema.release(&schema);

  heard.rejects = 0;
  struct sums whole = read_all(&source, path, ALL);
  CHECK(whole.rows == 6 && heard.rejects == 5 && whole.value == 12 + 3401 + 9 + 2890 - 3 + 2555);
  CHECK(strstr(heard.last_reject, "\"line\": 12, \"column\": \"name\", \"value\": \"caf\xEF\xBF\xBD\"") != NULL);
  CHECK(heard.bytes > 0 && whole.line == 2 + 3 + 5 + 6 + 9 + 13);

  jauge_scan scan = ALL;
  scan.batch_rows = 1;
  CHECK(read_all(&source, path, scan).batches == 6);
  scan.limit = 4;
  CHECK(read_all(&source, path, scan).rows == 4);
  scan.limit = 0;
  CHECK(read_all(&source, path, scan).rows == 0);
  /* Any cut gives each row once. */
  for (scan = ALL, scan.end_byte = 0; scan.end_byte < heard.bytes + 2; scan.end_byte++) {
    jauge_scan rest = ALL;
    rest.first_byte = scan.end_byte;
    struct sums first = read_all(&source, path, scan), second = read_all(&source, path, rest);
    CHECK(first.rows + second.rows == whole.rows && first.line + second.line == whole.line);
  }
  source.release(&source);
}

static void *release_elsewhere(void *array) {
  ((struct ArrowArray *)array)->release(array);
  return NULL;
}

/* Rows may outlive their source, a column its batch, and any thread may release. */
static void parts_live_on_their_own(const char *path) {
  jauge_source source;
  jauge_text err;
  struct ArrowArray batch, name;
  pthread_t thread;
  CHECK(open_at(path, &source, &err) == JAUGE_OK);
  jauge_result result = begin(&source, path, ALL);
  source.release(&source);
  CHECK(result.rows.get_next(&result.rows, &batch) == 0);
  end(&result);
  name = *batch.children[1];
  batch.children[1]->release = NULL;
  CHECK(pthread_create(&thread, NULL, release_elsewhere, &batch) == 0 && pthread_join(thread, NULL) == 0);
  CHECK(memcmp(name.buffers[2], "ordersvisits", 12) == 0);
  name.release(&name);
}

static void stops_when_asked(const char *path) {
  jauge_source source;
  jauge_text err;
  jauge_scan scan = ALL;
  scan.batch_rows = 1;
  for (int by_host = 0; by_host < 2; by_host++) {
    CHECK(open_at(path, &source, &err) == JAUGE_OK);
    jauge_result result = begin(&source, path, scan);
    struct ArrowArray batch;
    if (by_host) heard.ask_to_stop = 1;
    if (!by_host) {
      CHECK(result.rows.get_next(&result.rows, &batch) == 0);
      batch.release(&batch);
      source.cancel(&source);
    }
    CHECK(result.rows.get_next(&result.rows, &batch) == ECANCELED && batch.release == NULL);
    CHECK(strlen(result.rows.get_last_error(&result.rows)) > 0);
    CHECK(result.rows.get_next(&result.rows, &batch) == ECANCELED);
    heard.ask_to_stop = 0;
    end(&result);
    source.release(&source);
  }
}

/* Long lines, NUL bytes, times at the edge, and a million rows. */
static void survives_what_files_hold(void) {
  static const char odd[] = "a\0b 1 1\n\xed\xa0\x80 1 1\n\xf0\x9f\x8d\x8f 1 1\r\n";
  char path[] = "/tmp/counterXXXXXX";
  FILE *file = fdopen(mkstemp(path), "w");
  for (int i = 0; i < 4096; i++) fputc('n', file);
  fprintf(file, " 1 1\n");
  fwrite(odd, 1, sizeof odd - 1, file);
  fprintf(file, "a 1 9223372036855\na 1 9223372036854\n\"\\\t 1\n1 2 3 4\n");
  int64_t rows = 1000000;
  for (int64_t i = 0; i < rows; i++) fprintf(file, "visits %d 1764547200\n", 7);
  fclose(file);
  jauge_source source;
  jauge_text err;
  CHECK(open_at(path, &source, &err) == JAUGE_OK);
  heard.rejects = 0;
  struct sums sums = read_all(&source, path, ALL);
  CHECK(sums.rows == rows + 2 && sums.value == 7 * rows + 2 && heard.rejects == 6);
  CHECK(sums.names == 6 * rows + 4 + 1 && sums.batches == (rows + 2 + 8191) / 8192);
  source.release(&source);
  remove(path);
}

int main(int count, char **arguments) {
  CHECK(count == 2);
  void *library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return fprintf(stderr, "%s\n", dlerror()), 1;
  entry *start;
  *(void **)&start = dlsym(library, "jauge_plugin_v1");
  CHECK(start != NULL);
  jauge_text err = {0};
  CHECK(start(&HOST, &plugin, &err) == JAUGE_OK && plugin.size == sizeof plugin);
  describes_itself();
  says_what_cannot_be_read();
  reads_the_fixture("fixtures/counters.txt");
  parts_live_on_their_own("fixtures/counters.txt");
  stops_when_asked("fixtures/counters.txt");
  survives_what_files_hold();
  plugin.shutdown(&plugin);
  printf("%s keeps the contract\n", arguments[1]);
  return 0;
}
