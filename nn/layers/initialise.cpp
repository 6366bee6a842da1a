#include "nn/layers/initialise.h"

#include <Eigen/QR>
#include <algorithm>
#include <boost/random/normal_distribution.hpp>

namespace saccade::nn {
namespace {

// Eigen cuts large products, and the order of their sums with them, by the sizes of the processor's
// caches.  The same sizes everywhere give the same weights everywhere.
void fix_cache_sizes() {
  static const bool kFixed = [] {
    constexpr std::ptrdiff_t kKibibyte = 1024;
    Eigen::setCpuCacheSizes(32 * kKibibyte, 256 * kKibibyte, 2048 * kKibibyte);
    return true;
  }();
  static_cast<void>(kFixed);
}

}  // namespace

template <class T>
void fill_orthogonal(T* parameters, const Slice& slice, Random& random, double gain) {
  fix_cache_sizes();
  const int longer = std::max(slice.rows, slice.cols);
  const int shorter = std::min(slice.rows, slice.cols);
  Eigen::MatrixXd gaussian(longer, shorter);
  boost::random::normal_distribution<double> normal;
  for (double& value : gaussian.reshaped()) value = normal(random);

  const Eigen::HouseholderQR<Eigen::MatrixXd> qr(gaussian);
  Eigen::MatrixXd q = qr.householderQ() * Eigen::MatrixXd::Identity(longer, shorter);
  for (int i = 0; i < shorter; ++i) {
    if (qr.matrixQR()(i, i) < 0) q.col(i) *= -1;
  }
  for (int row = 0; row < slice.rows; ++row) {
    for (int col = 0; col < slice.cols; ++col) {
      const double value = slice.rows >= slice.cols ? q(row, col) : q(col, row);
      parameters[slice.offset +
                 static_cast<std::size_t>(row) * static_cast<std::size_t>(slice.cols) +
                 static_cast<std::size_t>(col)] = static_cast<T>(gain * value);
    }
  }
}

template void fill_orthogonal(float*, const Slice&, Random&, double);
template void fill_orthogonal(double*, const Slice&, Random&, double);

}  // namespace saccade::nn
