// wrap.fixed_count: a promise that a type has the same number of entities in every observation.
// An environment whose options say how many there are may leave it open, so that a policy which
// takes any number can be played with another one; the encoder mlp needs the promise.
#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "envs/wrappers/feature_names.h"
#include "envs/wrappers/number_text.h"
#include "envs/wrappers/wrapper.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {
namespace {

using Names = std::vector<std::string>;

constexpr const char* kCountKey = "wrap.fixed_count";
constexpr int kMostEntities = 1'000'000;

/// A type, as "mine" or "predator.mine", and how many of its entities there are.
struct Promise {
  std::string type;
  int count = 0;
};

Promise parse_promise(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  const auto number =
      equals == std::string::npos ? std::nullopt : parse_number(text.substr(equals + 1));
  const bool is_count =
      number && *number >= 0 && *number <= kMostEntities && *number == static_cast<int>(*number);
  detail::want(is_count, kCountKey, '"' + text + '"',
               "TYPE=COUNT, with a whole number from 0 to " + std::to_string(kMostEntities));
  return {text.substr(0, equals), static_cast<int>(*number)};
}

/// The types of a kind whose number is open.
Names open_types(const AgentKind& kind) {
  Names names;
  for (const EntityType& type : kind.observation.types) {
    if (type.fixed_count < 0) names.push_back(type.name);
  }
  return names;
}

std::vector<Promise> parse_promises(const Names& texts, const EnvironmentSpec& spec) {
  std::vector<Names> own;
  for (const AgentKind& kind : spec.kinds) own.push_back(open_types(kind));
  std::vector<Promise> promises;
  for (const std::string& text : texts) {
    Promise promise = parse_promise(text);
    check_feature_name(kCountKey, text, "TYPE=COUNT", promise.type, spec, own);
    for (const Promise& other : promises) {
      detail::want(other.type != promise.type, kCountKey, promise.type + " twice",
                   "each type once");
    }
    promises.push_back(std::move(promise));
  }
  return promises;
}

/// Whoever plays the environment checks that its observations are as it says.
class FixedCount final : public Wrapper {
 public:
  FixedCount(std::unique_ptr<Environment> environment, const Names& texts)
      : Wrapper(std::move(environment)) {
    for (const Promise& promise : parse_promises(texts, inner_spec())) {
      for (AgentKind& kind : wrapped_spec().kinds) promise_type(promise, kind);
    }
  }

  /// Refuses what changes a number that was promised.
  EntityId edit(const StateEdit& edit) override {
    if (edit.kind == StateEdit::Kind::kAdd) check_type(edit, edit.type);
    if (edit.kind == StateEdit::Kind::kRemove) check_type(edit, type_of(edit.id));
    return Wrapper::edit(edit);
  }

 private:
  /// Throws Error if the number of such entities is fixed.
  void check_type(const StateEdit& edit, const std::string& type) {
    for (const AgentKind& kind : wrapped_spec().kinds) {
      for (const EntityType& own : kind.observation.types) {
        if (own.name != type || own.fixed_count < 0) continue;
        refuse_edit(
            edit, "type " + type + ", of which there are always " + std::to_string(own.fixed_count),
            "one of which there may be any number");
      }
    }
  }

  /// Of an entity that some agent sees; "" if none does.
  std::string type_of(EntityId id) const {
    for (int agent = 0; agent < inner_spec().agent_count(); ++agent) {
      if (!is_present(agent)) continue;
      for (const Observation::Rows& rows : look(agent).rows()) {
        if (std::find(rows.ids.begin(), rows.ids.end(), id) != rows.ids.end()) return rows.type;
      }
    }
    return "";
  }

  static void promise_type(const Promise& promise, AgentKind& kind) {
    for (EntityType& type : kind.observation.types) {
      if (names_feature(promise.type, kind, type.name)) type.fixed_count = promise.count;
    }
  }
};

}  // namespace

WrapperEntry fixed_count_wrapper() {
  return {.option = {.name = "fixed_count",
                     .default_value = Names{},
                     .help = "Types that have the same number of entities in every observation, "
                             "each as TYPE=COUNT: [\"mine=10\"]; policy.encoder = mlp needs it of "
                             "all types."},
          .wrap = wrap_in<FixedCount, Names>};
}

}  // namespace saccade
