/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-import-pipe-private.h"

/* Rows are handed over by the hundred, since a lock a row would cost more than the row. */
#define BLOCK_ROWS 128
#define MAX_BLOCKS 8
/* Pictures that come with them are held until their records are written: a block of such rows is a small one. */
#define MAX_HELD (4 * 1024 * 1024)
#define PROGRESS_MICROSECONDS (G_USEC_PER_SEC / 10)

typedef struct
{
  GPtrArray *records;
  double fraction;
} Block;

typedef struct
{
  EntImportSource *source;
  GMutex mutex;
  GCond changed;
  GQueue blocks;
  gboolean finished; /* the reader has no more */
  gboolean stopped;  /* the writer wants no more */
  GError *error;
} Pipe;

static void
block_free (Block *block)
{
  g_ptr_array_unref (block->records);
  g_free (block);
}

/* FALSE when nobody wants it any more. */
static gboolean
push_block (Pipe *pipe, GPtrArray *records)
{
  Block *block = g_new0 (Block, 1);
  gboolean wanted;

  block->records = records;
  block->fraction = ent_import_source_get_fraction (pipe->source);
  g_mutex_lock (&pipe->mutex);
  while (pipe->blocks.length >= MAX_BLOCKS && !pipe->stopped)
    g_cond_wait (&pipe->changed, &pipe->mutex);
  wanted = !pipe->stopped;
  g_queue_push_tail (&pipe->blocks, block);
  g_cond_broadcast (&pipe->changed);
  g_mutex_unlock (&pipe->mutex);
  return wanted;
}

static gpointer
read_thread (gpointer data)
{
  Pipe *pipe = data;
  gboolean more = TRUE;
  GError *error = NULL;

  while (more)
    {
      GPtrArray *records = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_staged_record_free);
      gsize held = 0;

      while (more && records->len < BLOCK_ROWS && held < MAX_HELD)
        {
          EntStagedRecord *record = NULL;

          more = pipe->source->klass->next (pipe->source, &record, &error) && record != NULL;
          if (record == NULL)
            continue;
          held += ent_staged_record_get_held (record);
          g_ptr_array_add (records, record);
        }
      more = push_block (pipe, records) && more;
    }

  g_mutex_lock (&pipe->mutex);
  pipe->finished = TRUE;
  pipe->error = error;
  g_cond_broadcast (&pipe->changed);
  g_mutex_unlock (&pipe->mutex);
  return NULL;
}

static Block *
pop_block (Pipe *pipe)
{
  Block *block;

  g_mutex_lock (&pipe->mutex);
  while (g_queue_is_empty (&pipe->blocks) && !pipe->finished)
    g_cond_wait (&pipe->changed, &pipe->mutex);
  block = g_queue_pop_head (&pipe->blocks);
  g_cond_broadcast (&pipe->changed);
  g_mutex_unlock (&pipe->mutex);
  return block;
}

static void
stop (Pipe *pipe)
{
  g_mutex_lock (&pipe->mutex);
  pipe->stopped = TRUE;
  g_cond_broadcast (&pipe->changed);
  g_mutex_unlock (&pipe->mutex);
}

static gboolean
write_block (EntImportWriter *writer, Block *block, GError **error)
{
  for (guint i = 0; i < block->records->len; i++)
    if (!ent_import_writer_take (writer, g_steal_pointer (&g_ptr_array_index (block->records, i)), error))
      return FALSE;
  return TRUE;
}

static gboolean
write_blocks (Pipe *pipe,
              EntImportWriter *writer,
              const EntImportPipeProgress *progress,
              GCancellable *cancellable,
              GError **error)
{
  gint64 next_progress = 0;
  guint64 n_records = 0;

  for (;;)
    {
      Block *block = pop_block (pipe);
      gboolean done;

      if (block == NULL)
        return TRUE;
      n_records += block->records->len;
      if (progress->func != NULL && g_get_monotonic_time () >= next_progress)
        {
          progress->func (progress->begin + progress->share * block->fraction, n_records, progress->data);
          next_progress = g_get_monotonic_time () + PROGRESS_MICROSECONDS;
        }
      done = !g_cancellable_set_error_if_cancelled (cancellable, error) && write_block (writer, block, error);
      block_free (block);
      if (!done)
        return FALSE;
    }
}

gboolean
ent_import_pipe_run (EntImportSource *source,
                     EntImportWriter *writer,
                     const EntImportPipeProgress *progress,
                     GCancellable *cancellable,
                     GError **error)
{
  Pipe pipe = { .source = source };
  GThread *thread;
  gboolean done;

  g_mutex_init (&pipe.mutex);
  g_cond_init (&pipe.changed);
  thread = g_thread_new ("import-reader", read_thread, &pipe);
  done = write_blocks (&pipe, writer, progress, cancellable, error);
  stop (&pipe);
  g_thread_join (thread);

  if (done && pipe.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&pipe.error));
      done = FALSE;
    }
  g_clear_error (&pipe.error);
  g_queue_clear_full (&pipe.blocks, (GDestroyNotify) block_free);
  g_mutex_clear (&pipe.mutex);
  g_cond_clear (&pipe.changed);
  return done;
}
