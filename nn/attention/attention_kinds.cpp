// One more kind: its own file with a function <name>_attention, and a line here.
#include "nn/attention/attention_kinds.h"

#define SACCADE_ATTENTION_KINDS(ADD) \
  ADD(dot_product)                   \
  ADD(additive)                      \
  ADD(linear)                        \
  ADD(top_k)                         \
  ADD(local)                         \
  ADD(cosine)

namespace saccade::nn {

#define SACCADE_DECLARE(name) AttentionKind name##_attention();
SACCADE_ATTENTION_KINDS(SACCADE_DECLARE)
#undef SACCADE_DECLARE

const std::vector<AttentionKind>& attention_kinds() {
#define SACCADE_KIND(name) name##_attention(),
  static const std::vector<AttentionKind> kKinds = {SACCADE_ATTENTION_KINDS(SACCADE_KIND)};
#undef SACCADE_KIND
  return kKinds;
}

const AttentionKind* find_attention_kind(std::string_view name) {
  for (const AttentionKind& kind : attention_kinds()) {
    if (kind.name == name) return &kind;
  }
  return nullptr;
}

const AttentionKind* default_attention_kind() {
  return &attention_kinds().front();
}

bool needs_places(const AttentionConfig& config) {
  return config.pair_bias || config.pair_value || config.kind->is_local;
}

template <>
std::unique_ptr<Attention<float>> make_attention(const AttentionConfig& config,
                                                 const AttentionPlace& place,
                                                 ParameterLayout& layout) {
  return config.kind->make_float(config, place, layout);
}

template <>
std::unique_ptr<Attention<double>> make_attention(const AttentionConfig& config,
                                                  const AttentionPlace& place,
                                                  ParameterLayout& layout) {
  return config.kind->make_double(config, place, layout);
}

}  // namespace saccade::nn
