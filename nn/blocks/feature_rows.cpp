#include "nn/blocks/feature_rows.h"

#include <algorithm>
#include <cmath>

#include "nn/kernels/product.h"
#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {
namespace {

template <class T>
constexpr int whole_lanes(int n) {
  return (n + kLanes<T> - 1) / kLanes<T> * kLanes<T>;
}

/// to = from - mean(from), or to += that.
template <class T>
void centre_row(const T* from, int n, T* to, bool adds) {
  T sum{0};
  for (int i = 0; i < n; ++i) sum += from[i];
  const T mean = sum / static_cast<T>(n);
  for (int i = 0; i < n; ++i) to[i] = (adds ? to[i] : T{0}) + (from[i] - mean);
}

}  // namespace

template <class T>
FeatureRows<T>::FeatureRows(const BlockLayers<T>& layers, const Embedding<T>& embedding, T scale)
    : norm_(layers.norm), key_(layers.key), value_(layers.value), scale_(scale) {
  int rows = 0;
  std::ptrdiff_t grams = 0;
  for (const Linear<T>& linear : embedding.types) {
    const int size = linear.weight.rows + 1;
    const int stride = whole_lanes<T>(size);
    types_.push_back({linear, rows, size, stride, grams});
    rows += size;
    grams += at(stride, stride);
  }
  width_ = whole_lanes<T>(rows);
  grams_ = static_cast<std::size_t>(grams);
}

template <class T>
int FeatureRows<T>::count(const TokenOrder& order, std::size_t type) {
  return order.type_begin[type + 1] - order.type_begin[type];
}

// Of W~ in the parameters or in a gradient.
template <class T>
std::size_t FeatureRows<T>::row_of(const Type& type, int k) {
  const bool is_bias = k + 1 == type.size;
  const auto row = static_cast<std::size_t>(k) * static_cast<std::size_t>(type.linear.weight.cols);
  return is_bias ? type.linear.bias.offset : type.linear.weight.offset + row;
}

template <class T>
void FeatureRows<T>::prepare(const T* parameters, EgoAttentionPass<T>& ego, Pass& pass) const {
  const int d = norm_.gain.cols;
  centre(parameters, pass);
  // basis = gain C
  T* basis = pass.basis.resize(width_, d);
  for (int k = 0; k < width_; ++k) {
    for_groups<T>(d, [&](auto group) {
      group.store(
          group.load(parameters + norm_.gain.offset) * group.load(pass.centred.data() + at(k, d)),
          basis + at(k, d));
    });
  }
  // row_keys = scale basis W_k, row_values = basis W_v
  T* keys = ego.row_keys.resize(width_, d);
  const View<const T> rows(basis, width_, d);
  matmul<T>(rows, {parameters + key_.weight.offset, d, d}, {keys, width_, d});
  matmul<T>(rows, {parameters + value_.weight.offset, d, d},
            {ego.row_values.resize(width_, d), width_, d});
  for (std::ptrdiff_t i = 0; i < at(width_, d); ++i) keys[i] *= scale_;
}

// C = W~ minus the mean of each of its rows, and G = C C^T / D.
template <class T>
void FeatureRows<T>::centre(const T* parameters, Pass& pass) const {
  const int d = norm_.gain.cols;
  T* centred = pass.centred.resize(width_, d);
  T* grams = pass.grams.resize(grams_);
  std::fill_n(centred, at(width_, d), T{0});
  std::fill_n(grams, grams_, T{0});
  for (const Type& type : types_) {
    T* first = centred + at(type.begin, d);
    for (int k = 0; k < type.size; ++k) {
      centre_row(parameters + row_of(type, k), d, first + at(k, d), false);
    }
    const View<const T> of_type(first, type.size, d);
    matmul_nt<T>(of_type, of_type, {grams + type.gram, type.size, type.size, type.stride});
  }
  for (std::size_t i = 0; i < grams_; ++i) grams[i] /= static_cast<T>(d);
}

template <class T>
void FeatureRows<T>::forward(const Input& tokens, EgoAttentionPass<T>& ego, Pass& pass) const {
  const TokenOrder& order = *tokens.order;
  std::size_t size = 0;
  for (std::size_t t = 0; t < types_.size(); ++t) {
    size += static_cast<std::size_t>(at(count(order, t), types_[t].stride));
  }
  T* features = pass.features.resize(size);
  T* rows = ego.rows.resize(order.tokens, width_);
  std::fill_n(rows, at(order.tokens, width_), T{0});
  pass.along.resize(order.tokens, 1);
  pass.next.assign(order.offsets.begin(), order.offsets.end());
  T* rstd = pass.rstd.resize(order.tokens, 1);
  for (std::size_t t = 0; t < types_.size(); ++t) {
    const int count = this->count(order, t);
    if (count == 0) continue;  // There may be no features to point to.
    fill_features(types_[t], tokens.sets->types[t], order.samples, features);
    measure(types_[t], features, count, pass, rstd);
    fill_rows(types_[t], tokens.sets->types[t], order.samples, features, rstd, pass, rows);
    features += at(count, types_[t].stride);
    rstd += count;
  }
}

// f~ of the rows of all samples.
template <class T>
void FeatureRows<T>::fill_features(const Type& type, const EntityRows<T>& rows, int samples,
                                   T* features) {
  const int width = type.size - 1;
  const T* from = rows.features + at(rows.offsets[0], width);
  for (int row = rows.offsets[0]; row < rows.offsets[samples]; ++row, from += width) {
    std::copy_n(from, width, features);
    features[width] = T{1};
    std::fill(features + type.size, features + type.stride, T{0});
    features += type.stride;
  }
}

// rstd = 1 / sqrt(f~ G f~^T + 1e-5)
template <class T>
void FeatureRows<T>::measure(const Type& type, const T* features, int count, Pass& pass,
                             T* rstd) const {
  const int stride = type.stride;
  T* products = pass.products.resize(count, stride);
  matmul<T>({features, count, stride}, {pass.grams.data() + type.gram, stride, stride},
            {products, count, stride});
  for (int row = 0; row < count; ++row) {
    const T variance = dot(products + at(row, stride), features + at(row, stride), stride);
    rstd[row] = 1 / std::sqrt(std::max(variance, T{0}) + T(1e-5));
  }
}

// phi of a type's tokens, each in the row that is next in its sample.
template <class T>
void FeatureRows<T>::fill_rows(const Type& type, const EntityRows<T>& of_type, int samples,
                               const T* features, const T* rstd, Pass& pass, T* rows) const {
  for (int s = 0; s < samples; ++s) {
    std::int32_t& next = pass.next[static_cast<std::size_t>(s)];
    for (int row = of_type.offsets[s]; row < of_type.offsets[s + 1]; ++row, ++next) {
      T* to = rows + at(next, width_) + type.begin;
      for (int k = 0; k < type.size; ++k) to[k] = *rstd * features[k];
      features += type.stride;
      ++rstd;
    }
  }
}

// along_j = d_row_j . row_j, with d_row_j as of EgoMixtureSample.
template <class T>
void FeatureRows<T>::backward_sample(const Input& /*tokens*/, const EgoMixtureSample<T>& of,
                                     int heads, const Gradients& /*d*/, Pass& pass) const {
  T* along = pass.along.data() + of.begin;
  for_groups<T>(of.n, [&](auto group) {
    Lanes<T> sum(T{0});
    for (int h = 0; h < heads; ++h) {
      const std::ptrdiff_t row = at(h, of.n);
      sum = multiply_add(group.load(of.a + row), group.load(of.d_a + row), sum);
      sum = multiply_add(group.load(of.d_scores + row), group.load(of.scores + at(h, of.stride)),
                         sum);
    }
    group.store(sum, along);
  });
}

template <class T>
void FeatureRows<T>::backward(const T* parameters, const Input& tokens, EgoAttentionPass<T>& ego,
                              Pass& pass, T* gradient) const {
  basis_backward(parameters, ego, pass, gradient);
  variance_backward(tokens, pass);
  // C = W~ minus the mean of each of its rows.
  const int d = norm_.gain.cols;
  for (const Type& type : types_) {
    for (int k = 0; k < type.size; ++k) {
      centre_row(pass.d_centred.data() + at(type.begin + k, d), d, gradient + row_of(type, k),
                 true);
    }
  }
}

// row_keys = scale basis W_k, row_values = basis W_v and basis = gain C: fills d_centred.
template <class T>
void FeatureRows<T>::basis_backward(const T* parameters, EgoAttentionPass<T>& ego, Pass& pass,
                                    T* gradient) const {
  const int d = norm_.gain.cols;
  T* d_keys = ego.d_row_keys.data();
  for (std::ptrdiff_t i = 0; i < at(width_, d); ++i) d_keys[i] *= scale_;
  T* d_basis = pass.d_centred.resize(width_, d);
  const View<const T> basis(pass.basis.data(), width_, d);
  const auto through = [&](const Linear<T>& linear, const T* d_rows, const Epilogue<T>& epilogue) {
    const View<const T> d_out(d_rows, width_, d);
    matmul_nt<T>(d_out, {parameters + linear.weight.offset, d, d}, {d_basis, width_, d}, epilogue);
    add_matmul_tn<T>(basis, d_out, {gradient + linear.weight.offset, d, d});
  };
  through(key_, d_keys, {});
  through(value_, ego.d_row_values.data(), {.residual = d_basis, .residual_stride = d});
  T* d_centred = d_basis;  // In place.
  for_groups<T>(d, [&](auto group) {
    const Lanes<T> gain = group.load(parameters + norm_.gain.offset);
    Lanes<T> d_gain = group.load(gradient + norm_.gain.offset);
    for (int k = 0; k < width_; ++k) {
      const Lanes<T> d_row = group.load(d_basis + at(k, d));
      d_gain = multiply_add(d_row, group.load(pass.centred.data() + at(k, d)), d_gain);
      group.store(d_row * gain, d_centred + at(k, d));
    }
    group.store(d_gain, gradient + norm_.gain.offset);
  });
}

// rstd = 1 / sqrt(f~ G f~^T + 1e-5), G = C C^T / D: adds to d_centred, given along = rstd d_rstd.
//
// dL/d(f~ G f~^T) = -1/2 rstd^2 along, and dL/dC is 2 / D times the sum of these f~^T f~, times C.
template <class T>
void FeatureRows<T>::variance_backward(const Input& tokens, Pass& pass) const {
  const TokenOrder& order = *tokens.order;
  const int d = norm_.gain.cols;
  T* d_variance = pass.d_variance.resize(order.tokens, 1);
  for (int i = 0; i < order.tokens; ++i) {
    const std::int32_t row = order.by_type[static_cast<std::size_t>(i)];
    const T rstd = pass.rstd.data()[row];
    d_variance[row] = -rstd * rstd * pass.along.data()[i] / static_cast<T>(d);
  }
  const T* features = pass.features.data();
  for (std::size_t t = 0; t < types_.size(); ++t) {
    const Type& type = types_[t];
    const int count = this->count(order, t);
    if (count == 0) continue;
    T* scaled = pass.products.resize(count, type.stride);
    for (int row = 0; row < count; ++row, ++d_variance) {
      for (int k = 0; k < type.stride; ++k) {
        scaled[at(row, type.stride) + k] = *d_variance * features[at(row, type.stride) + k];
      }
    }
    T* d_gram = pass.d_gram.resize(type.stride, type.stride);
    const View<const T> of_type(features, count, type.stride);
    matmul_tn<T>({scaled, count, type.stride}, of_type, {d_gram, type.stride, type.stride});
    add_matmul<T>({d_gram, type.size, type.size, type.stride},
                  {pass.centred.data() + at(type.begin, d), type.size, d},
                  {pass.d_centred.data() + at(type.begin, d), type.size, d});
    features += at(count, type.stride);
  }
}

template class FeatureRows<float>;
template class FeatureRows<double>;

}  // namespace saccade::nn
