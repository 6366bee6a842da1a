#include "nn/memory/recurrence.h"

#include <algorithm>

namespace saccade::nn {
namespace {

template <class T>
T* row(Buffer<T>& rows, int index, int width) {
  return rows.data() + static_cast<std::size_t>(index) * static_cast<std::size_t>(width);
}

// This memory's part of the states.
template <class T>
void copy_states(const SequenceBatch<T>& sequences, int width, Buffer<T>& initial) {
  const int count = sequences.count(0);
  initial.resize(count, width);
  for (int i = 0; i < count; ++i) {
    const T* state = sequences.states +
                     static_cast<std::size_t>(i) * static_cast<std::size_t>(sequences.stride) +
                     sequences.begin;
    std::copy_n(state, width, row(initial, i, width));
  }
}

}  // namespace

template <class T>
MemoryInput<T> Recurrence<T>::input_of(const T* parameters, const T* x,
                                       const SequenceBatch<T>& sequences,
                                       const RecurrencePass<T>& pass, int step) const {
  const auto width = static_cast<std::size_t>(width_);
  const auto remembered = static_cast<std::size_t>(state_width());
  const T* state = step == 0 ? pass.initial.data()
                             : pass.states.data() +
                                   static_cast<std::size_t>(sequences.first(step - 1)) * remembered;
  return {.parameters = parameters,
          .x = x + static_cast<std::size_t>(sequences.first(step)) * width,
          .state = state,
          .samples = sequences.count(step),
          .first = sequences.first(step),
          .step = step};
}

template <class T>
void Recurrence<T>::forward(const T* parameters, const T* x, const SequenceBatch<T>& sequences,
                            RecurrencePass<T>& pass) const {
  const int steps = sequences.steps();
  const int samples = sequences.first(steps);
  copy_states(sequences, state_width(), pass.initial);
  pass.states.resize(samples, state_width());
  pass.out.resize(samples, width_);
  if (pass.memory == nullptr) pass.memory = memory_->make_pass();
  memory_->begin({parameters, x, samples}, *pass.memory);
  for (int step = 0; step < steps; ++step) {
    memory_->step(input_of(parameters, x, sequences, pass, step), *pass.memory,
                  row(pass.out, sequences.first(step), width_),
                  row(pass.states, sequences.first(step), state_width()));
  }
}

template <class T>
void Recurrence<T>::backward(const T* parameters, const T* x, const SequenceBatch<T>& sequences,
                             RecurrencePass<T>& pass, const T* d_out, T* gradient) const {
  const int steps = sequences.steps();
  const int samples = sequences.first(steps);
  T* d_x = pass.d_x.resize(samples, width_);
  // Of the state after the step in question; 0 where a sequence ends with it.
  T* d_states = pass.d_states.resize(sequences.count(0), state_width());
  std::fill_n(d_states, pass.d_states.size(), T{0});
  memory_->begin_backward({parameters, x, samples}, *pass.memory);
  for (int step = steps - 1; step >= 0; --step) {
    const auto first = static_cast<std::size_t>(sequences.first(step));
    memory_->step_backward(input_of(parameters, x, sequences, pass, step), *pass.memory,
                           {.d_y = d_out + first * static_cast<std::size_t>(width_),
                            .d_state_out = d_states,
                            .d_x = row(pass.d_x, sequences.first(step), width_),
                            .d_state = d_states},
                           gradient);
  }
  memory_->end_backward({parameters, x, samples}, *pass.memory, d_x, gradient);
}

template class Recurrence<float>;
template class Recurrence<double>;

}  // namespace saccade::nn
