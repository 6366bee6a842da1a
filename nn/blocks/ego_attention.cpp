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
      head_width_(place.head_width()),
      mixture_(layers.norm, config, place, layout),
      pair_value_(PairValue<T>::create(layout, place.name + ".pair_value", place.width,
                                       config.pair_value)) {}

template <class T>
void EgoAttention<T>::initialise(T* parameters, Random& random) const {
  layers_.initialise(parameters, random);
  mixture_.initialise(parameters);
  pair_value_.initialise(parameters);
}

template <class T>
void EgoAttention<T>::forward(const T* parameters, const AttentionBatch<T>& batch,
                              const TokenView<T>& tokens, EgoAttentionPass<T>& pass) const {
  const int samples = tokens.samples;
  normalise(parameters, tokens, pass);
  layers_.query.forward(parameters, pass.query_in.data(), samples,
                        pass.query.resize(samples, width_));
  fold_queries(parameters, samples, pass);
  mixture_.forward(parameters, batch, pass);
  scale_mixture(parameters, batch, pass);
  project_values(parameters, batch, pass);

  // attended = agent + output(values)
  T* attended = pass.attended.resize(samples, width_);
  layers_.output.forward(parameters, pass.values.data(), samples, attended,
                         {.residual = pass.agent.data(), .residual_stride = width_});

  // out = attended + mlp(mlp_in), mlp_in = mlp_norm(attended)
  T* mlp_in = pass.mlp_in.resize(samples, width_);
  T* out = pass.out.resize(samples, width_);
  layers_.mlp_norm.forward(parameters, attended, samples, pass.mlp_norm, mlp_in);
  layers_.mlp.forward(parameters, mlp_in, samples, pass.mlp, out,
                      {.residual = attended, .residual_stride = width_});
}

template <class T>
void EgoAttention<T>::backward(const T* parameters, const AttentionBatch<T>& batch,
                               const TokenView<T>& tokens, EgoAttentionPass<T>& pass,
                               const BlockGradients<T>& d, T* gradient) const {
  const int samples = tokens.samples;
  // out = attended + mlp(mlp_in), mlp_in = mlp_norm(attended)
  T* d_attended = pass.d_attended.resize(samples, width_);  // [B x D]
  T* d_mlp_in = d_attended;                                 // In place.
  layers_.mlp.backward(parameters, pass.mlp_in.data(), pass.mlp, d.d_out, samples, d_mlp_in,
                       gradient);
  layers_.mlp_norm.backward(parameters, pass.mlp_norm, d_mlp_in, samples, d_attended, gradient);
  add_scaled(T{1}, d.d_out, samples * width_, d_attended);

  // attended = agent + output(values)
  layers_.output.backward(parameters, pass.values.data(), d_attended, samples,
                          pass.d_values.resize(samples, width_), gradient);
  project_values_backward(parameters, batch, pass, gradient);
  scale_mixture_backward(parameters, batch, pass, gradient);
  mixture_.backward(parameters, batch, tokens, pass, d, gradient);
  fold_queries_backward(parameters, samples, pass, gradient);
  // query = query_in W_q + b_q
  layers_.query.backward(parameters, pass.query_in.data(), pass.d_query.data(), samples,
                         pass.d_query_in.resize(samples, width_), gradient);
  normalise_agents_backward(parameters, tokens, pass, gradient);

  // The agent is read three times: as a token of the set, which d_x has already, as what is added
  // to, and as the query.
  const T* d_agents = pass.d_query_in.data();
  for (int s = 0; s < samples; ++s) {
    T* d_agent = d.d_x + tokens.row(tokens.offsets[s]) * width_;
    add_scaled(T{1}, d_attended + at(s, width_), width_, d_agent);
    add_scaled(T{1}, d_agents + at(s, width_), width_, d_agent);
  }
}

// normalised = (x - mean) rstd for all tokens, query_in = gain normalised + bias for the agents.
template <class T>
void EgoAttention<T>::normalise(const T* parameters, const TokenView<T>& tokens,
                                EgoAttentionPass<T>& pass) const {
  const T* gain = parameters + layers_.norm.gain.offset;
  const T* bias = parameters + layers_.norm.bias.offset;
  T* normalised = pass.normalised.resize(tokens.tokens(), width_);
  normalise_rows(tokens.x, tokens.rows, tokens.tokens(), width_, normalised,
                 pass.rstd.resize(tokens.tokens(), 1));
  T* agent = pass.agent.resize(tokens.samples, width_);
  T* query_in = pass.query_in.resize(tokens.samples, width_);
  for (int s = 0; s < tokens.samples; ++s, agent += width_, query_in += width_) {
    std::copy_n(tokens.x + tokens.row(tokens.offsets[s]) * width_, width_, agent);
    std::copy_n(bias, width_, query_in);
    add_product(gain, normalised + at(tokens.offsets[s], width_), width_, query_in);
  }
}

// query_in = gain normalised + bias, normalised = (agent - mean) rstd
//
// Given pass.d_query_in, leaves the gradient with respect to the agents' tokens in its place.
template <class T>
void EgoAttention<T>::normalise_agents_backward(const T* parameters, const TokenView<T>& tokens,
                                                EgoAttentionPass<T>& pass, T* gradient) const {
  const T* gain = parameters + layers_.norm.gain.offset;
  T* d_gain = gradient + layers_.norm.gain.offset;
  T* d_bias = gradient + layers_.norm.bias.offset;
  for (int s = 0; s < tokens.samples; ++s) {
    const int agent = tokens.offsets[s];
    const T* normalised = pass.normalised.data() + at(agent, width_);
    T* d_query_in = pass.d_query_in.data() + at(s, width_);  // [D], and so in place:
    T* d_normalised = d_query_in;
    T* d_agent = d_normalised;
    add_product(d_query_in, normalised, width_, d_gain);
    add_scaled(T{1}, d_query_in, width_, d_bias);
    for_groups<T>(width_, [&](auto group) {
      group.store(group.load(d_query_in) * group.load(gain), d_normalised);
    });
    normalise_row_backward(normalised, pass.rstd.data()[agent], d_normalised, width_, d_agent);
  }
}

// folded_h = query_h W_k,h^T
template <class T>
void EgoAttention<T>::fold_queries(const T* parameters, int samples,
                                   EgoAttentionPass<T>& pass) const {
  const T* w_k = parameters + layers_.key.weight.offset;     // [D x D]
  T* folded = pass.folded.resize(samples, heads_ * width_);  // [B x H x D]
  for (int h = 0; h < heads_; ++h) {
    matmul_nt<T>(head_columns(pass.query.data(), samples, h), head_columns(w_k, width_, h),
                 head_vectors(folded, samples, h));
  }
}

// folded_h = query_h W_k,h^T
//
// Given pass.d_folded, fills pass.d_query.
template <class T>
void EgoAttention<T>::fold_queries_backward(const T* parameters, int samples,
                                            EgoAttentionPass<T>& pass, T* gradient) const {
  const T* w_k = parameters + layers_.key.weight.offset;  // [D x D]
  T* d_w_k = gradient + layers_.key.weight.offset;        // [D x D]
  T* d_query = pass.d_query.resize(samples, width_);      // [B x D]
  for (int h = 0; h < heads_; ++h) {
    const View<const T> d_folded = head_vectors(pass.d_folded.data(), samples, h);  // [B x D]
    matmul<T>(d_folded, head_columns(w_k, width_, h), head_columns(d_query, samples, h));
    add_matmul_tn<T>(d_folded, head_columns(pass.query.data(), samples, h),
                     head_columns(d_w_k, width_, h));
  }
}

// mixed_h = gain mixture_h + sum_h bias, sum_h = 1 unless weights are dropped.
template <class T>
void EgoAttention<T>::scale_mixture(const T* parameters, const AttentionBatch<T>& batch,
                                    EgoAttentionPass<T>& pass) const {
  const int rows = batch.samples * heads_;
  const bool drops = mixture_.drops(batch);
  T* mixed = pass.mixed.resize(batch.samples, heads_ * width_);  // [B x H x D]
  for_groups<T>(width_, [&](auto group) {
    const Lanes<T> gain = group.load(parameters + layers_.norm.gain.offset);
    const Lanes<T> bias = group.load(parameters + layers_.norm.bias.offset);
    const T* mixture = pass.mixture.data();  // [B x H x D]
    for (int row = 0; row < rows; ++row) {
      const Lanes<T> sum(drops ? pass.sums.data()[row] : T{1});
      group.store(multiply_add(gain, group.load(mixture + at(row, width_)), sum * bias),
                  mixed + at(row, width_));
    }
  });
}

// mixed_h = gain mixture_h + sum_h bias
//
// Given pass.d_mixed, leaves pass.d_mixture() in its place.
template <class T>
void EgoAttention<T>::scale_mixture_backward(const T* parameters, const AttentionBatch<T>& batch,
                                             EgoAttentionPass<T>& pass, T* gradient) const {
  const int rows = batch.samples * heads_;
  const bool drops = mixture_.drops(batch);
  const T* d_mixed = pass.d_mixed.data();  // [B x H x D]
  T* d_mixture = pass.d_mixture();         // [B x H x D]
  for_groups<T>(width_, [&](auto group) {
    T* d_gain = gradient + layers_.norm.gain.offset;
    T* d_bias = gradient + layers_.norm.bias.offset;
    const Lanes<T> gain = group.load(parameters + layers_.norm.gain.offset);
    Lanes<T> gain_sum = group.load(d_gain);
    Lanes<T> bias_sum = group.load(d_bias);
    for (int row = 0; row < rows; ++row) {
      const Lanes<T> d = group.load(d_mixed + at(row, width_));
      const Lanes<T> sum(drops ? pass.sums.data()[row] : T{1});
      gain_sum = multiply_add(d, group.load(pass.mixture.data() + at(row, width_)), gain_sum);
      bias_sum = multiply_add(d, sum, bias_sum);
      group.store(d * gain, d_mixture + at(row, width_));
    }
    group.store(gain_sum, d_gain);
    group.store(bias_sum, d_bias);
  });
}

// values_h = mixed_h W_v,h + sum_h b_v,h + s_h W_h
template <class T>
void EgoAttention<T>::project_values(const T* parameters, const AttentionBatch<T>& batch,
                                     EgoAttentionPass<T>& pass) const {
  const int samples = batch.samples;
  const bool drops = mixture_.drops(batch);
  const T* w_v = parameters + layers_.value.weight.offset;  // [D x D]
  const T* b_v = parameters + layers_.value.bias.offset;    // [D]
  T* values = pass.values.resize(samples, width_);          // [B x D]
  for (int h = 0; h < heads_; ++h) {
    matmul<T>(head_vectors(pass.mixed.data(), samples, h), head_columns(w_v, width_, h),
              head_columns(values, samples, h), {.bias = drops ? nullptr : b_v + h * head_width_});
  }
  for (int row = 0; drops && row < samples * heads_; ++row) {
    add_scaled(pass.sums.data()[row], b_v + row % heads_ * head_width_, head_width_,
               values + at(row, head_width_));
  }
  for (int h = 0; pair_value_.is_used() && h < heads_; ++h) {
    pair_value_.forward(parameters, h, head_pairs(pass.pairs.data(), samples, h),
                        head_columns(values, samples, h));
  }
}

// values_h = mixed_h W_v,h + sum_h b_v,h + s_h W_h
//
// Given pass.d_values, fills pass.d_mixed, with dropout pass.d_sums, with a pair value
// pass.d_pairs.
template <class T>
void EgoAttention<T>::project_values_backward(const T* parameters, const AttentionBatch<T>& batch,
                                              EgoAttentionPass<T>& pass, T* gradient) const {
  const int samples = batch.samples;
  const T* w_v = parameters + layers_.value.weight.offset;     // [D x D]
  T* d_w_v = gradient + layers_.value.weight.offset;           // [D x D]
  const T* d_values = pass.d_values.data();                    // [B x D]
  T* d_mixed = pass.d_mixed.resize(samples, heads_ * width_);  // [B x H x D]
  for (int h = 0; h < heads_; ++h) {
    const View<const T> d_head = head_columns(d_values, samples, h);  // [B x d]
    add_matmul_tn<T>(head_vectors(pass.mixed.data(), samples, h), d_head,
                     head_columns(d_w_v, width_, h));
    matmul_nt<T>(d_head, head_columns(w_v, width_, h), head_vectors(d_mixed, samples, h));
  }
  if (pair_value_.is_used()) pair_value_backward(parameters, samples, pass, gradient);
  if (mixture_.drops(batch)) {
    sum_weights_backward(parameters, samples, pass, gradient);
  } else {
    add_column_sums(View<const T>(d_values, samples, width_), gradient + layers_.value.bias.offset);
  }
}

// values_h = ... + s_h W_h
template <class T>
void EgoAttention<T>::pair_value_backward(const T* parameters, int samples,
                                          EgoAttentionPass<T>& pass, T* gradient) const {
  T* d_pairs = pass.d_pairs.resize(samples * heads_, kPairFeatures);
  for (int h = 0; h < heads_; ++h) {
    pair_value_.backward(parameters, h, head_pairs(pass.pairs.data(), samples, h),
                         head_columns(pass.d_values.data(), samples, h),
                         head_pairs(d_pairs, samples, h), gradient);
  }
}

// values_h = mixed_h W_v,h + sum_h b_v,h and mixed_h = gain mixture_h + sum_h bias, in so far as
// they depend on sum_h and b_v.
template <class T>
void EgoAttention<T>::sum_weights_backward(const T* parameters, int samples,
                                           EgoAttentionPass<T>& pass, T* gradient) const {
  const T* norm_bias = parameters + layers_.norm.bias.offset;  // [D]
  const T* sums = pass.sums.data();                            // [B x H]
  T* d_sums = pass.d_sums.resize(samples, heads_);             // [B x H]
  for (int row = 0; row < samples * heads_; ++row) {
    const T* d_values = pass.d_values.data() + at(row, head_width_);  // [d] of one head.
    const std::size_t b_v =
        layers_.value.bias.offset + static_cast<std::size_t>(row % heads_ * head_width_);
    add_scaled(sums[row], d_values, head_width_, gradient + b_v);
    d_sums[row] = dot(parameters + b_v, d_values, head_width_) +
                  dot(norm_bias, pass.d_mixed.data() + at(row, width_), width_);
  }
}

template class EgoAttention<float>;
template class EgoAttention<double>;

}  // namespace saccade::nn
