// Scaled dot-product attention (Vaswani et al. 2017).
#include "nn/attention/attention_kinds.h"
#include "nn/attention/dense_attention_inl.h"
#include "nn/attention/dot_scores.h"

namespace saccade::nn {

AttentionKind dot_product_attention() {
  return {.name = "dot_product",
          .summary = "softmax(q k^T / sqrt(d)) v (Vaswani et al. 2017)",
          .scores_pairs = true,
          .scores_are_products = true,
          .scales = true,
          .make_float = make_kind<DenseAttention<float, DotScores<float>>, float>,
          .make_double = make_kind<DenseAttention<double, DotScores<double>>, double>};
}

}  // namespace saccade::nn
