#include "nn/attention/attention.h"

#include "nn/attention/dense_attention.h"
#include "nn/attention/linear_attention.h"
#include "nn/attention/local_attention.h"

namespace saccade::nn {

template <class T>
std::unique_ptr<Attention<T>> make_attention(const AttentionConfig& config,
                                             const AttentionPlace& place, ParameterLayout& layout) {
  switch (config.kind) {
    case AttentionKind::kAdditive:
      return std::make_unique<DenseAttention<T, AdditiveScores<T>>>(config, place, layout);
    case AttentionKind::kLinear:
      return std::make_unique<LinearAttention<T>>(place);
    case AttentionKind::kLocal:
      return std::make_unique<LocalAttention<T>>(config, place, layout);
    case AttentionKind::kDotProduct:
    case AttentionKind::kTopK:
      break;
  }
  return std::make_unique<DenseAttention<T, DotScores<T>>>(config, place, layout);
}

template std::unique_ptr<Attention<float>> make_attention(const AttentionConfig&,
                                                          const AttentionPlace&, ParameterLayout&);
template std::unique_ptr<Attention<double>> make_attention(const AttentionConfig&,
                                                           const AttentionPlace&, ParameterLayout&);

}  // namespace saccade::nn
