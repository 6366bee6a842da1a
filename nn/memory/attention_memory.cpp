#include "nn/memory/attention_memory.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"
#include "nn/layers/initialise.h"
#include "nn/memory/memory_kinds.h"

namespace saccade::nn {

template <class T>
AttentionMemory<T>::AttentionMemory(const MemoryConfig& config, int width,
                                    const std::string& prefix, ParameterLayout& layout)
    : width_(width),
      length_(config.length),
      heads_(config.heads),
      head_width_(width / config.heads),
      scale_(T{1} / std::sqrt(static_cast<T>(head_width_))),
      query_(Linear<T>::create(layout, prefix + ".query", width, width)),
      key_(Linear<T>::create(layout, prefix + ".key", width, width, Bias::kNo)),
      value_(Linear<T>::create(layout, prefix + ".value", width, width)),
      output_(Linear<T>::create(layout, prefix + ".output", width, width)),
      time_(layout.add(prefix + ".time", config.length + 1, width)) {
  assert(length_ >= 1 && heads_ * head_width_ == width_);
}

template <class T>
void AttentionMemory<T>::initialise(T* parameters, Random& random) const {
  for (const Linear<T>* linear : {&query_, &key_, &value_, &output_}) {
    linear->initialise(parameters, random, 1);
  }
  fill_orthogonal(parameters, time_, random, 1);
}

template <class T>
AttentionMemoryStep<T>& AttentionMemory<T>::pass_of(const MemoryInput<T>& in, MemoryPass<T>& pass) {
  auto& steps = static_cast<AttentionMemoryPass<T>&>(pass).steps;
  const auto step = static_cast<std::size_t>(in.step);
  if (step >= steps.size()) steps.resize(step + 1);
  return steps[step];
}

template <class T>
void AttentionMemory<T>::step(const MemoryInput<T>& in, MemoryPass<T>& any_pass, T* y,
                              T* state_out) const {
  Pass& pass = pass_of(in, any_pass);
  const int samples = in.samples;
  T* normalised = pass.normalised.resize(samples, width_);
  normalise_rows(in.x, nullptr, samples, width_, normalised, pass.rstd.resize(samples, 1));
  query_.forward(in.parameters, normalised, samples, pass.query.resize(samples, width_));
  fold_queries(in, pass);
  pass.mixture.resize(samples, heads_ * width_);
  pass.first.resize(static_cast<std::size_t>(samples));
  for (int s = 0; s < samples; ++s) attend(in, s, pass);
  project_values(in, pass);
  // y = x + values W_o + b_o
  output_.forward(in.parameters, pass.values.data(), samples, y,
                  {.residual = in.x, .residual_stride = width_});
  remember(in, pass, state_out);
}

template <class T>
void AttentionMemory<T>::step_backward(const MemoryInput<T>& in, MemoryPass<T>& any_pass,
                                       const MemoryGradients<T>& d, T* gradient) const {
  Pass& pass = pass_of(in, any_pass);
  const int samples = in.samples;
  remember_backward(samples, d, pass);
  // y = x + values W_o + b_o
  output_.backward(in.parameters, pass.values.data(), d.d_y, samples,
                   pass.d_values.resize(samples, width_), gradient);
  project_values_backward(in, pass, gradient);
  pass.d_scores.resize(samples, heads_ * (length_ + 1));
  for (int s = 0; s < samples; ++s) {
    attend_backward(in, s, pass, d.d_state + at(s, state_width()));
  }
  fold_queries_backward(in, pass, gradient);
  // query = normalised W_q + b_q
  T* d_normalised = pass.d_normalised.data();
  query_.backward(in.parameters, pass.normalised.data(), pass.d_query.data(), samples, d_normalised,
                  gradient, {.residual = d_normalised, .residual_stride = width_});
  // normalised = (x - mean) rstd
  normalise_rows_backward(pass.normalised.data(), pass.rstd.data(), d_normalised, samples, width_,
                          d.d_x);
  add_scaled(T{1}, d.d_y, samples * width_, d.d_x);
}

// folded_h = q_h W_k,h^T, and the scores of time q_h . time_h in all slots.
template <class T>
void AttentionMemory<T>::fold_queries(const MemoryInput<T>& in, Pass& pass) const {
  const int slots = length_ + 1;
  const T* w_k = in.parameters + key_.weight.offset;             // [D x D]
  const T* time = in.parameters + time_.offset;                  // [slots x D]
  T* folded = pass.folded.resize(in.samples, heads_ * width_);   // [B x H x D]
  T* of_time = pass.weights.resize(in.samples, heads_ * slots);  // [B x H x slots]
  for (int h = 0; h < heads_; ++h) {
    const View<const T> query = head_columns<const T>(pass.query.data(), in.samples, h);
    matmul_nt(query, head_columns(w_k, width_, h), head_part(folded, in.samples, h, width_));
    matmul_nt(query, head_columns(time, slots, h), head_part(of_time, in.samples, h, slots));
  }
}

template <class T>
void AttentionMemory<T>::fold_queries_backward(const MemoryInput<T>& in, Pass& pass,
                                               T* gradient) const {
  const int slots = length_ + 1;
  const T* w_k = in.parameters + key_.weight.offset;     // [D x D]
  const T* time = in.parameters + time_.offset;          // [slots x D]
  const T* all_folded = pass.folded.data();              // [B x H x D] their gradient.
  const T* all_scores = pass.d_scores.data();            // [B x H x slots]
  T* d_query = pass.d_query.resize(in.samples, width_);  // [B x D]
  for (int h = 0; h < heads_; ++h) {
    const View<const T> query = head_columns<const T>(pass.query.data(), in.samples, h);
    const View<const T> d_folded = head_part(all_folded, in.samples, h, width_);
    const View<const T> d_scores = head_part(all_scores, in.samples, h, slots);
    // folded_h = q_h W_k,h^T
    add_matmul_tn(d_folded, query, head_columns(gradient + key_.weight.offset, width_, h));
    matmul(d_folded, head_columns(w_k, width_, h), head_columns(d_query, in.samples, h));
    // q_h . time_h
    add_matmul_tn(d_scores, query, head_columns(gradient + time_.offset, slots, h));
    add_matmul(d_scores, head_columns(time, slots, h), head_columns(d_query, in.samples, h));
  }
}

// What stands in the slots of a sample from pass.first on, one after the other.
template <class T>
T* AttentionMemory<T>::gather_entries(const MemoryInput<T>& in, int sample, Pass& pass) const {
  const int first = pass.first[static_cast<std::size_t>(sample)];
  const T* state = in.state + at(sample, state_width());
  T* entries = pass.entries.resize(length_ + 1, width_);
  T* end = std::copy(state + at(first, width_), state + at(length_, width_), entries);
  std::copy_n(pass.normalised.data() + at(sample, width_), width_, end);
  return entries;
}

// a_h = softmax((folded_h . e_j + of_time_hj) / sqrt(d)) and mixture_h = sum_j a_hj e_j, for one
// sample.
template <class T>
void AttentionMemory<T>::attend(const MemoryInput<T>& in, int sample, Pass& pass) const {
  const int slots = length_ + 1;
  // A state may come from a damaged file.
  const T count = in.state[at(sample, state_width()) + at(length_, width_)];
  const int remembered =
      static_cast<int>(std::lround(std::clamp(count, T{0}, static_cast<T>(length_))));
  const int first = length_ - remembered;
  pass.first[static_cast<std::size_t>(sample)] = first;
  const int n = remembered + 1;
  const T* entries = gather_entries(in, sample, pass);                 // [n x D]
  const T* folded = pass.folded.data() + at(sample, heads_ * width_);  // [H x D]
  T* scores = pass.scores.resize(heads_, slots);                       // [H x n]
  score_rows(folded, heads_, entries, n, width_, scores, n);
  T* weights = pass.weights.data() + at(sample, heads_ * slots);  // [H x slots]
  for (int h = 0; h < heads_; ++h) {
    T* a = weights + at(h, slots) + first;  // [n], and the scores of time till now.
    const T* score = scores + at(h, n);
    for_groups<T>(n, [&](auto group) {
      group.store((group.load(score) + group.load(a)) * Lanes<T>(scale_), a);
    });
    softmax_row(a, n);
    std::fill_n(weights + at(h, slots), first, T{0});
  }
  mix_rows(weights + first, slots, heads_, entries, n, width_,
           pass.mixture.data() + at(sample, heads_ * width_));
}

// Given the gradient of the mixture in pass.mixture, fills the sample's part of pass.d_scores,
// leaves the gradient of folded in pass.folded, and adds what flows to the entries to d_state and
// pass.d_normalised.
template <class T>
void AttentionMemory<T>::attend_backward(const MemoryInput<T>& in, int sample, Pass& pass,
                                         T* d_state) const {
  const int slots = length_ + 1;
  const int first = pass.first[static_cast<std::size_t>(sample)];
  const int n = slots - first;
  const T* entries = gather_entries(in, sample, pass);                      // [n x D]
  const T* a = pass.weights.data() + at(sample, heads_ * slots) + first;    // [H x n] of slots.
  const T* d_mixture = pass.mixture.data() + at(sample, heads_ * width_);   // [H x D]
  T* folded = pass.folded.data() + at(sample, heads_ * width_);             // [H x D]
  T* d_scores = pass.d_scores.data() + at(sample, heads_ * slots) + first;  // [H x n] of slots.
  // mixture_h = sum_j a_hj e_j
  score_rows(d_mixture, heads_, entries, n, width_, d_scores, slots);
  // a_h = softmax((folded_h . e_j + of_time_hj) / sqrt(d))
  for (int h = 0; h < heads_; ++h) {
    T* d = d_scores + at(h, slots);
    softmax_row_backward(a + at(h, slots), n, d);
    for_groups<T>(n, [&](auto group) { group.store(group.load(d) * Lanes<T>(scale_), d); });
    std::fill_n(d - first, first, T{0});
  }
  // d_e_j = sum_h a_hj d_mixture_h + sum_h d_score_hj folded_h
  T* d_entries = pass.d_entries.resize(slots, width_);
  spread_rows<T>(a, slots, d_mixture, heads_, n, width_, nullptr, d_entries);
  spread_rows<T>(d_scores, slots, folded, heads_, n, width_, d_entries, d_entries);
  add_scaled(T{1}, d_entries, (n - 1) * width_, d_state + at(first, width_));
  add_scaled(T{1}, d_entries + at(n - 1, width_), width_,
             pass.d_normalised.data() + at(sample, width_));
  T* d_folded = folded;  // In place.
  mix_rows<T>(d_scores, slots, heads_, entries, n, width_, d_folded);
}

// values_h = mixture_h W_v,h + b_v,h
template <class T>
void AttentionMemory<T>::project_values(const MemoryInput<T>& in, Pass& pass) const {
  const T* w_v = in.parameters + value_.weight.offset;  // [D x D]
  const T* b_v = in.parameters + value_.bias.offset;    // [D]
  const T* mixture = pass.mixture.data();               // [B x H x D]
  T* values = pass.values.resize(in.samples, width_);   // [B x D]
  for (int h = 0; h < heads_; ++h) {
    matmul(head_part(mixture, in.samples, h, width_), head_columns(w_v, width_, h),
           head_columns(values, in.samples, h), {.bias = b_v + h * head_width_});
  }
}

// Given pass.d_values, leaves the gradient of the mixture in pass.mixture.
template <class T>
void AttentionMemory<T>::project_values_backward(const MemoryInput<T>& in, Pass& pass,
                                                 T* gradient) const {
  const T* w_v = in.parameters + value_.weight.offset;  // [D x D]
  const T* d_values = pass.d_values.data();             // [B x D]
  for (int h = 0; h < heads_; ++h) {
    const View<const T> d_head = head_columns(d_values, in.samples, h);             // [B x d]
    const View<T> mixture = head_part(pass.mixture.data(), in.samples, h, width_);  // [B x D]
    add_matmul_tn<T>(mixture, d_head, head_columns(gradient + value_.weight.offset, width_, h));
    const View<T> d_mixture = mixture;  // In place.
    matmul_nt(d_head, head_columns(w_v, width_, h), d_mixture);
  }
  add_column_sums(View<const T>(d_values, in.samples, width_), gradient + value_.bias.offset);
}

// Moves what is remembered by one place, over the oldest, and adds the step's own.
template <class T>
void AttentionMemory<T>::remember(const MemoryInput<T>& in, const Pass& pass, T* state_out) const {
  for (int s = 0; s < in.samples; ++s, state_out += state_width()) {
    const T* state = in.state + at(s, state_width());
    T* latest = std::copy(state + width_, state + at(length_, width_), state_out);
    T* count = std::copy_n(pass.normalised.data() + at(s, width_), width_, latest);
    const int entries = length_ + 1 - pass.first[static_cast<std::size_t>(s)];
    *count = static_cast<T>(std::min(entries, length_));
  }
}

// Fills d.d_state and pass.d_normalised with what flows by the next state.
template <class T>
void AttentionMemory<T>::remember_backward(int samples, const MemoryGradients<T>& d,
                                           Pass& pass) const {
  T* d_normalised = pass.d_normalised.resize(samples, width_);
  for (int s = 0; s < samples; ++s) {
    const T* d_out = d.d_state_out + at(s, state_width());
    T* d_state = d.d_state + at(s, state_width());
    const T* d_latest = d_out + at(length_ - 1, width_);
    std::copy_n(d_latest, width_, d_normalised + at(s, width_));
    std::copy_backward(d_out, d_latest, d_state + at(length_, width_));
    std::fill_n(d_state, width_, T{0});   // The oldest was dropped.
    d_state[at(length_, width_)] = T{0};  // The number of vectors.
  }
}

template <class T>
MemoryWeights AttentionMemory<T>::weights(const MemoryPass<T>& any_pass, int sample) const {
  const Pass& pass = static_cast<const AttentionMemoryPass<T>&>(any_pass).steps.front();
  const int slots = length_ + 1;
  const int first = pass.first[static_cast<std::size_t>(sample)];
  MemoryWeights result{.heads = heads_, .entries = slots - first, .weights = {}};
  for (int h = 0; h < heads_; ++h) {
    const T* row = pass.weights.data() + at(sample, heads_ * slots) + at(h, slots);
    for (int j = first; j < slots; ++j) result.weights.push_back(static_cast<float>(row[j]));
  }
  return result;
}

template class AttentionMemory<float>;
template class AttentionMemory<double>;

MemoryKind attention_memory() {
  return {.name = "attention",
          .summary =
              "attention over the agent's last vectors, with Transformer-XL's gradients "
              "(Dai et al. 2019)",
          .attends = true,
          .make_float = make_memory_kind<AttentionMemory<float>, float>,
          .make_double = make_memory_kind<AttentionMemory<double>, double>};
}

}  // namespace saccade::nn
