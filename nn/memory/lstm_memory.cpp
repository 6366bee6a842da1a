#include "nn/memory/lstm_memory.h"

#include <algorithm>

#include "nn/kernels/set_kernels.h"
#include "nn/layers/initialise.h"
#include "nn/memory/gates.h"
#include "nn/memory/memory_kinds.h"

namespace saccade::nn {

template <class T>
LstmMemory<T>::LstmMemory(const MemoryConfig& /*config*/, int width, const std::string& prefix,
                          ParameterLayout& layout)
    : width_(width),
      input_(Linear<T>::create(layout, prefix + ".input", width, 4 * width)),
      recurrent_(layout.add(prefix + ".recurrent.weight", width, 4 * width)) {}

template <class T>
void LstmMemory<T>::initialise(T* parameters, Random& random) const {
  fill_orthogonal_gates(parameters, input_.weight, random);
  fill_orthogonal_gates(parameters, recurrent_, random);
  fill_constant(parameters, input_.bias, 0);
}

template <class T>
void LstmMemory<T>::begin(const MemoryBatch<T>& all, MemoryPass<T>& any_pass) const {
  auto& pass = static_cast<LstmPass<T>&>(any_pass);
  T* gates = pass.gates.resize(all.samples, 4 * width_);
  pass.tanh_c.resize(all.samples, width_);
  pass.before.resize(all.samples, width_);
  input_.forward(all.parameters, all.x, all.samples, gates);
}

template <class T>
void LstmMemory<T>::step(const MemoryInput<T>& in, MemoryPass<T>& any_pass, T* y,
                         T* state_out) const {
  auto& pass = static_cast<LstmPass<T>&>(any_pass);
  T* gates = pass.gates.data() + at(in.first, 4 * width_);
  T* tanh_c = pass.tanh_c.data() + at(in.first, width_);
  T* before = pass.before.data() + at(in.first, width_);
  for (int s = 0; s < in.samples; ++s) {
    std::copy_n(in.state + at(s, 2 * width_), width_, before + at(s, width_));
  }
  add_matmul(View<const T>(before, in.samples, width_),
             View<const T>(in.parameters + recurrent_.offset, width_, 4 * width_),
             View<T>(gates, in.samples, 4 * width_));
  for (int s = 0; s < in.samples; ++s) {
    step_row(in.state + at(s, 2 * width_) + width_, gates + at(s, 4 * width_),
             tanh_c + at(s, width_), y + at(s, width_), state_out + at(s, 2 * width_));
  }
}

// One sample, from the sum of the two products on.
template <class T>
void LstmMemory<T>::step_row(const T* c, T* gates, T* tanh_c, T* y, T* state_out) const {
  T* const of_f = gates + width_;
  T* const of_g = of_f + width_;
  T* const of_o = of_g + width_;
  for_groups<T>(width_, [&](auto group) {
    const Lanes<T> i = sigmoid<T>(group.load(gates));
    const Lanes<T> f = sigmoid<T>(group.load(of_f));
    const Lanes<T> g = xsimd::tanh(group.load(of_g));
    const Lanes<T> o = sigmoid<T>(group.load(of_o));
    const Lanes<T> next_c = multiply_add<T>(f, group.load(c), i * g);
    const Lanes<T> squashed = xsimd::tanh(next_c);
    const Lanes<T> next_h = o * squashed;
    group.store(i, gates);
    group.store(f, of_f);
    group.store(g, of_g);
    group.store(o, of_o);
    group.store(squashed, tanh_c);
    group.store(next_h, y);
    group.store(next_h, state_out);
    group.store(next_c, state_out + width_);
  });
}

template <class T>
void LstmMemory<T>::begin_backward(const MemoryBatch<T>& all, MemoryPass<T>& any_pass) const {
  static_cast<LstmPass<T>&>(any_pass).transposed.assign(all.parameters, recurrent_);
}

template <class T>
void LstmMemory<T>::step_backward(const MemoryInput<T>& in, MemoryPass<T>& any_pass,
                                  const MemoryGradients<T>& d, T* /*gradient*/) const {
  auto& pass = static_cast<LstmPass<T>&>(any_pass);
  T* gates = pass.gates.data() + at(in.first, 4 * width_);
  const T* tanh_c = pass.tanh_c.data() + at(in.first, width_);
  for (int s = 0; s < in.samples; ++s) {
    step_row_backward(in.state + at(s, 2 * width_) + width_, tanh_c + at(s, width_),
                      d.d_y + at(s, width_), d.d_state_out + at(s, 2 * width_),
                      gates + at(s, 4 * width_), d.d_state + at(s, 2 * width_));
  }
  // gates = x W_i + b + h W_h
  const T* d_gates = gates;
  matmul(View<const T>(d_gates, in.samples, 4 * width_), pass.transposed.view(),
         View<T>(d.d_state, in.samples, width_, 2 * width_));
}

template <class T>
void LstmMemory<T>::end_backward(const MemoryBatch<T>& all, MemoryPass<T>& any_pass, T* d_x,
                                 T* gradient) const {
  const auto& pass = static_cast<const LstmPass<T>&>(any_pass);
  const View<const T> d_gates(pass.gates.data(), all.samples, 4 * width_);
  // gates = x W_i + b + h W_h
  add_matmul_tn(View<const T>(pass.before.data(), all.samples, width_), d_gates,
                View<T>(gradient + recurrent_.offset, width_, 4 * width_));
  input_.backward(all.parameters, all.x, d_gates.data, all.samples, d_x, gradient);
}

// One sample, down to the sum of the two products, whose gradient replaces the gates; of d_state it
// overwrites the part of c.
template <class T>
void LstmMemory<T>::step_row_backward(const T* c, const T* tanh_c, const T* d_y,
                                      const T* d_state_out, T* gates, T* d_state) const {
  T* const of_f = gates + width_;
  T* const of_g = of_f + width_;
  T* const of_o = of_g + width_;
  for_groups<T>(width_, [&](auto group) {
    const Lanes<T> i = group.load(gates);
    const Lanes<T> f = group.load(of_f);
    const Lanes<T> g = group.load(of_g);
    const Lanes<T> o = group.load(of_o);
    const Lanes<T> squashed = group.load(tanh_c);
    // h' = o tanh(c')
    const Lanes<T> d_h = group.load(d_y) + group.load(d_state_out);
    const Lanes<T> d_c =
        multiply_add<T>(d_h * o, tanh_slope<T>(squashed), group.load(d_state_out + width_));
    group.store(d_h * squashed * sigmoid_slope<T>(o), of_o);
    // c' = f c + i g
    group.store(d_c * f, d_state + width_);
    group.store(d_c * group.load(c) * sigmoid_slope<T>(f), of_f);
    group.store(d_c * g * sigmoid_slope<T>(i), gates);
    group.store(d_c * i * tanh_slope<T>(g), of_g);
  });
}

template class LstmMemory<float>;
template class LstmMemory<double>;

MemoryKind lstm_memory() {
  return {.name = "lstm",
          .summary = "long short-term memory (Hochreiter & Schmidhuber 1997)",
          .make_float = make_memory_kind<LstmMemory<float>, float>,
          .make_double = make_memory_kind<LstmMemory<double>, double>};
}

}  // namespace saccade::nn
