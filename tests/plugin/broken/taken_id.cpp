// Registers an id that ships with Saccade.
#include <memory>

#include "envs/core/plugin.h"

static void add_taken(saccade::Registry& registry) {
  registry.add(
      {.id = "forage",
       .summary = "Not that one.",
       .options = {},
       .make = [](const saccade::Options&) { return std::unique_ptr<saccade::Environment>(); }});
}

SACCADE_PLUGIN(add_taken)
