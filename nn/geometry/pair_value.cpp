#include "nn/geometry/pair_value.h"

#include "nn/kernels/set_kernels.h"
#include "nn/layers/initialise.h"

namespace saccade::nn {

template <class T>
PairValue<T> PairValue<T>::create(ParameterLayout& layout, const std::string& name, int width,
                                  bool is_used) {
  return is_used ? PairValue{layout.add(name + ".weight", kPairFeatures, width)} : PairValue{};
}

template <class T>
void PairValue<T>::initialise(T* parameters) const {
  fill_constant(parameters, weight, 0);
}

template <class T>
void PairValue<T>::sum(const T* weights, const T* features, int n, T* sums) {
  score_rows(weights, 1, features, kPairFeatures, n, sums, kPairFeatures);
}

// sums_c = sum_j weights_j features_cj
template <class T>
void PairValue<T>::sum_backward(const T* d_sums, const T* features, int n, T* d_weights) {
  for_groups<T>(n, [&](auto group) {
    Lanes<T> d = group.load(d_weights);
    for (int c = 0; c < kPairFeatures; ++c) {
      d = multiply_add(Lanes<T>(d_sums[c]), group.load(features + at(c, n)), d);
    }
    group.store(d, d_weights);
  });
}

template <class T>
void PairValue<T>::forward(const T* parameters, int head, const View<const T>& sums,
                           const View<T>& mixed) const {
  add_matmul(sums, of_head(parameters, head, mixed.cols), mixed);
}

// mixed += sums W_h
template <class T>
void PairValue<T>::backward(const T* parameters, int head, const View<const T>& sums,
                            const View<const T>& d_mixed, const View<T>& d_sums,
                            T* gradient) const {
  add_matmul_tn(sums, d_mixed, of_head(gradient, head, d_mixed.cols));
  matmul_nt(d_mixed, of_head(parameters, head, d_mixed.cols), d_sums);
}

template struct PairValue<float>;
template struct PairValue<double>;

}  // namespace saccade::nn
