// An attention block: tokens ask other tokens, and mix their values.
#pragma once

#include <cstddef>

#include "experiments/header/code/block.h"
//@if some_seen
#include "experiments/header/code/selection.h"
//@end
//@if pairs
#include "experiments/header/code/pairs.h"
//@end
//@if additive
#include "experiments/header/code/functions/hyperbolic.h"
//@end
//@if linear_attention
#include "experiments/header/code/functions/exponential.h"
//@end
#include "experiments/header/code/softmax.h"

namespace saccade::header_code {

/// Tokens [begin, end).
struct TokenRange {
  std::size_t begin, end;
  std::size_t size() const { return end - begin; }
};

//@if dot_scores
/// Scores [n] of a head: products of its part of a query with those of keys, kWidth apart.
inline void dot_scores(const float* query, const float* key, std::size_t n, float scale,
                       float* scores) {
  for (std::size_t i = 0; i < n; ++i) scores[i] = scale * dot<kHeadWidth>(query, key + i * kWidth);
}
//@end

//@if additive
/// u . tanh(query + key)
inline void additive_scores(const float* query, const float* key, std::size_t n, const float* u,
                            float* scores) {
  for (std::size_t i = 0; i < n; ++i, key += kWidth) {
    float sum = 0;
    for (std::size_t c = 0; c < kHeadWidth; ++c) {
      sum += u[c] * hyperbolic_tangent(query[c] + key[c]);
    }
    scores[i] = sum;
  }
}
//@end

//@if cosine
/// Each head's part of rows x becomes of unit length; the term keeps a zero vector zero.
inline void to_directions(std::size_t rows, float* x) {
  for (std::size_t i = 0; i < rows * kHeads; ++i, x += kHeadWidth) {
    const float scale = 1 / square_root(dot<kHeadWidth>(x, x) + 1e-6F);
    for (std::size_t c = 0; c < kHeadWidth; ++c) x[c] *= scale;
  }
}
//@end

//@if linear_attention
/// x + 1 above 0, else e^x, which is kept above 0.
inline void to_phi(std::size_t rows, float* x) {
  for (std::size_t i = 0; i < rows * kWidth; ++i) {
    const float below = x[i] < -20 ? -20.0F : x[i];
    x[i] = x[i] > 0 ? x[i] + 1 : exponential(below);
  }
}

/// Replaces products [n] by their shares of their sum.
inline void to_shares(std::size_t n, float* products) {
  float sum = 0;
  for (std::size_t i = 0; i < n; ++i) sum += products[i];
  const float scale = n > 0 ? 1 / sum : 0;
  for (std::size_t i = 0; i < n; ++i) products[i] *= scale;
}
//@end

/// Replaces the scores [n] of a head, without those of pairs, by the weights of the keys.
inline void to_weights([[maybe_unused]] const Block& block, [[maybe_unused]] const Work& work,
                       [[maybe_unused]] std::size_t head, std::size_t n, float* scores) {
  //@if linear_attention
  to_shares(n, scores);
  //@end
  //@if pair_bias
  add_pair_bias(work, block.pair_bias + head * kPairFeatures, n, scores);
  //@end
  //@if top_k
  for (std::size_t i = 0; i < n; ++i) scores[i] = -scores[i];
  mark_smallest(scores, n, kKept, work.order, work.seen);
  for (std::size_t i = 0; i < n; ++i) scores[i] = -scores[i];
  //@end
  //@if some_seen
  softmax(scores, n, work.seen);
  //@end
  //@if all_seen
  softmax(scores, n, nullptr);
  //@end
}

inline void record_weights(const Record& record, std::size_t head, std::size_t first, std::size_t n,
                           const float* weights) {
  if (record.weights == nullptr) return;
  float* const row = record.weights + head * record.tokens;
  for (std::size_t i = 0; i < record.tokens; ++i) row[i] = 0;
  for (std::size_t i = 0; i < n; ++i) row[first + i] = weights[i];
}

//@if attend
/// Replaces work.query by what the queries mix of the keys' values.
inline void mix_values(const Block& block, const Work& work, TokenRange queries, TokenRange keys,
                       const Record& record) {
  const std::size_t n = keys.size();
  for (std::size_t query = queries.begin; query < queries.end; ++query) {
    //@if pairs
    describe_pairs(work, query, keys.begin, n);
    //@end
    //@if near
    mark_near(work, query, keys.begin, n, queries.begin == keys.begin);
    //@end
    for (std::size_t head = 0; head < kHeads; ++head) {
      const std::size_t column = head * kHeadWidth;
      float* const q = work.query + query * kWidth + column;
      const float* const k = work.key + keys.begin * kWidth + column;
      //@if scaled
      dot_scores(q, k, n, kScale, work.weights);
      //@end
      //@if cosine
      dot_scores(q, k, n, block.temperature[head], work.weights);
      //@end
      //@if additive
      additive_scores(q, k, n, block.score + column, work.weights);
      //@end
      to_weights(block, work, head, n, work.weights);
      for (std::size_t c = 0; c < kHeadWidth; ++c) q[c] = 0;
      add_product<kHeadWidth, kWidth>(work.weights, n, 1, n,
                                      work.value + keys.begin * kWidth + column, q);
      //@if pair_value
      add_pair_value(work, work.weights, n, block.pair_value + column, q);
      //@end
      if (query == 0) record_weights(record, head, keys.begin, n, work.weights);
    }
  }
}

/// New vectors of the queries, work.x: what they mix of the keys, then the block's MLP.
inline void attend(const Block& block, const Work& work, TokenRange queries, TokenRange keys,
                   const Record& record) {
  const std::size_t first = queries.begin * kWidth, first_key = keys.begin * kWidth;
  float* const x = work.x + first;
  layer_norm<kWidth>(work.x + first_key, keys.size(), block.gain, block.norm_bias,
                     work.normalised + first_key);
  if (first != first_key) {
    layer_norm<kWidth>(x, queries.size(), block.gain, block.norm_bias, work.normalised + first);
  }
  linear<kWidth, kWidth>(work.normalised + first, queries.size(), block.query, block.query_bias,
                         work.query + first);
  linear<kWidth, kWidth>(work.normalised + first_key, keys.size(), block.key, nullptr,
                         work.key + first_key);
  linear<kWidth, kWidth>(work.normalised + first_key, keys.size(), block.value, block.value_bias,
                         work.value + first_key);
  //@if cosine
  to_directions(queries.size(), work.query + first);
  to_directions(keys.size(), work.key + first_key);
  //@end
  //@if linear_attention
  to_phi(queries.size(), work.query + first);
  to_phi(keys.size(), work.key + first_key);
  //@end
  mix_values(block, work, queries, keys, record);
  add_linear<kWidth, kWidth>(work.query + first, queries.size(), block.output, block.output_bias,
                             x);
  add_mlp(block, queries.size(), x);
}
//@end

}  // namespace saccade::header_code
