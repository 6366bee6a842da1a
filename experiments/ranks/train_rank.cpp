#include "experiments/ranks/train_rank.h"

#include <fmt/format.h>

#include <csignal>

#include "agents/follow_leader.h"
#include "experiments/config/config_text.h"

namespace saccade {

LeadingRank::~LeadingRank() {
  if (ranks_ && !has_given_up_) stop_leading(*ranks_);
}

void LeadingRank::begin(const ExperimentConfig& config) {
  if (!ranks_) return;
  Bytes run;
  Packer out(run);
  out.add_text(SACCADE_VERSION);
  out.add_text(write_config(config));
  lead(*ranks_, run);
}

void LeadingRank::give_up() {
  has_given_up_ = true;
  if (ranks_) ranks_->give_up();
}

int follow_as_rank(Ranks& ranks, const std::vector<std::string>& plugins,
                   RegisteredEnvironments& environments) {
  environments.load_all(plugins);
  // Rank 0 hears of a signal as well: it finishes the update, saves, and ends all.
  std::signal(SIGINT, SIG_IGN);
  std::signal(SIGTERM, SIG_IGN);
  ExperimentConfig config;  // Outlives the learner.
  follow_leader(ranks, [&](const Bytes& run) {
    Unpacker in(run);
    const std::string version = in.take_text();
    if (version != SACCADE_VERSION) {
      throw Error(fmt::format("rank {}: found version {} of Saccade, wanted {}, that of rank 0",
                              ranks.rank(), SACCADE_VERSION, version));
    }
    // Whoever started rank 0 started this one: what it has loaded may be loaded here.
    config = parse_config(in.take_text(), fmt::format("rank {}", ranks.rank()), environments,
                          [](const std::vector<std::string>&) { return true; });
    return FollowedRun{environment_factory(config, environments), config.learner, config.steps,
                       config.seed, thread_count(config)};
  });
  return 0;
}

}  // namespace saccade
