#include "experiments/ranks/train_rank.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <utility>

#include "agents/follow_leader.h"
#include "envs/spaces/space_description.h"
#include "experiments/config/config_text.h"
#include "experiments/terminal/terminal_text.h"

namespace saccade {

namespace {

void end_job(JoinedRanks& ranks, const std::string& what) {
  fmt::print(stderr, "error: {}\n", printable(what));
  ranks.give_up();
}

/// What the environments of all ranks have in common, a line each.
std::vector<std::string> spec_lines(const EnvironmentSpec& spec) {
  std::vector<std::string> lines = {
      "id " + spec.id,
      fmt::format("max_steps {}", spec.max_steps),
      fmt::format("steps_per_second {}", spec.steps_per_second),
      fmt::format("rewards in [{}, {}]", spec.reward_low, spec.reward_high),
      fmt::format("outcomes {}", fmt::join(spec.outcomes, ", ")),
      fmt::format("counts {}", fmt::join(spec.counts, ", ")),
      fmt::format("has_curriculum {}", spec.has_curriculum)};
  for (const AgentKind& kind : spec.kinds) {
    lines.push_back(fmt::format("agents of kind '{}': {}", kind.name, kind.agents));
    lines.push_back(kind.prefix() + "observation " + describe_space(kind.observation));
    lines.push_back(kind.prefix() + "action " + describe_space(kind.action));
  }
  return lines;
}

void check_same(const std::vector<std::string>& found, const std::vector<std::string>& wanted,
                const Ranks& ranks) {
  for (std::size_t i = 0; i < std::max(found.size(), wanted.size()); ++i) {
    const std::string here = i < found.size() ? found[i] : "nothing";
    const std::string there = i < wanted.size() ? wanted[i] : "nothing";
    if (here == there) continue;
    throw Error(fmt::format(
        "rank {}: found an environment with {}, wanted that of rank 0, with {}: all ranks "
        "need the same versions of plug-ins and other programs",
        ranks.rank(), here, there));
  }
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
    std::vector<std::string> wanted;
    for (auto lines = in.take<std::size_t>(); lines > 0; --lines) wanted.push_back(in.take_text());
    EnvironmentFactory factory = environment_factory(config, environments);
    check_same(spec_lines(spec_of(factory)), wanted, ranks);
    return FollowedRun{std::move(factory), config.learner, config.steps, config.seed,
                       thread_count(config)};
  });
}

}  // namespace

LeadingRank::~LeadingRank() {
  if (ranks_ && !has_given_up_) stop_leading(*ranks_);
}

void LeadingRank::begin(const ExperimentConfig& config, const EnvironmentSpec& spec) {
  if (!ranks_) return;
  Bytes run;
  Packer out(run);
  out.add_text(SACCADE_VERSION);
  out.add_text(write_config(config));
  const std::vector<std::string> lines = spec_lines(spec);
  out.add(lines.size());
  for (const std::string& line : lines) out.add_text(line);
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
