/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <dlfcn.h>
#include <string.h>

#include "ent-phone-module-private.h"

#define MODULE_NAME "libentregent-phone.so"

static const EntPhoneBackend *
try_module (const char *path)
{
  void *handle = dlopen (path, RTLD_NOW | RTLD_LOCAL);
  EntPhoneGetBackend get_backend;
  const EntPhoneBackend *backend;

  if (handle == NULL)
    {
      g_debug ("%s", dlerror ());
      return NULL;
    }

  *(void **) &get_backend = dlsym (handle, ENT_PHONE_BACKEND_SYMBOL);
  backend = get_backend != NULL ? get_backend () : NULL;
  if (backend == NULL || backend->version != ENT_PHONE_BACKEND_VERSION)
    {
      dlclose (handle);
      return NULL;
    }

  return backend; /* stays loaded: its library has state that other threads may be using */
}

static const EntPhoneBackend *
try_folder (const char *folder, const char *sub_folder)
{
  g_autofree char *path = g_build_filename (folder, sub_folder, MODULE_NAME, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS) ? try_module (path) : NULL;
}

/* Where it may be: the folder that the environment names; the one that it was installed to; below the library
 * that this code is in, as in a build folder or a relocated tree; anywhere the loader looks. */
static const EntPhoneBackend *
load_backend (void)
{
  const char *folder = g_getenv ("ENTREGENT_MODULE_DIR");
  const EntPhoneBackend *backend = NULL;
  Dl_info info;

  if (folder != NULL)
    backend = try_folder (folder, "");
  if (backend == NULL)
    backend = try_folder (MODULEDIR, "");
  if (backend == NULL && dladdr ((void *) load_backend, &info) != 0 && info.dli_fname != NULL)
    {
      g_autofree char *beside = g_path_get_dirname (info.dli_fname);

      backend = try_folder (beside, "entregent");
      if (backend == NULL)
        backend = try_folder (beside, "model");
    }
  if (backend == NULL)
    backend = try_module (MODULE_NAME);
  if (backend == NULL)
    g_message ("%s was not found: phone numbers are kept as they are written", MODULE_NAME);

  return backend;
}

const EntPhoneBackend *
ent_phone_module_get (void)
{
  static gsize ready;
  static const EntPhoneBackend *loaded;

  if (g_once_init_enter (&ready))
    {
      loaded = load_backend ();
      g_once_init_leave (&ready, 1);
    }

  return loaded;
}
