// Dot-product attention over lists: each query scores only the keys near it.
#pragma once

#include "nn/attention/attention.h"
#include "nn/attention/weighing.h"

namespace saccade::nn {

template <class T>
class LocalAttention final : public Attention<T> {
 public:
  LocalAttention(const AttentionConfig& config, const AttentionPlace& place,
                 ParameterLayout& layout);

  void initialise(T* parameters, Random& random) const override;
  void forward(const T* parameters, const Pairing<T>& pairing, const Projections<T>& in,
               AttentionScratch<T>& scratch, T* mixed) const override;
  void backward(const T* parameters, const Pairing<T>& pairing, const Projections<T>& in,
                AttentionScratch<T>& scratch, const T* mixed, const T* d_mixed,
                const ProjectionGradients<T>& d, T* gradient) const override;
  void weights(const T* parameters, const Pairing<T>& pairing, const Projections<T>& in,
               AttentionScratch<T>& scratch, int sample, T* weights) const override;

 private:
  template <class Body>
  void for_queries(const Pairing<T>& pairing, int sample, Body body) const;
  void weigh(const T* parameters, const Projections<T>& in, int first_key, int row, int head,
             const QueryKeys& keys, AttentionScratch<T>& scratch, T* weights) const;

  int width_;
  int heads_;
  int head_width_;
  T scale_;
  Weighing<T> weighing_;
};

}  // namespace saccade::nn
