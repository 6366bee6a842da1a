#include "nn/blocks/ego_attention.h"

#include <algorithm>

#include "nn/kernels/product.h"
#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {

template <class T>
EgoAttention<T>::EgoAttention(const BlockLayers<T>& layers, const AttentionConfig& config,
                              const AttentionPlace& place, ParameterLayout& layout)
    : layers_(layers),
      heads_(place.heads),
      width_(place.width),
      mixture_(layers.norm, config, place, layout) {}

template <class T>
void EgoAttention<T>::initialise(T* parameters, Random& random) const {
  layers_.initialise(parameters, random);
  mixture_.initialise(parameters);
}

template <class T>
void EgoAttention<T>::forward(const T* parameters, const Pairing<T>& pairing,
                              const TokenView<T>& tokens, EgoAttentionPass<T>& pass) const {
  const int samples = tokens.samples;
  normalise(parameters, tokens, pass);
  layers_.query.forward(parameters, pass.query_in.data(), samples,
                        pass.query.resize(samples, width_));
  fold_queries(parameters, samples, pass);
  mixture_.forward(parameters, pairing, pass);
  project_values(parameters, pairing, pass);

  T* attended = pass.attended.resize(samples, width_);
  layers_.output.forward(parameters, pass.values.data(), samples, attended,
                         {.addend = pass.agent.data(), .addend_stride = width_});

  T* mlp_in = pass.mlp_in.resize(samples, width_);
  T* out = pass.out.resize(samples, width_);
  layers_.mlp_norm.forward(parameters, attended, samples, pass.mlp_norm, mlp_in);
  layers_.mlp.forward(parameters, mlp_in, samples, pass.mlp, out,
                      {.addend = attended, .addend_stride = width_});
}

template <class T>
void EgoAttention<T>::backward(const T* parameters, const Pairing<T>& pairing,
                               const TokenView<T>& tokens, EgoAttentionPass<T>& pass,
                               const T* d_out, const T* d_tokens, T* d_x, T* gradient) const {
  const int samples = tokens.samples;
  T* d_attended = pass.d_attended.resize(samples, width_);
  // out = attended + mlp(norm(attended))
  layers_.mlp.backward(parameters, pass.mlp_in.data(), pass.mlp, d_out, samples, d_attended,
                       gradient);
  layers_.mlp_norm.backward(parameters, pass.mlp_norm, d_attended, samples, d_attended, gradient);
  add_scaled(T{1}, d_out, samples * width_, d_attended);

  // attended = agent + output(values)
  layers_.output.backward(parameters, pass.values.data(), d_attended, samples,
                          pass.d_values.resize(samples, width_), gradient);
  project_values_backward(parameters, pairing, pass, gradient);
  mixture_.backward(parameters, pairing, tokens, d_tokens, pass, d_x, gradient);
  fold_queries_backward(parameters, tokens, pass, gradient);

  for (int s = 0; s < samples; ++s) {
    T* d_agent = d_x + tokens.row(tokens.offsets[s]) * width_;
    add_scaled(T{1}, d_attended + at(s, width_), width_, d_agent);
    add_scaled(T{1}, pass.d_query_in.data() + at(s, width_), width_, d_agent);
  }
}

template <class T>
void EgoAttention<T>::normalise(const T* parameters, const TokenView<T>& tokens,
                                EgoAttentionPass<T>& pass) const {
  const T* gain = parameters + layers_.norm.gain.offset;
  const T* bias = parameters + layers_.norm.bias.offset;
  T* normalised = pass.normalised.resize(tokens.tokens(), width_);
  normalise_rows(tokens.x, tokens.rows, tokens.tokens(), width_, normalised,
                 pass.factor.resize(tokens.tokens(), 1));
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
// Leaves in d_query_in what flows to the agents' tokens.
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

  // query_in = gain normalised_agent + bias, normalised_agent = (agent - mean) factor
  T* d = d_query_in;
  const T* gain = parameters + layers_.norm.gain.offset;
  for (int s = 0; s < samples; ++s, d += width_) {
    const int agent = tokens.offsets[s];
    const T* normalised = pass.normalised.data() + at(agent, width_);
    add_product(d, normalised, width_, gradient + layers_.norm.gain.offset);
    add_scaled(T{1}, d, width_, gradient + layers_.norm.bias.offset);
    for_groups<T>(width_, [&](auto group) { group.store(group.load(d) * group.load(gain), d); });
    normalise_row_backward(normalised, pass.factor.data()[agent], d, width_, d);
  }
}

// values_h = (gain mixture_h + sum_h bias) W_v,h + sum_h b_v,h, sum_h = 1 unless weights are
// dropped.
template <class T>
void EgoAttention<T>::project_values(const T* parameters, const Pairing<T>& pairing,
                                     EgoAttentionPass<T>& pass) const {
  const int samples = pairing.samples;
  const int head_width = width_ / heads_;
  const bool drops = mixture_.drops(pairing);
  T* mixed = pass.mixed.resize(samples, heads_ * width_);
  for_groups<T>(width_, [&](auto group) {
    const Lanes<T> gain = group.load(parameters + layers_.norm.gain.offset);
    const Lanes<T> bias = group.load(parameters + layers_.norm.bias.offset);
    const T* mixture = pass.mixture.data();
    for (int row = 0; row < samples * heads_; ++row) {
      const Lanes<T> sum(drops ? pass.sums.data()[row] : T{1});
      group.store(multiply_add(gain, group.load(mixture + at(row, width_)), sum * bias),
                  mixed + at(row, width_));
    }
  });
  T* values = pass.values.resize(samples, width_);
  const T* bias = parameters + layers_.value.bias.offset;
  for (int h = 0; h < heads_; ++h) {
    const int column = h * head_width;
    multiply(View<const T>(mixed + h * width_, samples, width_, heads_ * width_),
             View<const T>(parameters + layers_.value.weight.offset + column, width_, head_width,
                           width_),
             View<T>(values + column, samples, head_width, width_),
             {.bias = drops ? nullptr : bias + column});
  }
  for (int row = 0; drops && row < samples * heads_; ++row) {
    add_scaled(pass.sums.data()[row], bias + row % heads_ * head_width, head_width,
               values + at(row, head_width));
  }
}

// Leaves in d_mixed the gradient with respect to the mixture.
template <class T>
void EgoAttention<T>::project_values_backward(const T* parameters, const Pairing<T>& pairing,
                                              EgoAttentionPass<T>& pass, T* gradient) const {
  const int samples = pairing.samples;
  const int head_width = width_ / heads_;
  const T* d_values = pass.d_values.data();
  T* d_mixed = pass.d_mixed.resize(samples, heads_ * width_);
  for (int h = 0; h < heads_; ++h) {
    const int column = h * head_width;
    const View<const T> d_head(d_values + column, samples, head_width, width_);
    const std::size_t value = layers_.value.weight.offset + static_cast<std::size_t>(column);
    add_transposed_multiply(
        View<const T>(pass.mixed.data() + h * width_, samples, width_, heads_ * width_), d_head,
        View<T>(gradient + value, width_, head_width, width_));
    multiply_transposed(d_head, View<const T>(parameters + value, width_, head_width, width_),
                        View<T>(d_mixed + h * width_, samples, width_, heads_ * width_));
  }
  if (mixture_.drops(pairing)) {
    sum_weights_backward(parameters, samples, pass, gradient);
  } else {
    add_column_sums(View<const T>(d_values, samples, width_), gradient + layers_.value.bias.offset);
  }
  // mixed = gain mixture + sum bias
  const bool drops = mixture_.drops(pairing);
  for_groups<T>(width_, [&](auto group) {
    T* d_gain = gradient + layers_.norm.gain.offset;
    T* d_bias = gradient + layers_.norm.bias.offset;
    const Lanes<T> gain = group.load(parameters + layers_.norm.gain.offset);
    Lanes<T> gain_sum = group.load(d_gain);
    Lanes<T> bias_sum = group.load(d_bias);
    for (int row = 0; row < samples * heads_; ++row) {
      const Lanes<T> d = group.load(d_mixed + at(row, width_));
      const Lanes<T> sum(drops ? pass.sums.data()[row] : T{1});
      gain_sum = multiply_add(d, group.load(pass.mixture.data() + at(row, width_)), gain_sum);
      bias_sum = multiply_add(d, sum, bias_sum);
      group.store(d * gain, d_mixed + at(row, width_));
    }
    group.store(gain_sum, d_gain);
    group.store(bias_sum, d_bias);
  });
}

// Of the sums of the mixing weights, by which both biases were scaled.
template <class T>
void EgoAttention<T>::sum_weights_backward(const T* parameters, int samples,
                                           EgoAttentionPass<T>& pass, T* gradient) const {
  const int head_width = width_ / heads_;
  const T* norm_bias = parameters + layers_.norm.bias.offset;
  const T* sums = pass.sums.data();
  T* d_sums = pass.d_sums.resize(samples, heads_);
  for (int row = 0; row < samples * heads_; ++row) {
    const T* d_values = pass.d_values.data() + at(row, head_width);
    const std::size_t bias =
        layers_.value.bias.offset + static_cast<std::size_t>(row % heads_ * head_width);
    add_scaled(sums[row], d_values, head_width, gradient + bias);
    d_sums[row] = dot(parameters + bias, d_values, head_width) +
                  dot(norm_bias, pass.d_mixed.data() + at(row, width_), width_);
  }
}

template class EgoAttention<float>;
template class EgoAttention<double>;

}  // namespace saccade::nn
