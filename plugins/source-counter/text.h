/* Text: a buffer that grows, what JSON asks of it, and how it crosses to Jauge. Nothing here is about counters. */
#ifndef TEXT_H
#define TEXT_H

#include "jauge_plugin.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct text {
  char *data;
  size_t length, room;
  int failed; /* memory ran out; checked once, at the end */
};

static void put(struct text *text, const void *data, size_t length) {
  if (!text->failed && length > text->room - text->length) {
    size_t room = 2 * text->room + length + 64;
    char *grown = realloc(text->data, room);
    text->failed = grown == NULL;
    if (grown != NULL) text->data = grown, text->room = room;
  }
  if (text->failed) return;
  memcpy(text->data + text->length, data, length);
  text->length += length;
}

static void put_string(struct text *text, const char *string) { put(text, string, strlen(string)); }

/* The length of the UTF-8 sequence at `at`, or 0 where there is none. */
static size_t utf8_at(const char *data, const char *end) {
  const unsigned char *at = (const unsigned char *)data;
  size_t length = at[0] < 0x80 ? 1 : at[0] < 0xC2 ? 0 : at[0] < 0xE0 ? 2 : at[0] < 0xF0 ? 3 : at[0] < 0xF5 ? 4 : 0;
  if (length > (size_t)(end - data)) return 0;
  for (size_t i = 1; i < length; i++)
    if ((at[i] & 0xC0) != 0x80) return 0;
  int overlong = (at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xF0 && at[1] < 0x90);
  int beyond = (at[0] == 0xED && at[1] > 0x9F) || (at[0] == 0xF4 && at[1] > 0x8F);
  return overlong || beyond ? 0 : length;
}

/* A JSON string; bytes that are no UTF-8 become U+FFFD. */
static void put_json(struct text *text, const char *data, size_t length) {
  put(text, "\"", 1);
  for (const char *end = data + length; data < end;) {
    size_t step = utf8_at(data, end);
    unsigned char byte = (unsigned char)*data;
    char escape[8];
    if (step == 0)
      put_string(text, "\xEF\xBF\xBD");
    else if (byte == '"' || byte == '\\' || byte < 0x20)
      put(text, escape, (size_t)snprintf(escape, sizeof escape, "\\u%04x", byte));
    else
      put(text, data, step);
    data += step == 0 ? 1 : step;
  }
  put(text, "\"", 1);
}

static const char *after_space(const char *at, const char *end) {
  while (at < end && (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n')) at++;
  return at;
}

/* The closing quote of the JSON string that begins after `at`, or `end`. */
static const char *closing_quote(const char *at, const char *end) {
  while (at < end && *at != '"') at += *at == '\\' && end - at > 1 ? 2 : 1;
  return at;
}

/* A copy of a JSON string without its escapes, to be freed; NULL for \u, which Jauge writes for control characters. */
static char *unescaped(const char *at, const char *end) {
  static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
  char *copy = malloc((size_t)(end - at) + 1), *to = copy;
  for (; copy != NULL && at < end; at++) {
    if (*at != '\\') {
      *to++ = *at;
      continue;
    }
    if (++at == end || *at == 'u') return free(copy), NULL;
    const char *letter = memchr(letters, *at, sizeof letters - 1);
    *to++ = letter == NULL ? *at : meanings[letter - letters];
  }
  if (copy != NULL) *to = '\0';
  return copy;
}

/* The text under `key` in a JSON object, to be freed; NULL where it is missing, no text, or has \u escapes. Enough for
   flat settings: nested values are skipped, and the JSON is taken to be well formed, as Jauge's is. */
static char *json_text(jauge_slice json, const char *key) {
  const char *at = json.data, *end = at + json.length;
  for (int depth = 0; at < end; at++) {
    if (*at == '{' || *at == '[') depth++;
    if (*at == '}' || *at == ']') depth--;
    if (*at != '"') continue;
    const char *word = at + 1;
    at = closing_quote(word, end);
    const char *value = at < end ? after_space(at + 1, end) : end;
    if (depth != 1 || value == end || *value != ':') continue;
    if ((size_t)(at - word) != strlen(key) || memcmp(word, key, strlen(key)) != 0) continue;
    value = after_space(value + 1, end);
    return value < end && *value == '"' ? unescaped(value + 1, closing_quote(value + 1, end)) : NULL;
  }
  return NULL;
}

static void free_text(jauge_text *text) {
  free(text->owner);
  *text = (jauge_text){0};
}

/* Gives the text away. */
static jauge_status give(struct text *text, jauge_text *out) {
  if (text->failed) return free(text->data), JAUGE_INTERNAL;
  *out = (jauge_text){text->data, text->length, text->data, free_text};
  return JAUGE_OK;
}

/* Answers `status`, with a message as of `printf`. */
__attribute__((format(printf, 3, 4))) static jauge_status fail(jauge_text *err, jauge_status status, const char *format,
                                                               ...) {
  va_list arguments;
  va_start(arguments, format);
  int length = vsnprintf(NULL, 0, format, arguments);
  va_end(arguments);
  char *message = length < 0 ? NULL : malloc((size_t)length + 1);
  if (message == NULL) return status;
  va_start(arguments, format);
  vsnprintf(message, (size_t)length + 1, format, arguments);
  va_end(arguments);
  *err = (jauge_text){message, (uint64_t)length, message, free_text};
  return status;
}

static int is(jauge_slice slice, const char *string) {
  return slice.length == strlen(string) && memcmp(slice.data, string, strlen(string)) == 0;
}

static jauge_slice slice_of(const struct text *text) { return (jauge_slice){text->data, text->length}; }

#endif
