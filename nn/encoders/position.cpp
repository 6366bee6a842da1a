#include "nn/encoders/position.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>

#include "nn/kernels/product.h"
#include "nn/kernels/row_ops.h"
#include "nn/kernels/set_kernels.h"
#include "nn/layers/initialise.h"

namespace saccade::nn {
namespace {

// body(type-major token, its index among the sample's tokens of its type)
template <class T, class Body>
void for_indices(const EntitySets<T>& sets, Body body) {
  int token = 0;
  for (const EntityRows<T>& rows : sets.types) {
    for (int s = 0; s < sets.samples; ++s) {
      for (int i = 0; i < rows.offsets[s + 1] - rows.offsets[s]; ++i) body(token++, i);
    }
  }
}

// Tokens of its type that the sample with most of any type has.
template <class T>
int count_indices(const EntitySets<T>& sets) {
  std::int32_t most = 0;
  for (const EntityRows<T>& rows : sets.types) {
    for (int s = 0; s < sets.samples; ++s) {
      most = std::max(most, rows.offsets[s + 1] - rows.offsets[s]);
    }
  }
  return most;
}

// table [rows x width] = the encodings of indices by Vaswani et al. 2017, section 3.5, scaled to
// unit length as the type's own vector is.
template <class T>
void fill_sinusoids(int rows, int width, T* table) {
  const double amplitude = std::sqrt(2.0 / width);
  for (int i = 0; i < width; i += 2) {
    const double period = std::pow(10000.0, static_cast<double>(i) / width);
    for (int index = 0; index < rows; ++index) {
      T* x = table + at(index, width) + i;
      x[0] = static_cast<T>(amplitude * std::sin(index / period));
      if (i + 1 < width) x[1] = static_cast<T>(amplitude * std::cos(index / period));
    }
  }
}

// sin and cos of angle, 2 angle, 4 angle, ...
template <class T>
T* fill_octaves(T angle, int octaves, T* out) {
  T sine = std::sin(angle);
  T cosine = std::cos(angle);
  for (int k = 0; k < octaves; ++k) {
    *out++ = sine;
    *out++ = cosine;
    const T doubled = 2 * sine * cosine;
    cosine = 1 - 2 * sine * sine;
    sine = doubled;
  }
  return out;
}

}  // namespace

template <class T>
Position<T>::Position(const PositionConfig& config, int width, const std::string& prefix,
                      ParameterLayout& layout)
    : config_(config), width_(width) {
  const std::string name = prefix + "position";
  if (config.kind == PositionKind::kLearnedIndex) table_ = layout.add(name, kLearnedIndices, width);
  if (config.kind == PositionKind::kFourier) table_ = layout.add(name, kFourierFeatures, width);
}

// The encoding of a token has about unit length at first, like the vector of its type.
template <class T>
void Position<T>::initialise(T* parameters, Random& random) const {
  if (config_.kind == PositionKind::kFourier) {
    fill_orthogonal(parameters, table_, random, std::sqrt(2.0 / kFourierFeatures));
  } else if (config_.kind == PositionKind::kLearnedIndex) {
    fill_orthogonal(parameters, table_, random,
                    std::sqrt(std::max(1.0, static_cast<double>(kLearnedIndices) / width_)));
  }
}

template <class T>
void Position<T>::forward(const T* parameters, const EntitySets<T>& sets, const TokenOrder& order,
                          PositionPass<T>& pass, T* x) const {
  switch (config_.kind) {
    case PositionKind::kNone:
      return;
    case PositionKind::kLearnedIndex:
      return for_indices(sets, [&](int token, int index) {
        const int row = std::min(index, kLearnedIndices - 1);
        add_scaled(T{1}, parameters + table_.offset + at(row, width_), width_,
                   x + at(token, width_));
      });
    case PositionKind::kSinusoidal: {
      const T* table = sines(count_indices(sets), pass);
      return for_indices(sets, [&](int token, int index) {
        add_scaled(T{1}, table + at(index, width_), width_, x + at(token, width_));
      });
    }
    case PositionKind::kFourier: {
      T* features = pass.features.resize(order.tokens, kFourierFeatures);
      fill_places(sets, order, features);
      add_matmul(View<const T>(features, order.tokens, kFourierFeatures),
                 View<const T>(parameters + table_.offset, kFourierFeatures, width_),
                 View<T>(x, order.tokens, width_));
    }
  }
}

template <class T>
void Position<T>::backward(const EntitySets<T>& sets, const TokenOrder& order,
                           const PositionPass<T>& pass, const T* d_x, T* gradient) const {
  if (config_.kind == PositionKind::kLearnedIndex) {
    for_indices(sets, [&](int token, int index) {
      const int row = std::min(index, kLearnedIndices - 1);
      add_scaled(T{1}, d_x + at(token, width_), width_, gradient + table_.offset + at(row, width_));
    });
  } else if (config_.kind == PositionKind::kFourier) {
    add_matmul_tn(View<const T>(pass.features.data(), order.tokens, kFourierFeatures),
                  View<const T>(d_x, order.tokens, width_),
                  View<T>(gradient + table_.offset, kFourierFeatures, width_));
  }
}

// Twice as many rows as are asked for, so that sets that grow seldom fill it again.
template <class T>
const T* Position<T>::sines(int rows, PositionPass<T>& pass) const {
  if (rows > pass.sine_rows) {
    pass.sine_rows = 2 * rows;
    fill_sinusoids(pass.sine_rows, width_, pass.sines.resize(pass.sine_rows, width_));
  }
  return pass.sines.data();
}

template <class T>
void Position<T>::fill_places(const EntitySets<T>& sets, const TokenOrder& order,
                              T* features) const {
  std::fill_n(features, at(order.tokens, kFourierFeatures), T{0});
  const EntityRows<T>& agents = sets.types[0];
  constexpr T kNaN = std::numeric_limits<T>::quiet_NaN();
  constexpr T kZero[] = {0, 0};
  constexpr T kUnknown[] = {kNaN, kNaN};
  for (const EntityRows<T>& rows : sets.types) {
    for (int s = 0; s < sets.samples; ++s) {
      const T* agent =
          agents.motion == nullptr ? kUnknown : agents.motion + at(agents.offsets[s], kMotionWidth);
      const T* origin = sets.origins == nullptr ? kZero : sets.origins + at(s, 2);
      const T x = config_.relative ? -agent[0] : origin[0];
      const T y = config_.relative ? -agent[1] : origin[1];
      for (int row = rows.offsets[s]; row < rows.offsets[s + 1]; ++row) {
        if (rows.motion != nullptr) fill_place(rows.motion + at(row, kMotionWidth), x, y, features);
        features += kFourierFeatures;
      }
    }
  }
}

// Of a place moved by (move_x, move_y).  Zeros stay where it is unknown.
template <class T>
void Position<T>::fill_place(const T* place, T move_x, T move_y, T* features) const {
  const T x = place[0] + move_x;
  const T y = place[1] + move_y;
  if (!std::isfinite(x) || !std::isfinite(y)) return;
  const T frequency =
      static_cast<T>(2 * std::numbers::pi / static_cast<double>(config_.wavelength));
  features = fill_octaves(frequency * x, kOctaves, features);
  fill_octaves(frequency * y, kOctaves, features);
}

template class Position<float>;
template class Position<double>;

}  // namespace saccade::nn
