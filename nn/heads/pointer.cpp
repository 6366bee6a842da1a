#include "nn/heads/pointer.h"

#include <algorithm>
#include <cmath>

#include "nn/kernels/product.h"
#include "nn/kernels/row_ops.h"

namespace saccade::nn {
template <class T>
Pointer<T> Pointer<T>::create(ParameterLayout& layout, const std::string& name, int readout_width,
                              int width) {
  return {Linear<T>::create(layout, name + ".query", readout_width, width),
          Linear<T>::create(layout, name + ".key", width, width, Bias::kNo)};
}

template <class T>
void Pointer<T>::initialise(T* parameters, Random& random, double gain) const {
  query.initialise(parameters, random, 1);
  key.initialise(parameters, random, gain);
}

template <class T>
void Pointer<T>::forward(const T* parameters, const T* readout, const T* tokens,
                         const Candidates& candidates, PointerPass<T>& pass, T* scores) const {
  const int samples = candidates.samples;
  const int cols = key.weight.cols;
  T* q = pass.query.resize(samples, cols);
  T* u = pass.folded.resize(samples, cols);
  query.forward(parameters, readout, samples, q);
  matmul_nt(View<const T>(q, samples, cols),
            View<const T>(parameters + key.weight.offset, cols, cols), View<T>(u, samples, cols));
  const T scale = 1 / std::sqrt(static_cast<T>(cols));
  for (int s = 0; s < samples; ++s) {
    const T* folded = u + static_cast<std::size_t>(s) * width();
    for (std::int32_t c = candidates.offsets[s]; c < candidates.offsets[s + 1]; ++c) {
      const T* token = tokens + static_cast<std::size_t>(candidates.rows[c]) * width();
      scores[c] = scale * dot(folded, token, cols);
    }
  }
}

template <class T>
void Pointer<T>::backward(const T* parameters, const T* readout, const T* tokens,
                          const Candidates& candidates, PointerPass<T>& pass, const T* d_scores,
                          T* d_readout, T* d_tokens, T* gradient) const {
  const int samples = candidates.samples;
  const int cols = key.weight.cols;
  const std::size_t size = static_cast<std::size_t>(samples) * width();
  T* d_u = pass.d_folded.resize(size);
  std::fill_n(d_u, size, T{0});
  const T scale = 1 / std::sqrt(static_cast<T>(cols));
  for (int s = 0; s < samples; ++s) {
    const T* u = pass.folded.data() + static_cast<std::size_t>(s) * width();
    for (std::int32_t c = candidates.offsets[s]; c < candidates.offsets[s + 1]; ++c) {
      const std::size_t row = static_cast<std::size_t>(candidates.rows[c]) * width();
      // score = u . token / sqrt(width)
      add_scaled(scale * d_scores[c], tokens + row, cols,
                 d_u + static_cast<std::size_t>(s) * width());
      add_scaled(scale * d_scores[c], u, cols, d_tokens + row);
    }
  }
  // u = q W_k^T
  T* d_q = pass.d_query.resize(size);
  const View<const T> d_folded(d_u, samples, cols);
  matmul(d_folded, View<const T>(parameters + key.weight.offset, cols, cols),
         View<T>(d_q, samples, cols));
  add_matmul_tn(d_folded, View<const T>(pass.query.data(), samples, cols),
                View<T>(gradient + key.weight.offset, cols, cols));
  // q = r W_q + b
  T* d_r = pass.d_readout.resize(samples, query.weight.rows);
  query.backward(parameters, readout, d_q, samples, d_r, gradient);
  for (std::size_t i = 0; i < pass.d_readout.size(); ++i) d_readout[i] += d_r[i];
}

template struct Pointer<float>;
template struct Pointer<double>;

}  // namespace saccade::nn
