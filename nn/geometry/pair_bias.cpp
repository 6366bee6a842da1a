#include "nn/geometry/pair_bias.h"

#include <array>
#include <cmath>

#include "nn/kernels/row_ops.h"
#include "nn/layers/entity_sets.h"
#include "nn/layers/initialise.h"

namespace saccade::nn {
namespace {

template <class T>
bool is_known(const T* vector) {
  return std::isfinite(vector[0]) && std::isfinite(vector[1]);
}

// The features of a key's motion [kMotionWidth] as seen from a query's, but for the type.
template <class T>
std::array<T, kPairFeatures> describe(const T* query, const T* key) {
  std::array<T, kPairFeatures> f{};
  if (!is_known(query) || !is_known(key)) return f;
  const T dx = key[0] - query[0];
  const T dy = key[1] - query[1];
  const T distance = std::sqrt(dx * dx + dy * dy);
  f[1] = std::log1p(distance);
  f[2] = 1 / (1 + distance);
  if (distance > 0) {
    f[3] = dx / distance;
    f[4] = dy / distance;
  }
  if (!is_known(query + 2) || !is_known(key + 2)) return f;
  const T wx = key[2] - query[2];
  const T wy = key[3] - query[3];
  const T squash = 1 / (1 + std::sqrt(wx * wx + wy * wy));
  f[5] = wx * squash;
  f[6] = wy * squash;
  f[7] = -(f[5] * f[3] + f[6] * f[4]);
  return f;
}

}  // namespace

template <class T>
void pair_features(const AttentionBatch<T>& batch, const QueryKeys& keys, T* features) {
  const int query = batch.queries[keys.sample] + keys.query;
  const T* motion = batch.query_geometry.motion + std::ptrdiff_t{kMotionWidth} * query;
  for (int i = 0; i < keys.count; ++i) {
    const int key = batch.keys[keys.sample] + keys.key(i);
    auto f = describe(motion, batch.key_geometry.motion + std::ptrdiff_t{kMotionWidth} * key);
    f[0] = batch.query_geometry.types[query] == batch.key_geometry.types[key] ? T{1} : T{0};
    for (int c = 0; c < kPairFeatures; ++c) {
      features[std::ptrdiff_t{c} * keys.count + i] = f[static_cast<std::size_t>(c)];
    }
  }
}

template <class T>
PairBias<T> PairBias<T>::create(ParameterLayout& layout, const std::string& name, int heads) {
  return {layout.add(name, heads, kPairFeatures)};
}

template <class T>
void PairBias<T>::initialise(T* parameters) const {
  fill_constant(parameters, weight, 0);
}

template <class T>
void PairBias<T>::forward(const T* parameters, int head, const T* features, int n,
                          T* scores) const {
  const T* w = parameters + weight.offset + head * kPairFeatures;
  for (int c = 0; c < kPairFeatures; ++c, features += n) add_scaled(w[c], features, n, scores);
}

template <class T>
void PairBias<T>::backward(int head, const T* features, int n, const T* d_scores,
                           T* gradient) const {
  // score_hij += sum_c w_hc f_c(i, j)
  T* d_w = gradient + weight.offset + head * kPairFeatures;
  for (int c = 0; c < kPairFeatures; ++c, features += n) d_w[c] += dot(features, d_scores, n);
}

template void pair_features(const AttentionBatch<float>&, const QueryKeys&, float*);
template void pair_features(const AttentionBatch<double>&, const QueryKeys&, double*);
template struct PairBias<float>;
template struct PairBias<double>;

}  // namespace saccade::nn
