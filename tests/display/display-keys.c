/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "display-keys.h"
#include "display-window.h"

#define BUS_NAME "org.gnome.Mutter.RemoteDesktop"

struct DisplayKeys
{
  GDBusConnection *connection;
  char *session;
};

static void
call (DisplayKeys *keys,
      const char *path,
      const char *interface,
      const char *method,
      GVariant *arguments,
      char **result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) answer = g_dbus_connection_call_sync (keys->connection, BUS_NAME, path, interface, method,
                                                             arguments, NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);

  g_assert_no_error (error);
  if (result != NULL)
    g_variant_get (answer, "(o)", result);
}

static void
notify (DisplayKeys *keys, guint keyval, gboolean pressed)
{
  call (keys, keys->session, BUS_NAME ".Session", "NotifyKeyboardKeysym", g_variant_new ("(ub)", keyval, pressed),
        NULL);
  display_settle (10);
}

DisplayKeys *
display_keys_new (void)
{
  DisplayKeys *keys = g_new0 (DisplayKeys, 1);
  g_autoptr (GError) error = NULL;

  keys->connection = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  call (keys, "/org/gnome/Mutter/RemoteDesktop", BUS_NAME, "CreateSession", NULL, &keys->session);
  call (keys, keys->session, BUS_NAME ".Session", "Start", NULL, NULL);
  /* There is no keyboard before its first key. */
  notify (keys, GDK_KEY_Shift_L, TRUE);
  notify (keys, GDK_KEY_Shift_L, FALSE);

  return keys;
}

void
display_keys_free (DisplayKeys *keys)
{
  call (keys, keys->session, BUS_NAME ".Session", "Stop", NULL, NULL);
  g_object_unref (keys->connection);
  g_free (keys->session);
  g_free (keys);
}

void
display_keys_press (DisplayKeys *keys, const char *accelerator)
{
  static const struct
  {
    GdkModifierType mask;
    guint keyval;
  } modifiers[] = { { GDK_CONTROL_MASK, GDK_KEY_Control_L },
                    { GDK_SHIFT_MASK, GDK_KEY_Shift_L },
                    { GDK_ALT_MASK, GDK_KEY_Alt_L } };
  GdkModifierType state;
  guint i, keyval;

  g_assert_true (gtk_accelerator_parse (accelerator, &keyval, &state));
  for (i = 0; i < G_N_ELEMENTS (modifiers); i++)
    if ((state & modifiers[i].mask) != 0)
      notify (keys, modifiers[i].keyval, TRUE);
  notify (keys, keyval, TRUE);
  notify (keys, keyval, FALSE);
  for (i = 0; i < G_N_ELEMENTS (modifiers); i++)
    if ((state & modifiers[i].mask) != 0)
      notify (keys, modifiers[i].keyval, FALSE);
  display_settle (50);
}

void
display_keys_type (DisplayKeys *keys, const char *text)
{
  const char *p;

  for (p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      guint keyval = gdk_unicode_to_keyval (g_utf8_get_char (p));

      notify (keys, keyval, TRUE);
      notify (keys, keyval, FALSE);
    }
  display_settle (50);
}
