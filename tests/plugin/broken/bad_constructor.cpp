// Its environments cannot be made: one throws, one throws a number, one is not there.
#include <memory>
#include <stdexcept>

#include "envs/core/plugin.h"

namespace {

using Made = std::unique_ptr<saccade::Environment>;

void add(saccade::Registry& registry, const std::string& id, Made (*make)()) {
  registry.add({.id = id,
                .summary = "Cannot be made.",
                .options = {},
                .make = [make](const saccade::Options&) { return make(); }});
}

void add_environments(saccade::Registry& registry) {
  add(registry, "throwing", []() -> Made { throw std::runtime_error("no map found"); });
  add(registry, "throwing-number", []() -> Made { throw 7; });
  add(registry, "missing", []() -> Made { return nullptr; });
}

}  // namespace

SACCADE_PLUGIN(add_environments)
