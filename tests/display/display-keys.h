/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A keyboard of the compositor that run-headless started: what is pressed goes the whole way that a real key goes. */
typedef struct DisplayKeys DisplayKeys;

DisplayKeys *display_keys_new (void);
void display_keys_free (DisplayKeys *keys);

/* As accelerators are written: "<Control>f", "Return". */
void display_keys_press (DisplayKeys *keys, const char *accelerator);
void display_keys_type (DisplayKeys *keys, const char *text);

G_END_DECLS
