// What each type of entities and each feature is worth: how much of the return is lost when it
// tells nothing any more.
#pragma once

#include <string>
#include <vector>

#include "agents/evaluate.h"
#include "experiments/explain/played_episodes.h"
#include "experiments/statistics/estimate.h"

namespace saccade {

struct FeatureWorth {
  std::string type;     ///< With the prefix of its kind.
  std::string feature;  ///< "": all of them together.
  Estimate drop;        ///< Of the return: as it was minus permuted, over the same seeds.
};

struct Importance {
  int episodes = 0;
  double return_mean = 0;  ///< As it was, of these episodes.
  std::vector<FeatureWorth> types;
  std::vector<FeatureWorth> features;
};

struct ImportancePlan {
  int episodes = 20;       ///< At most.
  std::uint64_t seed = 0;  ///< Of the first episode.
  std::int64_t steps =
      300000;       ///< Of all episodes together, about: fewer episodes if they are long.
  int threads = 1;  ///< The result does not depend on it.
};

/// Takes what was seen from `played`.
Importance measure_importance(const PolicySet& policies, const EnvironmentFactory& factory,
                              PlayedEpisodes& played, const ImportancePlan& plan);

}  // namespace saccade
