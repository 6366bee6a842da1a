// The kinds of attention: one table, read by checks, tests, benchmarks and help.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "nn/attention/attention.h"

namespace saccade::nn {

/// What a kind of attention is called, what it can do, and how it is made.
struct AttentionKind {
  const char* name;     ///< "dot_product"
  const char* summary;  ///< One phrase, with the paper.

  /// Each pair of a query and a key has a score of its own, to which a pair bias can be added, and
  /// a weight, which can be dropped, and by which a pair value can be mixed.
  bool scores_pairs = false;
  /// Scores are dot products of queries and keys, divided by sqrt(d) if `scale` is set, with no
  /// parameter of their own: the readout, where one query meets all keys, may then be reassociated
  /// (blocks/ego_attention.h).
  bool scores_are_products = false;
  /// The option `scale` has an effect.
  bool scales = false;
  /// A query keeps its `k` largest scores alone.
  bool keeps_k = false;
  /// A query sees the keys near it alone (`neighbours`, `radius`): tokens need places.
  bool is_local = false;

  std::unique_ptr<Attention<float>> (*make_float)(const AttentionConfig&, const AttentionPlace&,
                                                  ParameterLayout&) = nullptr;
  std::unique_ptr<Attention<double>> (*make_double)(const AttentionConfig&, const AttentionPlace&,
                                                    ParameterLayout&) = nullptr;
};

/// All kinds; the first one is the default.
const std::vector<AttentionKind>& attention_kinds();

/// Null when there is none of that name.
const AttentionKind* find_attention_kind(std::string_view name);

/// Whether an attention reads where tokens are (TokenGeometry::motion).
bool needs_places(const AttentionConfig& config);

/// Makes an attention of the configured kind.  Adds its parameters, if it has any, to `layout`.
template <class T>
std::unique_ptr<Attention<T>> make_attention(const AttentionConfig& config,
                                             const AttentionPlace& place, ParameterLayout& layout);

template <>
std::unique_ptr<Attention<float>> make_attention(const AttentionConfig&, const AttentionPlace&,
                                                 ParameterLayout&);
template <>
std::unique_ptr<Attention<double>> make_attention(const AttentionConfig&, const AttentionPlace&,
                                                  ParameterLayout&);

/// For the table: makes a class that is built from these three.
template <class Kind, class T>
std::unique_ptr<Attention<T>> make_kind(const AttentionConfig& config, const AttentionPlace& place,
                                        ParameterLayout& layout) {
  return std::make_unique<Kind>(config, place, layout);
}

}  // namespace saccade::nn
