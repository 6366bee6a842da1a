// A memory over several sequences at once: forward from step to step, and backpropagation through
// time.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "nn/kernels/buffer.h"
#include "nn/memory/memory_kinds.h"

namespace saccade::nn {

/// Several sequences side by side, step after step: samples [step_offsets[t], step_offsets[t + 1])
/// stand at step t.  The counts never grow, and sample i of a step continues sample i of the step
/// before.  (PyTorch calls it a PackedSequence.)
template <class T>
struct SequenceBatch {
  std::span<const std::int32_t> step_offsets;
  /// [samples of step 0 x stride] what is remembered before the first step; this memory's part
  /// begins at `begin`.
  const T* states = nullptr;
  int stride = 0;
  int begin = 0;

  int steps() const { return static_cast<int>(step_offsets.size()) - 1; }
  int first(int step) const { return step_offsets[static_cast<std::size_t>(step)]; }
  int count(int step) const { return first(step + 1) - first(step); }
};

/// What a forward leaves behind.  Owned by the caller, reused, used by one thread.
template <class T>
struct RecurrencePass {
  std::unique_ptr<MemoryPass<T>> memory;
  Buffer<T> initial;   ///< [samples of step 0 x state_width]
  Buffer<T> states;    ///< [samples x state_width] after each sample.
  Buffer<T> out;       ///< [samples x width]
  Buffer<T> d_x;       ///< [samples x width]
  Buffer<T> d_states;  ///< [samples of step 0 x state_width]
};

template <class T>
class Recurrence {
 public:
  Recurrence(std::unique_ptr<Memory<T>> memory, int width)
      : memory_(std::move(memory)), width_(width) {}

  int state_width() const { return memory_->state_width(); }
  void initialise(T* parameters, Random& random) const { memory_->initialise(parameters, random); }

  /// Fills pass.out and pass.states from x [samples x width].
  void forward(const T* parameters, const T* x, const SequenceBatch<T>& sequences,
               RecurrencePass<T>& pass) const;

  /// Backpropagation through time, given d_out [samples x width]: fills pass.d_x, adds to
  /// `gradient`.  What was remembered before the first step is taken as given.
  void backward(const T* parameters, const T* x, const SequenceBatch<T>& sequences,
                RecurrencePass<T>& pass, const T* d_out, T* gradient) const;

  /// After a forward: how a sample of the first step weighed what was remembered before it.
  MemoryWeights weights(const RecurrencePass<T>& pass, int sample) const {
    return memory_->weights(*pass.memory, sample);
  }

 private:
  MemoryInput<T> input_of(const T* parameters, const T* x, const SequenceBatch<T>& sequences,
                          const RecurrencePass<T>& pass, int step) const;

  std::unique_ptr<Memory<T>> memory_;
  int width_;
};

}  // namespace saccade::nn
