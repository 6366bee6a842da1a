// Registers one environment and then throws.
#include <memory>
#include <stdexcept>

#include "envs/core/plugin.h"

static void add_and_throw(saccade::Registry& registry) {
  registry.add(
      {.id = "half-registered",
       .summary = "Never seen.",
       .options = {},
       .make = [](const saccade::Options&) { return std::unique_ptr<saccade::Environment>(); }});
  throw std::runtime_error("no licence found");
}

SACCADE_PLUGIN(add_and_throw)
