// wrap.hide: features that the agents do not see, such as velocities that they then have to
// remember.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "envs/wrappers/wrapper.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {
namespace {

using Names = std::vector<std::string>;

/// Whether a feature is meant by "food.distance", or, of a named kind of agents, by
/// "predator.food.distance".
bool is_named(const Names& hidden, const AgentKind& kind, const std::string& feature) {
  return std::any_of(hidden.begin(), hidden.end(), [&](const std::string& name) {
    return name == feature || name == kind.prefix() + feature;
  });
}

/// "food.distance" of every feature of a kind.
Names features_of(const AgentKind& kind) {
  Names names;
  for (const EntityType& type : kind.observation.types) {
    for (const std::string& feature : type.features) names.push_back(type.name + '.' + feature);
  }
  return names;
}

/// Those of the type that `name` begins with, or all when there is no such type.
Names of_same_type(const std::string& name, const Names& all) {
  const auto type_of = [](const std::string& text) { return text.substr(0, text.find('.') + 1); };
  Names same;
  std::copy_if(all.begin(), all.end(), std::back_inserter(same),
               [&](const std::string& other) { return type_of(name) == type_of(other); });
  return same.empty() ? all : same;
}

void check_hidden(const Names& hidden, const EnvironmentSpec& spec) {
  Names all, known;
  for (const AgentKind& kind : spec.kinds) {
    for (const std::string& feature : features_of(kind)) {
      if (std::find(all.begin(), all.end(), feature) == all.end()) all.push_back(feature);
      known.push_back(feature);
      known.push_back(kind.prefix() + feature);
    }
  }
  for (const std::string& name : hidden) {
    if (std::find(known.begin(), known.end(), name) != known.end()) continue;
    throw Error("wrap.hide: found \"" + name + "\", which environment " + spec.id +
                " does not have, wanted TYPE.FEATURE of: " + detail::join(of_same_type(name, all)));
  }
}

class Hide final : public Wrapper {
 public:
  Hide(std::unique_ptr<Environment> environment, const Names& hidden)
      : Wrapper(std::move(environment)) {
    check_hidden(hidden, inner_spec());
    for (AgentKind& kind : wrapped_spec().kinds) {
      kept_.emplace_back();
      for (EntityType& type : kind.observation.types) {
        kept_.back().push_back(keep(hidden, kind, type));
      }
    }
  }

  void observe(int agent, Observation& observation) const override {
    const Observation& seen = look(agent);
    const std::vector<Columns>& kept = kept_[inner_spec().kind_index(agent)];
    for (std::size_t type = 0; type < seen.rows().size(); ++type) {
      const Observation::Rows& rows = seen.rows()[type];
      for (std::size_t row = 0; row < rows.ids.size(); ++row) {
        row_.clear();
        for (const std::size_t column : kept[type]) row_.push_back(features_of(rows, row)[column]);
        observation.add(static_cast<int>(type), rows.ids[row], row_, rows.positions[row],
                        rows.velocities[row]);
      }
    }
    copy_sensors_and_heads(seen, observation);
  }

 private:
  using Columns = std::vector<std::size_t>;  // Indices of features.

  /// Takes what is hidden out of the type; returns which columns are left.
  static Columns keep(const Names& hidden, const AgentKind& kind, EntityType& type) {
    Columns kept;
    Names names;
    for (std::size_t i = 0; i < type.features.size(); ++i) {
      if (is_named(hidden, kind, type.name + '.' + type.features[i])) continue;
      kept.push_back(i);
      names.push_back(type.features[i]);
    }
    type.features = std::move(names);
    drop_geometry(type);
    return kept;
  }

  /// Groups of which a feature is hidden say nothing any more.
  static void drop_geometry(EntityType& type) {
    const auto is_left = [&type](const std::string& name) {
      return std::find(type.features.begin(), type.features.end(), name) != type.features.end();
    };
    std::erase_if(type.geometry, [&](const Geometry& group) {
      return !std::all_of(group.features.begin(), group.features.end(), is_left);
    });
  }

  std::vector<std::vector<Columns>> kept_;  // [kinds][types]
  mutable std::vector<float> row_;          // Scratch.
};

}  // namespace

WrapperEntry hide_wrapper() {
  return {.option = {.name = "hide",
                     .default_value = Names{},
                     .help = "Features that the agents do not see, each as TYPE.FEATURE: "
                             "[\"food.distance\"]. `saccade envs ENV` lists them."},
          .wrap = [](std::unique_ptr<Environment> environment,
                     const OptionValue& value) -> std::unique_ptr<Environment> {
            return std::make_unique<Hide>(std::move(environment), std::get<Names>(value));
          }};
}

}  // namespace saccade
