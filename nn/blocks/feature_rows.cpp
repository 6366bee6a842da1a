#include "nn/blocks/feature_rows.h"

#include <algorithm>
#include <cmath>

#include "nn/kernels/product.h"
#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"

namespace saccade::nn {
namespace {

/// to += from - mean(from)
template <class T>
void add_centred(const T* from, int n, T* to) {
  T sum{0};
  for (int i = 0; i < n; ++i) sum += from[i];
  const T mean = sum / static_cast<T>(n);
  for (int i = 0; i < n; ++i) to[i] += from[i] - mean;
}

template <class T>
double dot_in_double(const T* a, const T* b, int n) {
  double sum = 0;
  for (int i = 0; i < n; ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  return sum;
}

}  // namespace

template <class T>
FeatureRows<T>::FeatureRows(const BlockLayers<T>& layers, const Embedding<T>& embedding, T scale)
    : norm_(layers.norm), key_(layers.key), value_(layers.value), scale_(scale) {
  int rows = 0;
  std::ptrdiff_t lowers = 0;
  for (const Linear<T>& linear : embedding.types) {
    const int size = linear.weight.rows + 1;
    const int stride = whole_lanes<T>(size);
    types_.push_back({linear, rows, size, stride, lowers});
    rows += size;
    lowers += at(stride, stride);
  }
  width_ = whole_lanes<T>(rows);
  lowers_ = static_cast<std::size_t>(lowers);
}

// Of W~ in the parameters or in a gradient.
template <class T>
std::size_t FeatureRows<T>::parameter_row(const Type& type, int k) {
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

// C = W~ minus the mean of each of its rows, and L.
template <class T>
void FeatureRows<T>::centre(const T* parameters, Pass& pass) const {
  const int d = norm_.gain.cols;
  T* centred = pass.centred.resize(width_, d);
  std::fill_n(centred, at(width_, d), T{0});
  std::fill_n(pass.lowers.resize(lowers_), lowers_, T{0});
  for (const Type& type : types_) {
    for (int k = 0; k < type.size; ++k) {
      T* row = centred + at(type.begin + k, d);
      add_centred(parameters + parameter_row(type, k), d, row);
    }
    factor(type, pass);
  }
}

// L L^T = C C^T / D by Cholesky's method, in double precision: where features nearly cancel each
// other the squares of C have too few digits in single precision.
template <class T>
void FeatureRows<T>::factor(const Type& type, Pass& pass) const {
  const int d = norm_.gain.cols, size = type.size;
  const T* centred = pass.centred.data() + at(type.begin, d);
  T* lower = pass.lowers.data() + type.lower;
  pass.gram.resize(static_cast<std::size_t>(at(size, size)));
  const auto gram = [&](int i, int k) -> double& {
    return pass.gram[static_cast<std::size_t>(at(i, size) + k)];
  };
  for (int k = 0; k < size; ++k) {
    for (int i = k; i < size; ++i) {
      gram(i, k) = dot_in_double(centred + at(i, d), centred + at(k, d), d) / d;
      for (int j = 0; j < k; ++j) gram(i, k) -= gram(i, j) * gram(k, j);
    }
    // A row that is a combination of those before adds nothing.
    const double root = std::sqrt(std::max(gram(k, k), 0.0));
    for (int i = k; i < size; ++i) {
      gram(i, k) = root > 0 ? gram(i, k) / root : 0;
      lower[at(i, type.stride) + k] = static_cast<T>(gram(i, k));
    }
  }
}

template <class T>
void FeatureRows<T>::forward(const Input& tokens, EgoAttentionPass<T>& ego, Pass& pass) const {
  const TokenOrder& order = *tokens.order;
  T* rows = ego.rows.resize(order.tokens, width_);
  std::fill_n(rows, at(order.tokens, width_), T{0});
  pass.rstd.resize(order.tokens, 1);
  pass.along.resize(order.tokens, 1);
  pass.next.assign(order.offsets.begin(), order.offsets.end());
  for (std::size_t t = 0; t < types_.size(); ++t) {
    const int begin = order.type_begin[t];
    const int count = order.type_begin[t + 1] - begin;
    if (count == 0) continue;  // There may be no features to point to.
    T* rstd = pass.rstd.data() + begin;
    measure(types_[t], features_of(types_[t], tokens.sets->types[t], order.samples), pass, rstd);
    fill_rows(types_[t], tokens.sets->types[t], order.samples, rstd, pass, rows);
  }
}

// f of a type's tokens in the batch, which may be a part of a larger one.
template <class T>
View<const T> FeatureRows<T>::features_of(const Type& type, const EntityRows<T>& rows,
                                          int samples) {
  const int first = rows.offsets[0];
  return {rows.features + at(first, rows.width), rows.offsets[samples] - first, type.size - 1};
}

// rstd = 1 / sqrt(|f~ L|^2 + 1e-5)
template <class T>
void FeatureRows<T>::measure(const Type& type, const View<const T>& features, Pass& pass,
                             T* rstd) const {
  // f~ L: what the last element of f~, a one, is multiplied by is a bias.
  const T* lower = pass.lowers.data() + type.lower;
  const int stride = type.stride;
  T* product = pass.products.resize(features.rows, stride);
  matmul<T>(features, {lower, features.cols, stride}, {product, features.rows, stride},
            {.bias = lower + at(features.cols, stride)});
  for (int row = 0; row < features.rows; ++row, product += stride) {
    rstd[row] = 1 / std::sqrt(dot(product, product, stride) + T(1e-5));
  }
}

// phi of a type's tokens, each in the row that is next in its sample.
template <class T>
void FeatureRows<T>::fill_rows(const Type& type, const EntityRows<T>& of_type, int samples,
                               const T* rstd, Pass& pass, T* rows) const {
  const int width = of_type.width;
  const T* f = of_type.features + at(of_type.offsets[0], width);
  for (int s = 0; s < samples; ++s) {
    std::int32_t& next = pass.next[static_cast<std::size_t>(s)];
    for (int row = of_type.offsets[s]; row < of_type.offsets[s + 1]; ++row, ++next, ++rstd) {
      T* to = rows + at(next, width_) + type.begin;
      for (int k = 0; k < width; ++k) to[k] = *rstd * f[k];
      to[width] = *rstd;
      f += width;
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
      const std::ptrdiff_t row = at(h, of.n), strided = at(h, of.stride);
      sum = multiply_add(group.load(of.a + strided), group.load(of.d_a + row), sum);
      sum = multiply_add(group.load(of.scores + strided), group.load(of.d_scores + row), sum);
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
      add_centred(pass.d_centred.data() + at(type.begin + k, d), d,
                  gradient + parameter_row(type, k));
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

// rstd = 1 / sqrt(f~ C C^T f~^T / D + 1e-5): adds to d_centred, given along = rstd dL/drstd.
//
// By the variance it is -1/2 rstd^2 along, and by C 2 / D times the sum of these f~^T f~, times C.
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
  for (std::size_t t = 0; t < types_.size(); ++t) {
    const Type& type = types_[t];
    const int begin = order.type_begin[t];
    if (order.type_begin[t + 1] == begin) continue;
    sum_squares(features_of(type, tokens.sets->types[t], order.samples), d_variance + begin, pass);
    add_matmul<T>({pass.d_gram.data(), type.size, type.size},
                  {pass.centred.data() + at(type.begin, d), type.size, d},
                  {pass.d_centred.data() + at(type.begin, d), type.size, d});
  }
}

// d_gram = sum of f~^T f~ d_variance over a type's tokens.
template <class T>
void FeatureRows<T>::sum_squares(const View<const T>& features, const T* d_variance,
                                 Pass& pass) const {
  const int width = features.cols, size = width + 1;
  T* scaled = pass.products.resize(features.rows, width);
  T* d_gram = pass.d_gram.resize(size, size);
  T* sums = d_gram + at(width, size);  // The last row, of the ones.
  std::fill_n(sums, size, T{0});
  for (int row = 0; row < features.rows; ++row) {
    for (int k = 0; k < width; ++k) {
      scaled[at(row, width) + k] = d_variance[row] * features.data[at(row, width) + k];
    }
    sums[width] += d_variance[row];
  }
  add_column_sums<T>({scaled, features.rows, width}, sums);
  matmul_tn<T>({scaled, features.rows, width}, features, {d_gram, width, width, size});
  for (int k = 0; k < width; ++k) d_gram[at(k, size) + width] = sums[k];
}

template class FeatureRows<float>;
template class FeatureRows<double>;

}  // namespace saccade::nn
