// An environment with two kinds of agents, as a library.
#include "support/workshop.h"
#include "envs/core/plugin.h"

namespace {

void add_environments(saccade::Registry& registry) {
  registry.add({.id = "workshop",
                .summary = "Porters lean, a picker picks.",
                .options = {},
                .make = [](const saccade::Options&) -> std::unique_ptr<saccade::Environment> {
                  return std::make_unique<saccade::testing::Workshop>(true);
                }});
}

}  // namespace

SACCADE_PLUGIN(add_environments)
