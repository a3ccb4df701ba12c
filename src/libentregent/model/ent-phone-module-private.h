/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-phone-number-private.h"

G_BEGIN_DECLS

/* Loads libentregent-phone.so at the first call, from any thread. NULL if it is not installed. */
const EntPhoneBackend *ent_phone_module_get (void);

G_END_DECLS
