#include "nn/blocks/ego_attention.h"

#include <algorithm>
#include <functional>

#include "nn/blocks/feature_rows.h"
#include "nn/blocks/token_rows.h"
#include "nn/kernels/product.h"
#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {

template <class T, class Source>
EgoAttention<T, Source>::EgoAttention(const BlockLayers<T>& layers, const AttentionConfig& config,
                                      const AttentionPlace& place, const Source& rows,
                                      ParameterLayout& layout)
    : layers_(layers),
      rows_(rows),
      heads_(place.heads),
      width_(place.width),
      head_width_(place.head_width()),
      mixture_(rows.width(), config, place, layout),
      pair_value_(PairValue<T>::create(layout, place.name + ".pair_value", place.width,
                                       config.pair_value)) {}

template <class T, class Source>
void EgoAttention<T, Source>::initialise(T* parameters, Random& random) const {
  layers_.initialise(parameters, random);
  mixture_.initialise(parameters);
  pair_value_.initialise(parameters);
}

template <class T, class Source>
void EgoAttention<T, Source>::prepare(const T* parameters, Pass& pass) const {
  rows_.prepare(parameters, pass, pass.of_rows);
  // value_bias = bias W_v + b_v
  layers_.value.forward(parameters, parameters + layers_.norm.bias.offset, 1,
                        pass.value_bias.resize(1, width_));
}

template <class T, class Source>
void EgoAttention<T, Source>::forward(const T* parameters, const AttentionBatch<T>& batch,
                                      const T* agents, const typename Source::Input& tokens,
                                      Pass& pass) const {
  const int samples = batch.samples;
  T* query_in = pass.query_in.resize(samples, width_);
  layers_.norm.forward(parameters, agents, samples, pass.query_norm, query_in);
  layers_.query.forward(parameters, query_in, samples, pass.query.resize(samples, width_));
  rows_.forward(tokens, pass, pass.of_rows);
  query_rows(samples, pass);
  mixture_.forward(parameters, batch, pass);
  mix_values(parameters, batch, pass);

  // attended = agent + output(mixed)
  T* attended = pass.attended.resize(samples, width_);
  layers_.output.forward(parameters, pass.mixed.data(), samples, attended,
                         {.residual = agents, .residual_stride = width_});

  // out = attended + mlp(mlp_in), mlp_in = mlp_norm(attended)
  T* mlp_in = pass.mlp_in.resize(samples, width_);
  T* out = pass.out.resize(samples, width_);
  layers_.mlp_norm.forward(parameters, attended, samples, pass.mlp_norm, mlp_in);
  layers_.mlp.forward(parameters, mlp_in, samples, pass.mlp, out,
                      {.residual = attended, .residual_stride = width_});
}

template <class T, class Source>
void EgoAttention<T, Source>::backward(const T* parameters, const AttentionBatch<T>& batch,
                                       const typename Source::Input& tokens, Pass& pass,
                                       const T* d_out, T* d_agents,
                                       const typename Source::Gradients& d, T* gradient) const {
  const int samples = batch.samples;
  // out = attended + mlp(mlp_in), mlp_in = mlp_norm(attended)
  T* d_attended = pass.d_attended.resize(samples, width_);  // [B x D]
  T* d_mlp_in = d_attended;                                 // In place.
  layers_.mlp.backward(parameters, pass.mlp_in.data(), pass.mlp, d_out, samples, d_mlp_in,
                       gradient);
  layers_.mlp_norm.backward(parameters, pass.mlp_norm, d_mlp_in, samples, d_attended, gradient);
  add_scaled(T{1}, d_out, samples * width_, d_attended);

  // attended = agent + output(mixed)
  layers_.output.backward(parameters, pass.mixed.data(), d_attended, samples,
                          pass.d_mixed.resize(samples, width_), gradient);
  mix_values_backward(parameters, batch, pass, gradient);
  const auto rows_backward = [&](const EgoMixtureSample<T>& sample) {
    rows_.backward_sample(tokens, sample, heads_, d, pass.of_rows);
  };
  // By reference: nothing is allocated for what it captures.
  mixture_.backward(batch, pass, std::cref(rows_backward), gradient);
  query_rows_backward(samples, pass);
  rows_.backward(parameters, tokens, pass, pass.of_rows, gradient);
  // value_bias = bias W_v + b_v
  const T* bias = parameters + layers_.norm.bias.offset;
  T* d_bias = gradient + layers_.norm.bias.offset;
  layers_.value.backward(parameters, bias, pass.d_value_bias.data(), 1, d_bias, gradient,
                         {.residual = d_bias, .residual_stride = width_});
  // query = query_in W_q + b_q, query_in = norm(agent)
  T* d_query_in = d_agents;  // In place.
  layers_.query.backward(parameters, pass.query_in.data(), pass.d_query.data(), samples, d_query_in,
                         gradient);
  layers_.norm.backward(parameters, pass.query_norm, d_query_in, samples, d_agents, gradient);
  add_scaled(T{1}, d_attended, samples * width_, d_agents);
}

// row_query_h = query_h row_keys_h^T
template <class T, class Source>
void EgoAttention<T, Source>::query_rows(int samples, Pass& pass) const {
  T* row_queries = pass.row_queries.resize(samples, heads_ * rows_.width());
  for (int h = 0; h < heads_; ++h) {
    matmul_nt<T>(head_columns(pass.query.data(), samples, h),
                 head_columns(pass.row_keys.data(), rows_.width(), h),
                 head_vectors(row_queries, samples, h));
  }
}

// row_query_h = query_h row_keys_h^T
//
// Given pass.d_row_queries, fills pass.d_query and pass.d_row_keys.
template <class T, class Source>
void EgoAttention<T, Source>::query_rows_backward(int samples, Pass& pass) const {
  T* d_query = pass.d_query.resize(samples, width_);              // [B x D]
  T* d_row_keys = pass.d_row_keys.resize(rows_.width(), width_);  // [R x D]
  for (int h = 0; h < heads_; ++h) {
    const View<const T> d_row_query = head_vectors(pass.d_row_queries.data(), samples, h);
    matmul<T>(d_row_query, head_columns(pass.row_keys.data(), rows_.width(), h),
              head_columns(d_query, samples, h));
    matmul_tn<T>(d_row_query, head_columns(pass.query.data(), samples, h),
                 head_columns(d_row_keys, rows_.width(), h));
  }
}

// mixed_h = mixture_h row_values_h + sum_h value_bias_h + s_h W_h, sum_h = 1 unless weights are
// dropped.
template <class T, class Source>
void EgoAttention<T, Source>::mix_values(const T* parameters, const AttentionBatch<T>& batch,
                                         Pass& pass) const {
  const int samples = batch.samples;
  const bool drops = mixture_.drops(batch);
  const T* bias = pass.value_bias.data();         // [D]
  T* mixed = pass.mixed.resize(samples, width_);  // [B x D]
  for (int h = 0; h < heads_; ++h) {
    matmul<T>(head_vectors(pass.mixture.data(), samples, h),
              head_columns(pass.row_values.data(), rows_.width(), h),
              head_columns(mixed, samples, h), {.bias = drops ? nullptr : bias + h * head_width_});
  }
  for (int row = 0; drops && row < samples * heads_; ++row) {
    add_scaled(pass.sums.data()[row], bias + row % heads_ * head_width_, head_width_,
               mixed + at(row, head_width_));
  }
  for (int h = 0; pair_value_.is_used() && h < heads_; ++h) {
    pair_value_.forward(parameters, h, head_pairs(pass.pairs.data(), samples, h),
                        head_columns(mixed, samples, h));
  }
}

// mixed_h = mixture_h row_values_h + sum_h value_bias_h + s_h W_h
//
// Given pass.d_mixed, fills pass.d_mixture, pass.d_row_values and pass.d_value_bias, with dropout
// pass.d_sums, with a pair value pass.d_pairs.
template <class T, class Source>
void EgoAttention<T, Source>::mix_values_backward(const T* parameters,
                                                  const AttentionBatch<T>& batch, Pass& pass,
                                                  T* gradient) const {
  const int samples = batch.samples;
  T* d_mixture = pass.d_mixture.resize(samples, heads_ * rows_.width());
  T* d_row_values = pass.d_row_values.resize(rows_.width(), width_);
  for (int h = 0; h < heads_; ++h) {
    const View<const T> d_head = head_columns(pass.d_mixed.data(), samples, h);  // [B x d]
    matmul_tn<T>(head_vectors(pass.mixture.data(), samples, h), d_head,
                 head_columns(d_row_values, rows_.width(), h));
    matmul_nt<T>(d_head, head_columns(pass.row_values.data(), rows_.width(), h),
                 head_vectors(d_mixture, samples, h));
  }
  value_bias_backward(batch, pass);
  if (!pair_value_.is_used()) return;
  T* d_pairs = pass.d_pairs.resize(samples * heads_, kPairFeatures);
  for (int h = 0; h < heads_; ++h) {
    pair_value_.backward(parameters, h, head_pairs(pass.pairs.data(), samples, h),
                         head_columns(pass.d_mixed.data(), samples, h),
                         head_pairs(d_pairs, samples, h), gradient);
  }
}

// mixed_h = ... + sum_h value_bias_h
template <class T, class Source>
void EgoAttention<T, Source>::value_bias_backward(const AttentionBatch<T>& batch,
                                                  Pass& pass) const {
  T* d_bias = pass.d_value_bias.resize(1, width_);
  std::fill_n(d_bias, width_, T{0});
  const T* d_mixed = pass.d_mixed.data();
  if (!mixture_.drops(batch)) {
    add_column_sums(View<const T>(d_mixed, batch.samples, width_), d_bias);
    return;
  }
  T* d_sums = pass.d_sums.resize(batch.samples, heads_);  // [B x H]
  for (int row = 0; row < batch.samples * heads_; ++row, d_mixed += head_width_) {
    const int first = row % heads_ * head_width_;
    add_scaled(pass.sums.data()[row], d_mixed, head_width_, d_bias + first);
    d_sums[row] = dot(pass.value_bias.data() + first, d_mixed, head_width_);
  }
}

template class EgoAttention<float, TokenRows<float>>;
template class EgoAttention<double, TokenRows<double>>;
template class EgoAttention<float, FeatureRows<float>>;
template class EgoAttention<double, FeatureRows<double>>;

}  // namespace saccade::nn
