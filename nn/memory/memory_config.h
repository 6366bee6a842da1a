// What can be chosen about the memory of a policy.
#pragma once

namespace saccade::nn {

/// See memory_kinds.h.
struct MemoryKind;
const MemoryKind* default_memory_kind();

struct MemoryConfig {
  const MemoryKind* kind = default_memory_kind();  ///< At first "none".
  int length = 16;  ///< attention: vectors that are remembered, at least 1.
  int heads = 4;    ///< attention: of it; the width is a multiple.
};

}  // namespace saccade::nn
