// The kinds of memory: one table, read by checks, tests and help.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "nn/memory/memory.h"
#include "nn/memory/memory_config.h"

namespace saccade::nn {

/// What a kind of memory is called, what it can do, and how it is made.
struct MemoryKind {
  const char* name;     ///< "gru"
  const char* summary;  ///< One phrase, with the paper.

  /// Attends over vectors that it remembers: the options `length` and `heads` have an effect.
  bool attends = false;

  /// Of the configuration, the width, and what begins the names of parameters; null: remembers
  /// nothing.
  std::unique_ptr<Memory<float>> (*make_float)(const MemoryConfig&, int, const std::string&,
                                               ParameterLayout&) = nullptr;
  std::unique_ptr<Memory<double>> (*make_double)(const MemoryConfig&, int, const std::string&,
                                                 ParameterLayout&) = nullptr;
};

/// All kinds; the first one, which remembers nothing, is the default.
const std::vector<MemoryKind>& memory_kinds();

/// Null when there is none of that name.
const MemoryKind* find_memory_kind(std::string_view name);

/// Makes a memory of the configured kind, null for one that remembers nothing.  Adds its parameters
/// to `layout`, their names beginning with `prefix` ("policy.memory").
template <class T>
std::unique_ptr<Memory<T>> make_memory(const MemoryConfig& config, int width,
                                       const std::string& prefix, ParameterLayout& layout);

template <>
std::unique_ptr<Memory<float>> make_memory(const MemoryConfig&, int, const std::string&,
                                           ParameterLayout&);
template <>
std::unique_ptr<Memory<double>> make_memory(const MemoryConfig&, int, const std::string&,
                                            ParameterLayout&);

/// For the table: makes a class that is built from these four.
template <class Kind, class T>
std::unique_ptr<Memory<T>> make_memory_kind(const MemoryConfig& config, int width,
                                            const std::string& prefix, ParameterLayout& layout) {
  return std::make_unique<Kind>(config, width, prefix, layout);
}

}  // namespace saccade::nn
