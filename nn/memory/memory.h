// What a policy remembers from step to step: a recurrent cell with an explicit state.
//
//   (y, state_out) = step(x, state)
//
// The state is an array of floats per agent, zero at the start of an episode.  Whoever steps owns
// it and hands it on.  Backpropagation through time is step_backward from the last step to the
// first, the gradient of each step's state handed on to the step before.
//
// What does not depend on the state is computed for all steps together, in large products: by
// `begin` before the first step, and by `end_backward` after the backward of the first one.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "nn/layers/parameters.h"

namespace saccade::nn {

/// What the steps of some sequences leave behind for their backward.  Owned by the caller and
/// reused: once it has seen its largest batch, nothing is allocated any more.  Not shared between
/// threads.
template <class T>
class MemoryPass {
 public:
  virtual ~MemoryPass() = default;
};

/// The samples of all steps, one step after the other.  The arrays are the caller's and outlive the
/// call.
template <class T>
struct MemoryBatch {
  const T* parameters;  ///< Of the network.
  const T* x;           ///< [samples x width]
  int samples;
};

/// What a step reads: its own samples of a batch, [first, first + samples).
template <class T>
struct MemoryInput {
  const T* parameters;  ///< Of the network.
  const T* x;           ///< [samples x width]
  const T* state;       ///< [samples x state_width] what the agents remember.
  int samples;
  int first = 0;  ///< Samples of the steps before.
  int step = 0;   ///< Steps before.
};

/// The gradients that the backward of a step is given, and those that it overwrites.
template <class T>
struct MemoryGradients {
  const T* d_y;          ///< Given, [samples x width].
  const T* d_state_out;  ///< Given, [samples x state_width].
  T* d_x;                ///< Overwritten now or by end_backward, [samples x width].
  T* d_state;            ///< Overwritten, [samples x state_width]; may be d_state_out.
};

/// How one agent's step weighed what it remembered.
struct MemoryWeights {
  int heads = 0;               ///< 0: this memory does not attend.
  int entries = 0;             ///< Vectors remembered, and the step's own.
  std::vector<float> weights;  ///< [heads x entries] from the oldest to the step's own; a head's
                               ///< sum to 1.

  const float* of(int head) const {
    return weights.data() + static_cast<std::size_t>(head) * static_cast<std::size_t>(entries);
  }
};

/// Immutable after construction and shareable between threads.  The bits of a sample do not depend
/// on the batch around it.
template <class T>
class Memory {
 public:
  virtual ~Memory() = default;

  /// Floats per agent.
  virtual int state_width() const = 0;
  virtual void initialise(T* parameters, Random& random) const = 0;
  virtual std::unique_ptr<MemoryPass<T>> make_pass() const = 0;

  /// Comes before the first step of a batch.
  virtual void begin(const MemoryBatch<T>& /*all*/, MemoryPass<T>& /*pass*/) const {}

  /// Overwrites y [samples x width] and state_out [samples x state_width], which may be in.state
  /// if no backward follows.
  virtual void step(const MemoryInput<T>& in, MemoryPass<T>& pass, T* y, T* state_out) const = 0;

  /// Comes before the backward of the last step.
  virtual void begin_backward(const MemoryBatch<T>& /*all*/, MemoryPass<T>& /*pass*/) const {}

  /// Overwrites d.d_state, adds to `gradient`.  `in` and `pass` are those of a step; its part of
  /// the pass is used up.  The last step comes first.
  virtual void step_backward(const MemoryInput<T>& in, MemoryPass<T>& pass,
                             const MemoryGradients<T>& d, T* gradient) const = 0;

  /// Comes after the backward of the first step: overwrites d_x [samples of all steps x width]
  /// unless the steps have, and adds what is left of the gradient.
  virtual void end_backward(const MemoryBatch<T>& /*all*/, MemoryPass<T>& /*pass*/, T* /*d_x*/,
                            T* /*gradient*/) const {}

  /// The weights of one sample of the first step, before any backward.
  virtual MemoryWeights weights(const MemoryPass<T>& /*pass*/, int /*sample*/) const { return {}; }
};

}  // namespace saccade::nn
