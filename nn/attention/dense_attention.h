// Attention that scores every key for every query, by whatever class of scores (dot_scores.h).
//
// Scores are formed for a block of queries at a time and formed again in the backward pass, so that
// memory stays linear in the tokens.
#pragma once

#include "nn/attention/attention.h"
#include "nn/attention/attention_scores.h"
#include "nn/attention/weighing.h"

namespace saccade::nn {

template <class T, class Scores>
class DenseAttention final : public Attention<T> {
 public:
  DenseAttention(const AttentionConfig& config, const AttentionPlace& place,
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
  // Queries [first, first + count) of a sample.
  struct QueryBlock {
    int sample = 0;
    int first = 0;
    int count = 0;
    int keys = 0;
  };

  template <class Body>
  void for_query_blocks(const Pairing<T>& pairing, int sample, Body body) const;
  void describe(const Pairing<T>& pairing, const QueryBlock& queries,
                AttentionScratch<T>& scratch) const;
  View<const T> columns_of(const Buffer<T>& columns, int head, int n) const;
  ScoreBlock<T> block(const Pairing<T>& pairing, const Projections<T>& in,
                      const QueryBlock& queries, int head,
                      const AttentionScratch<T>& scratch) const;
  void weigh(const T* parameters, const QueryBlock& queries, const ScoreBlock<T>& block,
             AttentionScratch<T>& scratch, T* weights) const;
  const T* drop(const Pairing<T>& pairing, const QueryBlock& queries, int head, const T* weights,
                T* dropped) const;
  void backward_block(const T* parameters, const Pairing<T>& pairing, const Projections<T>& in,
                      AttentionScratch<T>& scratch, const QueryBlock& queries, int head,
                      const T* d_mixed, const ProjectionGradients<T>& d, T* gradient) const;

  int width_;
  int heads_;
  int head_width_;
  Scores scores_;
  Weighing<T> weighing_;
};

}  // namespace saccade::nn
