// What the header of a policy is made from: the policy, the names of its parts in C++, and which
// code it needs.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "agents/policy/tokens.h"
#include "experiments/export/exported_policy.h"
#include "experiments/header/plan/header_options.h"
#include "experiments/header/text/identifiers.h"

namespace saccade {

/// An entity type, fan of rays or image: one type of token.
struct TokenNames {
  std::string structure{};            ///< "FoodItem"
  std::string member{};               ///< Of the observation: "food_item".
  std::vector<std::string> fields{};  ///< Of an entity: one per feature.
  /// Of an entity: its members; empty where nobody reads them.
  std::string position{}, velocity{};
};

/// An action head.
struct HeadNames {
  std::string structure;            ///< Of a categorical head: the enumeration.
  std::string member;               ///< Of the decision: "move".
  std::string first, second;        ///< Likewise: probabilities, or mean and deviation.
  std::string candidates;           ///< Likewise: how many entities could be selected.
  std::string allowed, present;     ///< Of the observation; empty where the head has no such.
  std::vector<std::string> labels;  ///< Of a categorical head: enumerators.
};

/// Where a type of token is read: by the policy's encoder, or by that of the value alone.
enum class Reader { kPolicy, kValue };

class HeaderPlan {
 public:
  HeaderPlan(const ExportedPolicy& policy, const HeaderOptions& options);

  const ExportedPolicy& policy;
  const HeaderOptions& options;
  std::string name;                ///< Of the namespace.
  std::vector<TokenSpec> types;    ///< [token types]
  std::vector<TokenNames> tokens;  ///< [token types]
  std::vector<HeadNames> heads;    ///< [heads]

  const PolicyConfig& config() const { return policy.config; }
  const ObservationSpace& space() const { return policy.kind.observation; }
  std::size_t entity_types() const { return space().types.size(); }
  std::size_t width() const { return static_cast<std::size_t>(config().encoder.width); }
  /// Of the code in header/code: whether "//@if CONDITION" is met.
  bool needs(std::string_view condition) const { return needs_.count(condition) > 0; }
  /// Whether the value has an encoder of its own in the header.
  bool has_value_encoder() const { return options.value && config().separate_value; }
  /// Whether an encoder of the header reads tokens of this type.
  bool reads(std::size_t type, Reader reader) const;
  bool reads(std::size_t type) const;
  /// Whether sensors are a set of their own, which entities query.
  bool crosses() const;
  /// Layers in which the agent's query weighs tokens: "cross", "block 1".
  std::vector<std::string> layers() const;
  /// Entity i of a type, as an expression of what is seen.
  std::string entity(std::size_t type) const;
  /// How many tokens of this type there are, as an expression of what is seen.
  std::string count_of(std::size_t type) const;
  /// Of those of a sensor's reading, and of the most that there can be of an entity type: -1 is any
  /// number.
  int most_of(std::size_t type) const;

 private:
  void name_tokens(NameScope& structures, NameScope& members);
  void name_heads(NameScope& structures, NameScope& members);

  std::set<std::string, std::less<>> needs_;
};

}  // namespace saccade
