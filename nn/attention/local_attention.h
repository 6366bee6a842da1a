// Dot-product attention over lists: each query scores only the keys near it.
//
//   score_j = scale query . key_j     weights = softmax(scores + bias)
//   mixed = sum_j dropout(weights)_j value_j
//
// and with a pair value what geometry adds to it (pair_value.h).
#pragma once

#include "nn/attention/attention.h"
#include "nn/attention/attention_softmax.h"
#include "nn/geometry/pair_value.h"

namespace saccade::nn {

template <class T>
class LocalAttention final : public Attention<T> {
 public:
  LocalAttention(const AttentionConfig& config, const AttentionPlace& place,
                 ParameterLayout& layout);

  void initialise(T* parameters, Random& random) const override;
  void forward(const AttentionInput<T>& in, T* mixed) const override;
  void backward(const AttentionInput<T>& in, const T* mixed, const T* d_mixed,
                const ProjectionGradients<T>& d, T* gradient) const override;
  void weights(const AttentionInput<T>& in, int sample, T* weights) const override;

 private:
  // One head of one query and the keys near it: where its columns begin in the arrays of tokens.
  struct HeadRows {
    const QueryKeys& keys;
    int head;
    std::ptrdiff_t query;      // The query's row of an array [queries x D].
    std::ptrdiff_t first_key;  // The sample's first row of an array [keys x D].
    int width;                 // D

    // The row of the i-th of the keys in an array [keys x D].
    std::ptrdiff_t key(int i) const { return first_key + std::ptrdiff_t{keys.list[i]} * width; }
  };

  template <class Body>
  void for_queries(const AttentionBatch<T>& batch, int sample, Body body) const;
  HeadRows head_rows(const AttentionBatch<T>& batch, const QueryKeys& keys, int head) const;

  void describe_pairs(const AttentionInput<T>& in, const QueryKeys& keys) const;
  void compute_weights(const AttentionInput<T>& in, const HeadRows& rows, T* weights) const;
  View<const T> sum_pairs(const AttentionInput<T>& in, const QueryKeys& keys,
                          const T* weights) const;
  void query_backward(const AttentionInput<T>& in, const QueryKeys& keys, const T* d_mixed,
                      const ProjectionGradients<T>& d, T* gradient) const;
  void mix_backward(const HeadRows& rows, const T* dropped, const T* value, const T* d_mixed,
                    T* d_dropped, T* d_value) const;
  void pair_value_backward(const AttentionInput<T>& in, const HeadRows& rows, const T* dropped,
                           const T* d_mixed, T* d_dropped, T* gradient) const;
  void scores_backward(const AttentionInput<T>& in, const HeadRows& rows, const T* d_scores,
                       const ProjectionGradients<T>& d) const;

  int width_;
  int heads_;
  int head_width_;
  T scale_;
  AttentionSoftmax<T> softmax_;
  PairValue<T> pair_value_;
};

}  // namespace saccade::nn
