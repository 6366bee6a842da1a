#include "nn/encoders/encoder.h"

#include "nn/attention/attention_kinds.h"
#include "nn/encoders/attention_encoder.h"
#include "nn/encoders/flat_encoder.h"
#include "nn/encoders/pool_encoder.h"

namespace saccade::nn {

bool needs_motion(const EncoderConfig& config) {
  return config.kind == EncoderKind::kAttention &&
         (needs_places(config.attention) || config.position.kind == PositionKind::kFourier);
}

template <class T>
std::unique_ptr<Encoder<T>> make_encoder(const EncoderConfig& config,
                                         const std::vector<TokenType>& types,
                                         const std::string& prefix, ParameterLayout& layout) {
  switch (config.kind) {
    case EncoderKind::kAttention:
      return std::make_unique<AttentionEncoder<T>>(config, types, prefix, layout);
    case EncoderKind::kMeanPool:
    case EncoderKind::kMaxPool:
      return std::make_unique<PoolEncoder<T>>(config, types, prefix, layout);
    case EncoderKind::kMlp:
      return std::make_unique<FlatEncoder<T>>(config, types, prefix, layout);
  }
  return nullptr;
}

template std::unique_ptr<Encoder<float>> make_encoder(const EncoderConfig&,
                                                      const std::vector<TokenType>&,
                                                      const std::string&, ParameterLayout&);
template std::unique_ptr<Encoder<double>> make_encoder(const EncoderConfig&,
                                                       const std::vector<TokenType>&,
                                                       const std::string&, ParameterLayout&);

}  // namespace saccade::nn
