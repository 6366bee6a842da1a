// Registers an id that ships with Saccade.
#include "envs/core/plugin.h"

static void add_taken(saccade::Registry& registry) {
  registry.add({.id = "forage", .summary = "Not that one.", .options = {}, .make = {}});
}

SACCADE_PLUGIN(add_taken)
