/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * A file system layer under the engine that fails on demand. It counts what the calling thread does, and fails at the
 * n-th of a kind, in one of two ways: an error, after which everything works again (a full disk, a bad block), or a
 * power cut: what was not synced is there, gone or torn, sector by sector as a seed says, and nothing works until
 * fault_vfs_reset().
 */

typedef enum
{
  FAULT_WRITE,
  FAULT_SYNC,
  FAULT_OPEN,
  FAULT_TRUNCATE,
  FAULT_LOCK,
  FAULT_READ,
  N_FAULT_KINDS,
} FaultKind;

extern const char *const fault_kind_names[N_FAULT_KINDS];

/* For every book opened from now on. */
void fault_vfs_install (void);
void fault_vfs_uninstall (void);

/* Counts from zero, fails no more; forgets what was not synced. For the calling thread. */
void fault_vfs_reset (void);

/* The n-th (from 1) of this kind gives this result code of the engine; 0: that of a broken disk. */
void fault_vfs_fail_at (FaultKind kind, guint n, int code);
void fault_vfs_cut_power_at (FaultKind kind, guint n, guint32 seed);

guint fault_vfs_get_count (FaultKind kind);

/* Whether it came to that. */
gboolean fault_vfs_has_failed (void);

G_END_DECLS
