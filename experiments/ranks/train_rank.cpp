#include "experiments/ranks/train_rank.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "agents/follow_leader.h"
#include "experiments/config/config_text.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {

namespace {

void end_job(JoinedRanks& ranks, const std::string& what) {
  fmt::print(stderr, "error: {}\n", printable(what));
  ranks.give_up();
}

void follow(Ranks& ranks, const std::vector<std::string>& plugins,
            RegisteredEnvironments& environments) {
  ExperimentConfig config;  // Outlives the learner.
  follow_leader(ranks, [&](const Bytes& run) {
    environments.load_all(plugins);  // Here, where rank 0 is told if one cannot be loaded.
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
}

}  // namespace

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

void LeadingRank::give_up(const std::string& what) {
  has_given_up_ = true;
  if (ranks_) end_job(*ranks_, what);
}

int follow_as_rank(JoinedRanks& ranks, const std::vector<std::string>& plugins,
                   RegisteredEnvironments& environments) {
  // Rank 0 hears of a signal as well: it finishes the update, saves, and ends all.
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_IGN);
  try {
    follow(ranks, plugins, environments);
  } catch (const std::exception& error) {
    end_job(ranks, fmt::format("rank {}: {}", ranks.rank(), error.what()));
    throw;
  } catch (...) {
    end_job(ranks, fmt::format("rank {}: something that is not a std::exception was thrown",
                               ranks.rank()));
    throw;
  }
  return 0;
}

}  // namespace saccade
