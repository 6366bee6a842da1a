#include "nn/ego_attention.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "nn/product.h"
#include "nn/row_ops.h"
#include "nn/set_kernels.h"

namespace saccade::nn {

template <class T>
EgoAttention<T>::EgoAttention(const BlockLayers<T>& layers, const AttentionConfig& config,
                              const AttentionPlace& place, ParameterLayout& layout)
    : layers_(layers),
      heads_(place.heads),
      width_(place.width),
      scale_(config.scale ? T{1} / std::sqrt(static_cast<T>(place.width / place.heads)) : T{1}),
      weighing_(config, place.heads, place.layer, place.name, layout) {}

template <class T>
void EgoAttention<T>::initialise(T* parameters, Random& random) const {
  layers_.initialise(parameters, random);
  weighing_.initialise(parameters);
}

template <class T>
void EgoAttention<T>::forward(const T* parameters, const Pairing<T>& pairing,
                              const TokenView<T>& tokens, EgoAttentionPass<T>& pass) const {
  const int samples = tokens.samples;
  normalise(parameters, tokens, pass);
  layers_.query.forward(parameters, pass.query_in.data(), samples,
                        pass.query.resize(samples, width_));
  fold_queries(parameters, samples, pass);
  attend(parameters, pairing, pass);
  project_values(parameters, samples, pass);

  T* attended = pass.attended.resize(samples, width_);
  layers_.output.forward(parameters, pass.values.data(), samples, attended);
  add_scaled(T{1}, pass.agent.data(), samples * width_, attended);

  T* mlp_in = pass.mlp_in.resize(samples, width_);
  T* out = pass.out.resize(samples, width_);
  layers_.mlp_norm.forward(parameters, attended, samples, pass.mlp_norm, mlp_in);
  layers_.mlp.forward(parameters, mlp_in, samples, pass.mlp, out);
  add_scaled(T{1}, attended, samples * width_, out);
}

template <class T>
void EgoAttention<T>::backward(const T* parameters, const Pairing<T>& pairing,
                               const TokenView<T>& tokens, EgoAttentionPass<T>& pass,
                               const T* d_out, const T* d_tokens, T* d_x, T* gradient) const {
  const int samples = tokens.samples;
  const std::size_t all =
      static_cast<std::size_t>(tokens.tokens()) * static_cast<std::size_t>(width_);
  T* d_attended = pass.d_attended.resize(samples, width_);
  // out = attended + mlp(norm(attended))
  layers_.mlp.backward(parameters, pass.mlp_in.data(), pass.mlp, d_out, samples, d_attended,
                       gradient);
  layers_.mlp_norm.backward(parameters, pass.mlp_norm, d_attended, samples, d_attended, gradient);
  add_scaled(T{1}, d_out, samples * width_, d_attended);

  // attended = agent + output(values)
  layers_.output.backward(parameters, pass.values.data(), d_attended, samples,
                          pass.d_values.resize(samples, width_), gradient);
  T* d_normalised = pass.d_normalised.resize(all);
  if (d_tokens != nullptr) {
    std::copy_n(d_tokens, all, d_normalised);
  } else {
    std::fill_n(d_normalised, all, T{0});
  }
  project_values_backward(parameters, samples, pass, gradient);
  attend_backward(parameters, pairing, pass, gradient);
  fold_queries_backward(parameters, tokens, pass, gradient);

  // normalised = (x - mean) factor
  for (int token = 0; token < tokens.tokens(); ++token) {
    const std::ptrdiff_t i = at(token, width_);
    normalise_row_backward(pass.normalised.data() + i, pass.factor.data()[token], d_normalised + i,
                           width_, d_x + tokens.row(token) * width_);
  }
  for (int s = 0; s < samples; ++s) {
    add_scaled(T{1}, d_attended + at(s, width_), width_,
               d_x + tokens.row(tokens.offsets[s]) * width_);
  }
}

template <class T>
void EgoAttention<T>::normalise(const T* parameters, const TokenView<T>& tokens,
                                EgoAttentionPass<T>& pass) const {
  const T* gain = parameters + layers_.norm.gain.offset;
  const T* bias = parameters + layers_.norm.bias.offset;
  T* normalised = pass.normalised.resize(tokens.tokens(), width_);
  T* factor = pass.factor.resize(tokens.tokens(), 1);
  for (int token = 0; token < tokens.tokens(); ++token) {
    factor[token] = normalise_row(tokens.x + tokens.row(token) * width_, width_,
                                  normalised + at(token, width_));
  }
  T* agent = pass.agent.resize(tokens.samples, width_);
  T* query_in = pass.query_in.resize(tokens.samples, width_);
  for (int s = 0; s < tokens.samples; ++s, agent += width_, query_in += width_) {
    std::copy_n(tokens.x + tokens.row(tokens.offsets[s]) * width_, width_, agent);
    std::copy_n(bias, width_, query_in);
    add_product(gain, normalised + at(tokens.offsets[s], width_), width_, query_in);
  }
}

// folded_h = query_h W_k,h^T
template <class T>
void EgoAttention<T>::fold_queries(const T* parameters, int samples,
                                   EgoAttentionPass<T>& pass) const {
  const int head_width = width_ / heads_;
  T* folded = pass.folded.resize(samples, heads_ * width_);
  for (int h = 0; h < heads_; ++h) {
    multiply_transposed(
        View<const T>(pass.query.data() + h * head_width, samples, head_width, width_),
        View<const T>(parameters + layers_.key.weight.offset + h * head_width, width_, head_width,
                      width_),
        View<T>(folded + h * width_, samples, width_, heads_ * width_));
  }
}

// d_query_h = d_folded_h W_k,h;  d_W_k,h = d_folded_h^T query_h;  then the query's own projection.
template <class T>
void EgoAttention<T>::fold_queries_backward(const T* parameters, const TokenView<T>& tokens,
                                            EgoAttentionPass<T>& pass, T* gradient) const {
  const int samples = tokens.samples;
  const int head_width = width_ / heads_;
  T* d_query = pass.d_query.resize(samples, width_);
  for (int h = 0; h < heads_; ++h) {
    const View<const T> d_folded(pass.d_folded.data() + h * width_, samples, width_,
                                 heads_ * width_);
    const std::size_t key = layers_.key.weight.offset + static_cast<std::size_t>(h * head_width);
    multiply(d_folded, View<const T>(parameters + key, width_, head_width, width_),
             View<T>(d_query + h * head_width, samples, head_width, width_));
    add_transposed_multiply(
        d_folded, View<const T>(pass.query.data() + h * head_width, samples, head_width, width_),
        View<T>(gradient + key, width_, head_width, width_));
  }
  T* d_query_in = pass.d_query_in.resize(samples, width_);
  layers_.query.backward(parameters, pass.query_in.data(), d_query, samples, d_query_in, gradient);

  // query_in = gain normalised_agent + bias
  for (int s = 0; s < samples; ++s) {
    const std::ptrdiff_t agent = at(tokens.offsets[s], width_);
    const T* d = d_query_in + at(s, width_);
    add_product(d, pass.normalised.data() + agent, width_, gradient + layers_.norm.gain.offset);
    add_scaled(T{1}, d, width_, gradient + layers_.norm.bias.offset);
    add_product(d, parameters + layers_.norm.gain.offset, width_, pass.d_normalised.data() + agent);
  }
}

// The folded query of one sample as the normalised rows meet it: times gain and 1 / sqrt(d_k).  The
// norm's bias adds the same to all scores and drops out.
template <class T>
void EgoAttention<T>::scale_query(const T* parameters, const T* folded, T* scaled) const {
  const T* gain = parameters + layers_.norm.gain.offset;
  for (int h = 0; h < heads_; ++h, folded += width_, scaled += width_) {
    for (int i = 0; i < width_; ++i) scaled[i] = folded[i] * gain[i] * scale_;
  }
}

// The keys that a sample's query weighs.
template <class T>
QueryKeys EgoAttention<T>::seen_keys(const Pairing<T>& pairing, int sample) const {
  if (pairing.neighbours == nullptr) {
    return {sample, 0, pairing.keys[sample + 1] - pairing.keys[sample]};
  }
  const auto near = pairing.neighbours->of(sample);
  return {sample, 0, static_cast<int>(near.size()), near.data()};
}

// Turns the scores of one sample, which stand in pass.weights, into weights.
template <class T>
void EgoAttention<T>::weigh(const T* parameters, const Pairing<T>& pairing, const QueryKeys& keys,
                            EgoAttentionPass<T>& pass) const {
  const int all = pairing.key_count();
  const int begin = pairing.keys[keys.sample];
  const int n = pairing.keys[keys.sample + 1] - begin;
  T* features = pass.features.resize(weighing_.feature_count(), keys.count);
  weighing_.describe(pairing, keys, features);
  for (int h = 0; h < heads_; ++h) {
    T* row = pass.weights.data() + at(h, all) + begin;
    if (keys.list == nullptr) {
      weighing_.forward(parameters, h, features, keys, row);
    } else {
      T* near = pass.near.resize(keys.count, 1);
      for (int i = 0; i < keys.count; ++i) near[i] = row[keys.list[i]];
      weighing_.forward(parameters, h, features, keys, near);
      std::fill_n(row, n, T{0});
      for (int i = 0; i < keys.count; ++i) row[keys.list[i]] = near[i];
    }
    if (weighing_.drops(pairing)) {
      weighing_.drop(pairing, h, {keys.sample, 0, n}, row,
                     pass.dropped.data() + at(h, all) + begin);
    }
  }
}

// Given dL/d(mixing weights) of one sample in d_weights [H x n], leaves dL/dscores there.
template <class T>
void EgoAttention<T>::weigh_backward(const Pairing<T>& pairing, const QueryKeys& keys,
                                     EgoAttentionPass<T>& pass, T* d_weights, T* gradient) const {
  const int begin = pairing.keys[keys.sample];
  const int n = pairing.keys[keys.sample + 1] - begin;
  T* features = pass.features.resize(weighing_.feature_count(), keys.count);
  weighing_.describe(pairing, keys, features);
  for (int h = 0; h < heads_; ++h, d_weights += n) {
    const T* row = pass.weights.data() + at(h, pairing.key_count()) + begin;
    if (weighing_.drops(pairing)) {
      weighing_.drop(pairing, h, {keys.sample, 0, n}, d_weights, d_weights);
    }
    if (keys.list == nullptr) {
      weighing_.backward(row, h, features, keys, d_weights, gradient);
      continue;
    }
    T* near = pass.near.resize(keys.count, 1);
    T* d_near = pass.d_near.resize(keys.count, 1);
    for (int i = 0; i < keys.count; ++i) {
      near[i] = row[keys.list[i]];
      d_near[i] = d_weights[keys.list[i]];
    }
    weighing_.backward(near, h, features, keys, d_near, gradient);
    std::fill_n(d_weights, n, T{0});
    for (int i = 0; i < keys.count; ++i) d_weights[keys.list[i]] = d_near[i];
  }
}

// What the rows are mixed by.
template <class T>
const T* EgoAttention<T>::mixing_weights(const Pairing<T>& pairing,
                                         const EgoAttentionPass<T>& pass) const {
  return weighing_.drops(pairing) ? pass.dropped.data() : pass.weights.data();
}

template <class T>
void EgoAttention<T>::sum_weights(const Pairing<T>& pairing, int sample,
                                  EgoAttentionPass<T>& pass) const {
  T* sums = pass.sums.data() + at(sample, heads_);
  std::fill_n(sums, heads_, T{1});
  if (!weighing_.drops(pairing)) return;
  const int begin = pairing.keys[sample];
  const int n = pairing.keys[sample + 1] - begin;
  for (int h = 0; h < heads_; ++h) {
    const T* row = pass.dropped.data() + at(h, pairing.key_count()) + begin;
    sums[h] = std::accumulate(row, row + n, T{0});
  }
}

// a_h = weights of the scores scaled_h . normalised_j;  mixture_h = sum_j a_hj normalised_j
template <class T>
void EgoAttention<T>::attend(const T* parameters, const Pairing<T>& pairing,
                             EgoAttentionPass<T>& pass) const {
  const int all = pairing.key_count();
  T* weights = pass.weights.resize(heads_, all);
  T* mixture = pass.mixture.resize(pairing.samples, heads_ * width_);
  T* scaled = pass.scaled.resize(heads_, width_);
  pass.sums.resize(pairing.samples, heads_);
  if (weighing_.drops(pairing)) pass.dropped.resize(heads_, all);
  for (int s = 0; s < pairing.samples; ++s) {
    const int begin = pairing.keys[s];
    const int n = pairing.keys[s + 1] - begin;
    const T* rows = pass.normalised.data() + at(begin, width_);
    scale_query(parameters, pass.folded.data() + at(s, heads_ * width_), scaled);
    score_rows(scaled, heads_, rows, n, width_, weights + begin, all);
    weigh(parameters, pairing, seen_keys(pairing, s), pass);
    sum_weights(pairing, s, pass);
    mix_rows(mixing_weights(pairing, pass) + begin, all, heads_, rows, n, width_,
             mixture + at(s, heads_ * width_));
  }
}

template <class T>
void EgoAttention<T>::attend_backward(const T* parameters, const Pairing<T>& pairing,
                                      EgoAttentionPass<T>& pass, T* gradient) const {
  const int all = pairing.key_count();
  T* d_gain = gradient + layers_.norm.gain.offset;
  T* d_folded = pass.d_folded.resize(pairing.samples, heads_ * width_);
  T* scaled = pass.scaled.data();
  for (int s = 0; s < pairing.samples; ++s) {
    const int begin = pairing.keys[s];
    const int n = pairing.keys[s + 1] - begin;
    const T* rows = pass.normalised.data() + at(begin, width_);
    const T* folded = pass.folded.data() + at(s, heads_ * width_);
    const T* d_mixture = pass.d_mixed.data() + at(s, heads_ * width_);
    T* d_rows = pass.d_normalised.data() + at(begin, width_);
    T* d_weights = pass.d_weights.resize(heads_, n);
    T* d_scaled = d_folded + at(s, heads_ * width_);

    // mixture_h = sum_j a_hj normalised_j
    score_rows(d_mixture, heads_, rows, n, width_, d_weights, n);
    spread_rows(mixing_weights(pairing, pass) + begin, all, d_mixture, heads_, n, width_, d_rows);
    if (weighing_.drops(pairing)) {
      const T* d_sums = pass.d_sums.data() + at(s, heads_);
      for (int i = 0; i < heads_ * n; ++i) d_weights[i] += d_sums[i / n];
    }
    weigh_backward(pairing, seen_keys(pairing, s), pass, d_weights, gradient);
    // scores_hj = scaled_h . normalised_j
    scale_query(parameters, folded, scaled);
    spread_rows(d_weights, n, scaled, heads_, n, width_, d_rows);
    mix_rows(d_weights, n, heads_, rows, n, width_, d_scaled);
    // scaled_h = folded_h gain scale
    const T* gain = parameters + layers_.norm.gain.offset;
    for (int h = 0; h < heads_; ++h, d_scaled += width_, folded += width_) {
      for (int i = 0; i < width_; ++i) {
        const T d = d_scaled[i] * scale_;
        d_gain[i] += d * folded[i];
        d_scaled[i] = d * gain[i];
      }
    }
  }
}

// values_h = (gain mixture_h + sum_h bias) W_v,h + sum_h b_v,h
template <class T>
void EgoAttention<T>::project_values(const T* parameters, int samples,
                                     EgoAttentionPass<T>& pass) const {
  const int head_width = width_ / heads_;
  const T* gain = parameters + layers_.norm.gain.offset;
  const T* bias = parameters + layers_.norm.bias.offset;
  const T* mixture = pass.mixture.data();
  T* mixed = pass.mixed.resize(samples, heads_ * width_);
  const T* sums = pass.sums.data();
  for (int row = 0; row < samples * heads_; ++row, mixed += width_, mixture += width_) {
    for (int i = 0; i < width_; ++i) mixed[i] = gain[i] * mixture[i] + sums[row] * bias[i];
  }
  T* values = pass.values.resize(samples, width_);
  const T* value_bias = parameters + layers_.value.bias.offset;
  for (int i = 0; i < samples * width_; ++i) {
    values[i] = sums[i / head_width] * value_bias[i % width_];
  }
  for (int h = 0; h < heads_; ++h) {
    add_multiply(View<const T>(pass.mixed.data() + h * width_, samples, width_, heads_ * width_),
                 View<const T>(parameters + layers_.value.weight.offset + h * head_width, width_,
                               head_width, width_),
                 View<T>(values + h * head_width, samples, head_width, width_));
  }
}

// Leaves in d_mixed the gradient with respect to the mixture.
template <class T>
void EgoAttention<T>::project_values_backward(const T* parameters, int samples,
                                              EgoAttentionPass<T>& pass, T* gradient) const {
  const int head_width = width_ / heads_;
  T* d_mixed = pass.d_mixed.resize(samples, heads_ * width_);
  const T* sums = pass.sums.data();
  T* d_sums = pass.d_sums.resize(samples, heads_);
  const T* value_bias = parameters + layers_.value.bias.offset;
  T* d_value_bias = gradient + layers_.value.bias.offset;
  for (int row = 0; row < samples * heads_; ++row) {
    const T* d = pass.d_values.data() + at(row, head_width);
    const int column = row % heads_ * head_width;
    add_scaled(sums[row], d, head_width, d_value_bias + column);
    d_sums[row] = dot(value_bias + column, d, head_width);
  }
  for (int h = 0; h < heads_; ++h) {
    const View<const T> d_values(pass.d_values.data() + h * head_width, samples, head_width,
                                 width_);
    const std::size_t value =
        layers_.value.weight.offset + static_cast<std::size_t>(h * head_width);
    add_transposed_multiply(
        View<const T>(pass.mixed.data() + h * width_, samples, width_, heads_ * width_), d_values,
        View<T>(gradient + value, width_, head_width, width_));
    multiply_transposed(d_values, View<const T>(parameters + value, width_, head_width, width_),
                        View<T>(d_mixed + h * width_, samples, width_, heads_ * width_));
  }
  // mixed = gain mixture + sum bias
  const T* gain = parameters + layers_.norm.gain.offset;
  const T* bias = parameters + layers_.norm.bias.offset;
  T* d_gain = gradient + layers_.norm.gain.offset;
  T* d_bias = gradient + layers_.norm.bias.offset;
  const T* mixture = pass.mixture.data();
  for (int row = 0; row < samples * heads_; ++row, d_mixed += width_, mixture += width_) {
    d_sums[row] += dot(bias, d_mixed, width_);
    for (int i = 0; i < width_; ++i) {
      d_gain[i] += d_mixed[i] * mixture[i];
      d_bias[i] += sums[row] * d_mixed[i];
      d_mixed[i] *= gain[i];
    }
  }
}

template class EgoAttention<float>;
template class EgoAttention<double>;

}  // namespace saccade::nn
