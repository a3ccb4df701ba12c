/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/**
 * ENT_AVAILABLE_IN_1_0:
 *
 * Marks a function as public since 1.0. Everything else is hidden.
 */
#define ENT_AVAILABLE_IN_1_0 __attribute__ ((visibility ("default"))) extern
