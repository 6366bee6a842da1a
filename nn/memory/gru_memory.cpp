#include "nn/memory/gru_memory.h"

#include <algorithm>

#include "nn/kernels/set_kernels.h"
#include "nn/layers/initialise.h"
#include "nn/memory/gates.h"
#include "nn/memory/memory_kinds.h"

namespace saccade::nn {

template <class T>
GruMemory<T>::GruMemory(const MemoryConfig& /*config*/, int width, const std::string& prefix,
                        ParameterLayout& layout)
    : width_(width),
      input_(Linear<T>::create(layout, prefix + ".input", width, 3 * width)),
      recurrent_(layout.add(prefix + ".recurrent.weight", width, 3 * width)),
      candidate_bias_(layout.add(prefix + ".recurrent.bias", 1, width)) {}

template <class T>
void GruMemory<T>::initialise(T* parameters, Random& random) const {
  fill_orthogonal_gates(parameters, input_.weight, random);
  fill_orthogonal_gates(parameters, recurrent_, random);
  fill_constant(parameters, input_.bias, 0);
  fill_constant(parameters, candidate_bias_, 0);
}

template <class T>
void GruMemory<T>::begin(const MemoryBatch<T>& all, MemoryPass<T>& any_pass) const {
  auto& pass = static_cast<GruPass<T>&>(any_pass);
  T* gates = pass.gates.resize(all.samples, 3 * width_);
  pass.recurrent.resize(all.samples, 3 * width_);
  pass.before.resize(all.samples, width_);
  input_.forward(all.parameters, all.x, all.samples, gates);
}

template <class T>
void GruMemory<T>::step(const MemoryInput<T>& in, MemoryPass<T>& any_pass, T* y,
                        T* state_out) const {
  auto& pass = static_cast<GruPass<T>&>(any_pass);
  T* gates = pass.gates.data() + at(in.first, 3 * width_);
  T* recurrent = pass.recurrent.data() + at(in.first, 3 * width_);
  std::copy_n(in.state, at(in.samples, width_), pass.before.data() + at(in.first, width_));
  matmul(View<const T>(in.state, in.samples, width_),
         View<const T>(in.parameters + recurrent_.offset, width_, 3 * width_),
         View<T>(recurrent, in.samples, 3 * width_));
  const T* candidate_bias = in.parameters + candidate_bias_.offset;
  for (int s = 0; s < in.samples; ++s) {
    step_row(candidate_bias, in.state + at(s, width_), gates + at(s, 3 * width_),
             recurrent + at(s, 3 * width_), y + at(s, width_), state_out + at(s, width_));
  }
}

// One sample, from the two products on.
template <class T>
void GruMemory<T>::step_row(const T* candidate_bias, const T* h, T* gates, T* recurrent, T* y,
                            T* state_out) const {
  T* const of_z = gates + width_;
  T* const of_n = of_z + width_;
  T* const recurrent_z = recurrent + width_;
  T* const recurrent_n = recurrent_z + width_;
  for_groups<T>(width_, [&](auto group) {
    const Lanes<T> r = sigmoid<T>(group.load(gates) + group.load(recurrent));
    const Lanes<T> z = sigmoid<T>(group.load(of_z) + group.load(recurrent_z));
    const Lanes<T> candidate = group.load(recurrent_n) + group.load(candidate_bias);
    const Lanes<T> n = xsimd::tanh(multiply_add(r, candidate, group.load(of_n)));
    // h' = (1 - z) n + z h
    const Lanes<T> next = multiply_add<T>(z, group.load(h) - n, n);
    group.store(r, gates);
    group.store(z, of_z);
    group.store(n, of_n);
    group.store(candidate, recurrent_n);
    group.store(next, y);
    group.store(next, state_out);
  });
}

template <class T>
void GruMemory<T>::begin_backward(const MemoryBatch<T>& all, MemoryPass<T>& any_pass) const {
  static_cast<GruPass<T>&>(any_pass).transposed.assign(all.parameters, recurrent_);
}

template <class T>
void GruMemory<T>::step_backward(const MemoryInput<T>& in, MemoryPass<T>& any_pass,
                                 const MemoryGradients<T>& d, T* /*gradient*/) const {
  auto& pass = static_cast<GruPass<T>&>(any_pass);
  T* gates = pass.gates.data() + at(in.first, 3 * width_);
  T* recurrent = pass.recurrent.data() + at(in.first, 3 * width_);
  for (int s = 0; s < in.samples; ++s) {
    step_row_backward(in.state + at(s, width_), d.d_y + at(s, width_),
                      d.d_state_out + at(s, width_), gates + at(s, 3 * width_),
                      recurrent + at(s, 3 * width_), d.d_state + at(s, width_));
  }
  // recurrent = h W_h; z h has left its part in d_state.
  const T* d_recurrent = recurrent;
  add_matmul(View<const T>(d_recurrent, in.samples, 3 * width_), pass.transposed.view(),
             View<T>(d.d_state, in.samples, width_));
}

template <class T>
void GruMemory<T>::end_backward(const MemoryBatch<T>& all, MemoryPass<T>& any_pass, T* d_x,
                                T* gradient) const {
  const auto& pass = static_cast<const GruPass<T>&>(any_pass);
  const View<const T> d_recurrent(pass.recurrent.data(), all.samples, 3 * width_);
  // candidate = h W_hn + b_hn
  add_column_sums(d_recurrent.columns(2 * width_, width_), gradient + candidate_bias_.offset);
  // recurrent = h W_h
  add_matmul_tn(View<const T>(pass.before.data(), all.samples, width_), d_recurrent,
                View<T>(gradient + recurrent_.offset, width_, 3 * width_));
  // gates = x W_i + b_i
  input_.backward(all.parameters, all.x, pass.gates.data(), all.samples, d_x, gradient);
}

// One sample, down to the two products, whose gradients replace them; overwrites d_state with what
// flows by z h.
template <class T>
void GruMemory<T>::step_row_backward(const T* h, const T* d_y, const T* d_state_out, T* gates,
                                     T* recurrent, T* d_state) const {
  T* const of_z = gates + width_;
  T* const of_n = of_z + width_;
  T* const recurrent_z = recurrent + width_;
  T* const recurrent_n = recurrent_z + width_;
  for_groups<T>(width_, [&](auto group) {
    const Lanes<T> r = group.load(gates);
    const Lanes<T> z = group.load(of_z);
    const Lanes<T> n = group.load(of_n);
    // h' = (1 - z) n + z h
    const Lanes<T> d_next = group.load(d_y) + group.load(d_state_out);
    group.store(d_next * z, d_state);
    // n = tanh(x W_in + b_in + r candidate)
    const Lanes<T> d_n = subtract_product(d_next, z, d_next) * tanh_slope<T>(n);
    group.store(d_n, of_n);
    // r = sigmoid(...)
    const Lanes<T> d_r = d_n * group.load(recurrent_n) * sigmoid_slope<T>(r);
    group.store(d_r, gates);
    group.store(d_r, recurrent);
    // z = sigmoid(...)
    const Lanes<T> d_z = d_next * (group.load(h) - n) * sigmoid_slope<T>(z);
    group.store(d_z, of_z);
    group.store(d_z, recurrent_z);
    // candidate = h W_hn + b_hn
    group.store(d_n * r, recurrent_n);
  });
}

template class GruMemory<float>;
template class GruMemory<double>;

MemoryKind gru_memory() {
  return {.name = "gru",
          .summary = "a gated recurrent unit (Cho et al. 2014)",
          .make_float = make_memory_kind<GruMemory<float>, float>,
          .make_double = make_memory_kind<GruMemory<double>, double>};
}

}  // namespace saccade::nn
