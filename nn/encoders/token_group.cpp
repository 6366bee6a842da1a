#include "nn/encoders/token_group.h"

#include <algorithm>
#include <limits>

#include "nn/kernels/set_kernels.h"

namespace saccade::nn {

template <class T>
void TokenGroup<T>::assign(const EntitySets<T>& sets, std::size_t first, std::size_t last,
                           bool with_geometry) {
  order.assign(sets, first, last);
  types.clear();
  if (!with_geometry) return;
  T* to = motion.resize(tokens(), kMotionWidth);
  for (int s = 0; s < sets.samples; ++s) {
    for (std::size_t t = first; t < last; ++t) {
      const EntityRows<T>& rows = sets.types[t];
      for (std::int32_t row = rows.offsets[s]; row < rows.offsets[s + 1];
           ++row, to += kMotionWidth) {
        types.push_back(static_cast<std::int32_t>(t));
        if (rows.motion == nullptr) {
          std::fill_n(to, kMotionWidth, std::numeric_limits<T>::quiet_NaN());
        } else {
          std::copy_n(rows.motion + at(row, kMotionWidth), kMotionWidth, to);
        }
      }
    }
  }
}

template <class T>
void TokenGroup<T>::gather(const T* x, int width, T* y) const {
  for (const std::int32_t row : order.by_type) y = std::copy_n(x + at(row, width), width, y);
}

template <class T>
void TokenGroup<T>::scatter(const T* y, int width, T* x) const {
  for (const std::int32_t row : order.by_type) {
    std::copy_n(y, width, x + at(row, width));
    y += width;
  }
}

template struct TokenGroup<float>;
template struct TokenGroup<double>;

}  // namespace saccade::nn
