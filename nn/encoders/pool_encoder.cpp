#include "nn/encoders/pool_encoder.h"

#include <algorithm>

#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {

// Shapes: B samples, N tokens, D width.
template <class T>
struct PoolEncoder<T>::Pass : EncoderPass<T> {
  // Filled by forward, read by backward.
  TokenOrder order;
  EmbeddingPass<T> embedding;
  Buffer<T> embedded;                 ///< [N x D] type-major.
  Buffer<T> normalised;               ///< [N x D] sample-major, as are the next three.
  Buffer<T> rstd;                     ///< [N] 1 / sqrt(var + 1e-5) of the embedded tokens.
  Buffer<T> hidden;                   ///< [N x D] normalised W + b
  Buffer<T> activated;                ///< [N x D] h = f(hidden)
  Buffer<T> pooled;                   ///< [B x types x D]
  std::vector<std::int32_t> winners;  ///< [B x types x D] token that is the maximum, or -1.
  MlpPass<T> mlp;                     ///< Of `pooled`.
  Buffer<T> mixed;                    ///< [B x D] mlp(pooled)
  LayerNormPass<T> norm;              ///< Of `mixed`.
  Buffer<T> out;                      ///< [B x D]

  // Filled by backward.
  Buffer<T> d_mixed;       ///< [B x D]
  Buffer<T> d_pooled;      ///< [B x types x D]
  Buffer<T> d_activated;   ///< [N x D], which dL/dhidden replaces.
  Buffer<T> d_normalised;  ///< [N x D]
  Buffer<T> d_embedded;    ///< [N x D] type-major.
};

namespace {

template <class T>
int count_of(const EntitySets<T>& sets, std::size_t type, int sample) {
  return sets.types[type].offsets[sample + 1] - sets.types[type].offsets[sample];
}

// Calls body(pooled row, first token, count) for each type of each sample.
template <class T, class Body>
void for_each_group(const EntitySets<T>& sets, Body body) {
  int token = 0;
  int group = 0;
  for (int s = 0; s < sets.samples; ++s) {
    for (std::size_t t = 0; t < sets.types.size(); ++t) {
      const int count = count_of(sets, t, s);
      body(group++, token, count);
      token += count;
    }
  }
}

template <class T>
void mean_rows(const T* rows, int count, int width, T* out) {
  std::fill_n(out, width, T{0});
  for (int j = 0; j < count; ++j) {
    add_scaled(T{1} / static_cast<T>(count), rows + at(j, width), width, out);
  }
}

template <class T>
void max_rows(const T* rows, int first, int count, int width, T* out, std::int32_t* winners) {
  std::fill_n(out, width, T{0});
  std::fill_n(winners, width, -1);
  for (int j = 0; j < count; ++j) {
    const T* row = rows + at(j, width);
    for (int i = 0; i < width; ++i) {
      if (winners[i] < 0 || row[i] > out[i]) {
        out[i] = row[i];
        winners[i] = first + j;
      }
    }
  }
}

}  // namespace

template <class T>
PoolEncoder<T>::PoolEncoder(const EncoderConfig& config, const std::vector<TokenType>& types,
                            const std::string& prefix, ParameterLayout& layout)
    : width_(config.width),
      maximum_(config.kind == EncoderKind::kMaxPool),
      activation_(config.activation),
      types_(static_cast<int>(types.size())),
      embedding_(
          Embedding<T>::create(layout, prefix, types, width_, config.embedding, activation_)),
      entity_(Linear<T>::create(layout, prefix + "pool.entity", width_, width_)),
      mlp_(Mlp<T>::create(layout, prefix + "pool.mlp", types_ * width_, config.mlp_ratio * width_,
                          width_, activation_)),
      norm_(LayerNorm<T>::create(layout, prefix + "norm", width_)) {}

template <class T>
std::unique_ptr<EncoderPass<T>> PoolEncoder<T>::make_pass() const {
  return std::make_unique<Pass>();
}

template <class T>
void PoolEncoder<T>::initialise(T* parameters, Random& random) const {
  embedding_.initialise(parameters, random);
  entity_.initialise(parameters, random, activation_gain(activation_));
  mlp_.initialise(parameters, random, 1);
  norm_.initialise(parameters);
}

template <class T>
void PoolEncoder<T>::forward(const T* parameters, const EntitySets<T>& sets,
                             EncoderPass<T>& encoder_pass) const {
  auto& pass = static_cast<Pass&>(encoder_pass);
  pass.order.assign(sets);
  const int n = pass.order.tokens;
  T* embedded = pass.embedded.resize(n, width_);
  T* normalised = pass.normalised.resize(n, width_);
  T* rstd = pass.rstd.resize(n, 1);
  embedding_.forward(parameters, sets, pass.order, pass.embedding, embedded);
  normalise_rows(embedded, pass.order.by_type.data(), n, width_, normalised, rstd);
  T* hidden = pass.hidden.resize(n, width_);
  T* activated = pass.activated.resize(n, width_);
  entity_.forward(parameters, normalised, n, hidden);
  activate(activation_, hidden, pass.hidden.size(), activated);
  pool(sets, pass);

  T* mixed = pass.mixed.resize(sets.samples, width_);
  T* out = pass.out.resize(sets.samples, width_);
  mlp_.forward(parameters, pass.pooled.data(), sets.samples, pass.mlp, mixed);
  norm_.forward(parameters, mixed, sets.samples, pass.norm, out);
  pass.readout = out;
  pass.tokens = normalised;
  pass.token_offsets = pass.order.offsets.data();
}

template <class T>
void PoolEncoder<T>::pool(const EntitySets<T>& sets, Pass& pass) const {
  T* pooled = pass.pooled.resize(sets.samples * types_, width_);
  pass.winners.resize(pass.pooled.size());
  for_each_group(sets, [&](int group, int token, int count) {
    const T* rows = pass.activated.data() + at(token, width_);
    const std::ptrdiff_t to = at(group, width_);
    if (maximum_) {
      max_rows(rows, token, count, width_, pooled + to, pass.winners.data() + to);
    } else {
      mean_rows(rows, count, width_, pooled + to);
    }
  });
}

template <class T>
void PoolEncoder<T>::pool_backward(const EntitySets<T>& sets, Pass& pass) const {
  T* d_activated = pass.d_activated.resize(pass.order.tokens, width_);
  std::fill_n(d_activated, pass.d_activated.size(), T{0});
  for_each_group(sets, [&](int group, int token, int count) {
    const T* d = pass.d_pooled.data() + at(group, width_);
    if (!maximum_) {
      for (int j = 0; j < count; ++j) {
        add_scaled(T{1} / static_cast<T>(count), d, width_, d_activated + at(token + j, width_));
      }
      return;
    }
    const std::int32_t* winners = pass.winners.data() + at(group, width_);
    for (int i = 0; i < width_; ++i) {
      if (winners[i] >= 0) d_activated[at(winners[i], width_) + i] += d[i];
    }
  });
}

template <class T>
void PoolEncoder<T>::backward(const T* parameters, const EntitySets<T>& sets,
                              EncoderPass<T>& encoder_pass, const T* d_readout, const T* d_tokens,
                              T* gradient) const {
  auto& pass = static_cast<Pass&>(encoder_pass);
  const int n = pass.order.tokens;
  T* d_mixed = pass.d_mixed.resize(sets.samples, width_);
  // readout = norm(mlp(pooled))
  norm_.backward(parameters, pass.norm, d_readout, sets.samples, d_mixed, gradient);
  mlp_.backward(parameters, pass.pooled.data(), pass.mlp, d_mixed, sets.samples,
                pass.d_pooled.resize(sets.samples * types_, width_), gradient);
  pool_backward(sets, pass);

  // activated = f(hidden)
  T* d_activated = pass.d_activated.data();  // [N x D]
  T* d_hidden = d_activated;                 // In place.
  activate_backward(activation_, pass.hidden.data(), pass.activated.data(), d_activated,
                    pass.d_activated.size(), d_hidden);
  // hidden = entity(normalised)
  T* d_normalised = pass.d_normalised.resize(n, width_);
  entity_.backward(parameters, pass.normalised.data(), d_hidden, n, d_normalised, gradient);
  if (d_tokens != nullptr) add_scaled(T{1}, d_tokens, n * width_, d_normalised);

  // normalised = (embedded - mean) rstd
  T* d_embedded = pass.d_embedded.resize(n, width_);
  normalise_rows_backward(pass.normalised.data(), pass.rstd.data(), d_normalised, n, width_,
                          d_embedded, pass.order.by_type.data());
  embedding_.backward(parameters, sets, pass.order, pass.embedding, d_embedded, gradient,
                      pass.d_features);
}

template class PoolEncoder<float>;
template class PoolEncoder<double>;

}  // namespace saccade::nn
