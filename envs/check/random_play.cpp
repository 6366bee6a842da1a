#include "envs/check/random_play.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "envs/check/difference.h"

namespace saccade {
namespace {

std::string number_difference(const std::string& thing, float found, float was) {
  const bool same = std::bit_cast<std::uint32_t>(found) == std::bit_cast<std::uint32_t>(was);
  return same ? "" : fmt::format("{}: found {}, was {}", thing, found, was);
}

std::string end_difference(const StepResult& found, const StepResult& was) {
  if (found.terminated != was.terminated) return "termination: found in one of the two alone";
  if (found.truncated != was.truncated) return "truncation: found in one of the two alone";
  if (found.outcome == was.outcome) return "";
  return fmt::format("outcome: found {}, was {}", found.outcome, was.outcome);
}

std::string reward_difference(const EpisodeRunner& found, const EpisodeRunner& was) {
  std::string text;
  for (std::size_t agent = 0; agent < found.rewards().size() && text.empty(); ++agent) {
    text = number_difference(fmt::format("reward of agent {}", agent), found.rewards()[agent],
                             was.rewards()[agent]);
  }
  return text;
}

std::string count_difference(const EpisodeRunner& found, const EpisodeRunner& was) {
  std::string text;
  for (std::size_t i = 0; i < found.spec().counts.size() && text.empty(); ++i) {
    text = number_difference("count " + found.spec().counts[i], found.finished().counts[i],
                             was.finished().counts[i]);
  }
  return text;
}

std::string presence_difference(const RandomPlay& found, const RandomPlay& was) {
  for (int agent = 0; agent < found.spec().agent_count(); ++agent) {
    if (found.is_present(agent) == was.is_present(agent)) continue;
    return fmt::format("presence of agent {}: found in one of the two alone", agent);
  }
  return "";
}

std::string sight_difference(const RandomPlay& found, const RandomPlay& was) {
  const EnvironmentSpec& spec = found.spec();
  for (int agent = 0; agent < spec.agent_count(); ++agent) {
    const AgentKind& kind = spec.kind_of(agent);
    const std::string text = difference(kind, found.seen(agent), was.seen(agent));
    if (text.empty()) continue;
    return kind_label(kind) +
           (spec.agent_count() == 1 ? text : fmt::format("agent {}, {}", agent, text));
  }
  return "";
}

// An environment with a curriculum is played after it, at its beginning and in its middle.
constexpr std::array<double, 3> kProgress = {1, 0, 0.5};

}  // namespace

void RandomPlay::begin(std::uint64_t episode, std::uint64_t action_seed) {
  rng_.seed(action_seed);
  ended_ = false;
  result_ = {};
  runner_.restore(
      {.episode = episode, .actions = {}, .progress = kProgress.at(episode % kProgress.size())});
}

bool RandomPlay::step() {
  choose();
  const std::vector<float> given = actions_;
  result_ = runner_.step(actions_);
  ended_ = result_.terminated || result_.truncated;
  runner_.check_description();
  return given == actions_;
}

void RandomPlay::choose() {
  actions_.resize(runner_.action_count());
  random_actions(spec(), runner_.observations(), rng_, actions_);
}

std::string RandomPlay::name_of(EntityId id) const {
  for (int agent = 0; agent < spec().agent_count(); ++agent) {
    for (const Observation::Rows& rows : seen(agent).rows()) {
      if (std::find(rows.ids.begin(), rows.ids.end(), id) != rows.ids.end()) return rows.type;
    }
  }
  return "";
}

Scene RandomPlay::draw() const {
  Scene scene;
  try {
    runner_.environment().draw(scene);
  } catch (const std::exception& error) {
    throw Error(std::string("draw: threw ") + error.what(), Error::Kind::kFailure);
  } catch (...) {
    throw Error("draw: threw something that is no std::exception", Error::Kind::kFailure);
  }
  return scene;
}

std::string difference(const RandomPlay& found, const RandomPlay& was) {
  std::string text = end_difference(found.result(), was.result());
  if (text.empty() && found.stepped()) text = reward_difference(found.runner(), was.runner());
  if (text.empty() && found.ended()) text = count_difference(found.runner(), was.runner());
  if (text.empty()) text = presence_difference(found, was);
  return text.empty() ? sight_difference(found, was) : text;
}

}  // namespace saccade
