// wrap.hide: features that the agents do not see, such as velocities that they then have to
// remember.
#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "envs/wrappers/feature_names.h"
#include "envs/wrappers/wrapper.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {
namespace {

using Names = std::vector<std::string>;

/// "food.distance" of every feature of a kind.
Names features_of(const AgentKind& kind) {
  Names names;
  for (const EntityType& type : kind.observation.types) {
    for (const std::string& feature : type.features) names.push_back(type.name + '.' + feature);
  }
  return names;
}

/// Whether a feature of agents of this kind is meant; `feature` is "food.distance".
bool is_hidden(const Names& hidden, const AgentKind& kind, const std::string& feature) {
  return std::any_of(hidden.begin(), hidden.end(),
                     [&](const std::string& name) { return names_feature(name, kind, feature); });
}

void check_hidden(const Names& hidden, const EnvironmentSpec& spec) {
  std::vector<Names> own;
  for (const AgentKind& kind : spec.kinds) own.push_back(features_of(kind));
  for (const std::string& name : hidden) {
    check_feature_name("wrap.hide", name, "TYPE.FEATURE", name, spec, own);
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
      if (is_hidden(hidden, kind, type.name + '.' + type.features[i])) continue;
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
          .wrap = wrap_in<Hide, Names>};
}

}  // namespace saccade
