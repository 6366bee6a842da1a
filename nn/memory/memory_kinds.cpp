// One more kind: its own files with a function <name>_memory, and a line here.
#include "nn/memory/memory_kinds.h"

#define SACCADE_MEMORY_KINDS(ADD) \
  ADD(no)                         \
  ADD(gru)                        \
  ADD(lstm)                       \
  ADD(attention)

namespace saccade::nn {

#define SACCADE_DECLARE(name) MemoryKind name##_memory();
SACCADE_MEMORY_KINDS(SACCADE_DECLARE)
#undef SACCADE_DECLARE

MemoryKind no_memory() {
  return {.name = "none", .summary = "an action depends on the present observation alone"};
}

const std::vector<MemoryKind>& memory_kinds() {
#define SACCADE_KIND(name) name##_memory(),
  static const std::vector<MemoryKind> kKinds = {SACCADE_MEMORY_KINDS(SACCADE_KIND)};
#undef SACCADE_KIND
  return kKinds;
}

const MemoryKind* find_memory_kind(std::string_view name) {
  for (const MemoryKind& kind : memory_kinds()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

const MemoryKind* default_memory_kind() {
  return &memory_kinds().front();
}

template <>
std::unique_ptr<Memory<float>> make_memory(const MemoryConfig& config, int width,
                                           const std::string& prefix, ParameterLayout& layout) {
  const auto make = config.kind->make_float;
  return make == nullptr ? nullptr : make(config, width, prefix, layout);
}

template <>
std::unique_ptr<Memory<double>> make_memory(const MemoryConfig& config, int width,
                                            const std::string& prefix, ParameterLayout& layout) {
  const auto make = config.kind->make_double;
  return make == nullptr ? nullptr : make(config, width, prefix, layout);
}

}  // namespace saccade::nn
