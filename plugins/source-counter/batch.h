/* The columns of this connector, and its rows, as Arrow structs. For others change the enum, `names`, `formats`,
   `struct rows` and `export_rows`. */
#ifndef BATCH_H
#define BATCH_H

#include "text.h"

#include <errno.h>

enum { AT, NAME, VALUE, LINE, COLUMNS };

struct columns {
  struct ArrowSchema child[COLUMNS];
  struct ArrowSchema *children[COLUMNS];
};

static void release_column(struct ArrowSchema *schema) { schema->release = NULL; }

static void release_columns(struct ArrowSchema *schema) {
  for (int i = 0; i < COLUMNS; i++)
    if (schema->children[i]->release != NULL) schema->children[i]->release(schema->children[i]);
  free(schema->private_data);
  schema->release = NULL;
}

static int export_columns(struct ArrowSchema *out) {
  static const char *const names[COLUMNS] = {"at", "name", "value", "#line"};
  static const char *const formats[COLUMNS] = {"tsu:UTC", "u", "l", "l"};
  struct columns *columns = calloc(1, sizeof *columns);
  if (columns == NULL) return ENOMEM;
  for (int i = 0; i < COLUMNS; i++) {
    columns->child[i] = (struct ArrowSchema){.format = formats[i], .name = names[i], .release = release_column};
    columns->children[i] = &columns->child[i];
  }
  *out = (struct ArrowSchema){.format = "+s", .name = "", .n_children = COLUMNS, .children = columns->children,
                              .release = release_columns, .private_data = columns};
  return 0;
}

/* A batch on its way. Each column owns its buffers, because who takes the batch may keep one of them and drop the rest. */
struct batch {
  struct ArrowArray child[COLUMNS];
  struct ArrowArray *children[COLUMNS];
  const void *no_validity;
};

struct rows {
  int64_t count, *at, *value, *line;
  int32_t *ends; /* where each name ends in `names`; the first is 0 */
  struct text names;
};

static void release_array(struct ArrowArray *array) {
  for (int64_t i = 0; i < array->n_buffers; i++) free((void *)array->buffers[i]);
  free(array->buffers);
  array->release = NULL;
}

static void release_batch(struct ArrowArray *array) {
  for (int i = 0; i < COLUMNS; i++)
    if (array->children[i]->release != NULL) array->children[i]->release(array->children[i]);
  free(array->private_data);
  array->release = NULL;
}

/* Gives a column its buffers, of which the first would say which values are null. */
static void fill_array(struct ArrowArray *array, int64_t length, const void **buffers, const void *first,
                       const void *second) {
  buffers[1] = first;
  buffers[2] = second;
  *array = (struct ArrowArray){.length = length, .n_buffers = second == NULL ? 2 : 3, .buffers = buffers,
                               .release = release_array};
}

static void free_rows(struct rows *rows) {
  free(rows->at);
  free(rows->value);
  free(rows->line);
  free(rows->ends);
  free(rows->names.data);
}

/* Gives the rows away; on an error they stay the caller's. */
static int export_rows(struct rows *rows, struct ArrowArray *out) {
  struct batch *batch = calloc(1, sizeof *batch);
  const void **buffers[COLUMNS];
  int whole = batch != NULL;
  for (int i = 0; i < COLUMNS; i++) whole &= (buffers[i] = calloc(3, sizeof *buffers[i])) != NULL;
  if (!whole) {
    for (int i = 0; i < COLUMNS; i++) free(buffers[i]);
    return free(batch), ENOMEM;
  }
  fill_array(&batch->child[AT], rows->count, buffers[AT], rows->at, NULL);
  fill_array(&batch->child[NAME], rows->count, buffers[NAME], rows->ends, rows->names.data);
  fill_array(&batch->child[VALUE], rows->count, buffers[VALUE], rows->value, NULL);
  fill_array(&batch->child[LINE], rows->count, buffers[LINE], rows->line, NULL);
  for (int i = 0; i < COLUMNS; i++) batch->children[i] = &batch->child[i];
  *out = (struct ArrowArray){.length = rows->count, .n_buffers = 1, .buffers = &batch->no_validity, .n_children = COLUMNS,
                             .children = batch->children, .release = release_batch, .private_data = batch};
  return 0;
}

#endif
