// Dot-product attention of which each query keeps its k largest scores (Zhao et al. 2019).
#include "nn/attention/attention_kinds.h"
#include "nn/attention/dense_attention_inl.h"
#include "nn/attention/dot_scores.h"

namespace saccade::nn {

AttentionKind top_k_attention() {
  return {.name = "top_k",
          .summary = "dot products, of which each query keeps its k largest (Zhao et al. 2019)",
          .scores_pairs = true,
          .scores_are_products = true,
          .scales = true,
          .keeps_k = true,
          .make_float = make_kind<DenseAttention<float, DotScores<float>>, float>,
          .make_double = make_kind<DenseAttention<double, DotScores<double>>, double>};
}

}  // namespace saccade::nn
