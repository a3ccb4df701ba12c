/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-import-dialog.h"
#include "ent-app-import-doubts.h"
#include "ent-import.h"

G_BEGIN_DECLS

/*
 * Bringing files into the book, a page a step: what they are and where their columns go (-files.c), how cells are read
 * that do not tell by themselves, what will happen (-preview.c), progress, what came of it.
 */
struct _EntAppImportDialog
{
  AdwDialog parent_instance;

  EntStore *store;
  EntImport *import;
  GPtrArray *files;     /* GFile */
  GPtrArray *inspected; /* EntImportFile */
  GHashTable *unknown;  /* names of the columns that no field was found for */
  char *remark;         /* what is to be said of all files, or NULL */
  char *remapped;       /* the column that was mapped last, to come back to it */
  char *before;         /* where it went before by the person's own word, or NULL */
  EntImportDecision doubtful;
  EntAppImportDoubts *doubts; /* the page that asks for decisions, or NULL */
  gboolean is_running;        /* the worker reads the files */
  GCancellable *cancellable;

  GtkWidget *questions; /* the page that asks them, while there is one */
  GtkWidget *toasts;
  GtkWidget *view;
  GtkWidget *next;
  GtkWidget *start;
  GtkWidget *stop;
  GtkWidget *stack;
  GtkWidget *failed;
  GtkWidget *options;
  GtkWidget *preview_stack;
  GtkWidget *preview_failed;
  GtkWidget *preview;
  GtkWidget *outcomes; /* in the preview */
  GtkWidget *doubts_row;
  GtkWidget *notes; /* beneath it; NULL where there are none */
  GtkWidget *reading_progress;
  GtkWidget *reading_text;
  GtkWidget *progress;
  GtkWidget *progress_text;
  GtkWidget *result_page;
  GtkWidget *result;
  GtkWidget *done;
};

/* Looks at the files, again after something was said of them, and shows what they are taken for. */
void ent_app_import_dialog_inspect (EntAppImportDialog *self);

/* Goes to the page that asks how cells are to be read. */
void ent_app_import_dialog_ask (EntAppImportDialog *self);

/* Reads them; nothing is written in a dry run. The callback gets the dialog, and calls _run_finish(). */
void ent_app_import_dialog_run (EntAppImportDialog *self, gboolean dry, GAsyncReadyCallback callback);
EntImportResult *
ent_app_import_dialog_run_finish (EntAppImportDialog *self, GObject *import, GAsyncResult *result, GError **error);

/* ent-app-import-dialog-files.c: of EntImportFile; and where the column that was mapped last cannot go there. */
void ent_app_import_dialog_show_files (EntAppImportDialog *self, GPtrArray *files);
void ent_app_import_dialog_take_back_mapping (EntAppImportDialog *self, const char *message);
void ent_app_import_dialog_clear_box (GtkWidget *box);

/* ent-app-import-dialog-preview.c: goes on to what will happen, and comes back from there. */
void ent_app_import_dialog_preview (EntAppImportDialog *self);
void ent_app_import_dialog_leave_preview (EntAppImportDialog *self);
void ent_app_import_dialog_leave_doubts (EntAppImportDialog *self);
void ent_app_import_dialog_show_preview_failure (EntAppImportDialog *self, const char *message);

G_END_DECLS
