#include "envs/wrappers/feature_names.h"

#include <algorithm>
#include <iterator>

namespace saccade {
namespace {

using Names = std::vector<std::string>;

bool is_in(const Names& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Those of the type that `name` begins with, or all when there is no such type.
Names of_same_type(const std::string& name, const Names& all) {
  const auto type_of = [](const std::string& text) { return text.substr(0, text.find('.') + 1); };
  Names same;
  std::copy_if(all.begin(), all.end(), std::back_inserter(same),
               [&](const std::string& other) { return type_of(name) == type_of(other); });
  return same.empty() ? all : same;
}

}  // namespace

bool names_feature(const std::string& name, const AgentKind& kind, const std::string& feature) {
  return name == feature || name == kind.prefix() + feature;
}

void check_feature_name(const std::string& key, const std::string& found, const std::string& form,
                        const std::string& name, const EnvironmentSpec& spec,
                        const std::vector<Names>& own) {
  Names all;
  for (std::size_t k = 0; k < spec.kinds.size(); ++k) {
    for (const std::string& feature : own[k]) {
      if (names_feature(name, spec.kinds[k], feature)) return;
      if (!is_in(all, feature)) all.push_back(feature);
    }
  }
  throw Error(key + ": found \"" + found + "\", which environment " + spec.id +
              " does not have, wanted " + form + " of: " + detail::join(of_same_type(name, all)));
}

}  // namespace saccade
