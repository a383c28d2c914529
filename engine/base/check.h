/* engine/base/check.h - the one assertion of the engine.
 *
 * For what only a programmer can cause.  What a learner can cause is an
 * enum sim_status with its data (engine/operation/operation.h).  It stays on
 * in release builds: a model that is wrong must not go on talking.
 */
#pragma once

#include <stdio.h>
#include <stdlib.h>

#define SIM_ASSERT(condition)                                                                      \
  do {                                                                                             \
    if (!(condition)) {                                                                            \
      fprintf (stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);               \
      abort ();                                                                                    \
    }                                                                                              \
  } while (0)
