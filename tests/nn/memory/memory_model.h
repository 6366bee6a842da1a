// A memory with parameters away from their initial zeros, where a wrong gradient could hide, and
// the kinds of memory for tests that walk the table: a kind that is added is then tested as the
// others are.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "nn/memory/memory_kinds.h"
#include "support/random_vector.h"

namespace saccade::testing {

/// All that remember something, for GENERATE(from_range(...)).
inline std::vector<const nn::MemoryKind*> every_memory_kind() {
  std::vector<const nn::MemoryKind*> kinds;
  for (const nn::MemoryKind& kind : nn::memory_kinds()) {
    if (kind.make_float != nullptr) kinds.push_back(&kind);
  }
  return kinds;
}

template <class T>
std::vector<T> draw(std::size_t size, std::uint64_t seed) {
  const std::vector<double> drawn = random_vector(size, seed);
  return {drawn.begin(), drawn.end()};
}

template <class T>
struct MemoryModel {
  nn::ParameterLayout layout;
  std::unique_ptr<nn::Memory<T>> memory;
  std::unique_ptr<nn::MemoryPass<T>> pass;
  std::vector<T> parameters;
  int width;

  MemoryModel(const nn::MemoryConfig& config, int memory_width)
      : memory(nn::make_memory<T>(config, memory_width, "m", layout)),
        pass(memory->make_pass()),
        parameters(layout.size()),
        width(memory_width) {
    nn::Random random(7);
    memory->initialise(parameters.data(), random);
    for (const auto& entry : layout.entries()) {
      const std::vector<T> noise = draw<T>(entry.slice.size(), entry.slice.offset);
      for (std::size_t i = 0; i < noise.size(); ++i) {
        parameters[entry.slice.offset + i] += noise[i] / 10;
      }
    }
  }

  /// Of so many agents.
  std::size_t state_size(std::size_t samples) const {
    return samples * static_cast<std::size_t>(memory->state_width());
  }

  /// The first element of a tensor of parameters.
  T* tensor(const std::string& name) {
    for (const auto& entry : layout.entries()) {
      if (entry.name == name) return parameters.data() + entry.slice.offset;
    }
    throw std::runtime_error("no tensor " + name);
  }

  /// Returns y [samples x width] and moves the state on.
  std::vector<T> step(const std::vector<T>& x, std::vector<T>& state) {
    std::vector<T> y(x.size()), next(state.size());
    forward(x, state.data(), y.data(), next.data());
    state = next;
    return y;
  }

  /// One step of a batch of its own.
  void forward(const std::vector<T>& x, const T* state, T* y, T* state_out) {
    const int samples = static_cast<int>(x.size()) / width;
    memory->begin({parameters.data(), x.data(), samples}, *pass);
    memory->step({parameters.data(), x.data(), state, samples}, *pass, y, state_out);
  }
  /// Of that step.
  void backward(const std::vector<T>& x, const T* state, const nn::MemoryGradients<T>& d,
                T* gradient) {
    const int samples = static_cast<int>(x.size()) / width;
    const nn::MemoryBatch<T> all{parameters.data(), x.data(), samples};
    memory->begin_backward(all, *pass);
    memory->step_backward({parameters.data(), x.data(), state, samples}, *pass, d, gradient);
    memory->end_backward(all, *pass, d.d_x, gradient);
  }
};

}  // namespace saccade::testing
