#include "envs/check/check_scales.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "envs/check/random_play.h"

namespace saccade {
namespace {

constexpr double kUnequal = 100;  // Times as large: more is hard to learn from.
constexpr int kMostSteps = 10000;

/// How large the numbers under one name are.
struct Size {
  std::string name;
  double squares = 0;
  double count = 0;

  void add(float value) {
    if (value == 0) return;
    squares += static_cast<double>(value) * static_cast<double>(value);
    ++count;
  }
  double typical() const { return count > 0 ? std::sqrt(squares / count) : 0; }
};

/// The features of an entity type, or the channels of an image.
struct Group {
  std::string name;
  std::vector<Size> sizes;

  Group(std::string group_name, const std::vector<std::string>& names)
      : name(std::move(group_name)) {
    for (const std::string& feature : names) sizes.push_back({.name = feature});
  }
  void add(std::span<const float> rows) {
    for (std::size_t i = 0; i < rows.size(); ++i) sizes[i % sizes.size()].add(rows[i]);
  }
};

/// What random play shows to the agents of one kind, and gives them.
struct Sizes {
  std::vector<Group> types, images;
  Size reward;

  explicit Sizes(const ObservationSpace& space) {
    for (const EntityType& type : space.types) {
      types.emplace_back("entity type " + type.name, type.features);
    }
    for (const ImageModality& image : space.images) {
      images.emplace_back("image " + image.name, image.channels);
    }
  }
  void add(const Observation& seen) {
    for (std::size_t t = 0; t < types.size(); ++t) types[t].add(seen.rows()[t].features);
    for (std::size_t i = 0; i < images.size(); ++i) {
      if (seen.images()[i].present) images[i].add(seen.images()[i].pixels);
    }
  }
};

std::vector<Sizes> play(RandomPlay& play, int episodes, std::uint64_t seed) {
  const EnvironmentSpec& spec = play.spec();
  std::vector<Sizes> sizes;
  for (const AgentKind& kind : spec.kinds) sizes.emplace_back(kind.observation);
  const auto sizes_of = [&](int agent) -> Sizes& { return sizes[spec.kind_index(agent)]; };
  const int agents = spec.agent_count();
  int steps = 0;
  for (std::uint64_t k = 0; k < static_cast<std::uint64_t>(episodes) && steps < kMostSteps; ++k) {
    for (play.begin(k, derive_seed({seed, k})); !play.over(); ++steps) {
      for (int agent = 0; agent < agents; ++agent) sizes_of(agent).add(play.seen(agent));
      play.step();
      for (int agent = 0; agent < agents; ++agent) {
        sizes_of(agent).reward.add(play.runner().rewards()[static_cast<std::size_t>(agent)]);
      }
    }
  }
  return sizes;
}

/// Of things with a size and a name: a sentence if the largest is far larger than the smallest.
void compare(const std::string& of, std::vector<std::pair<double, std::string>> things,
             const char* advice, std::vector<std::string>& found) {
  std::erase_if(things, [](const auto& thing) { return thing.first == 0; });
  if (things.empty()) return;
  const auto [small, large] = std::minmax_element(things.begin(), things.end());
  if (large->first <= kUnequal * small->first) return;
  found.push_back(fmt::format("{}: {} is about {:.4g}, {} about {:.4g}: {}", of, large->second,
                              large->first, small->second, small->first, advice));
}

void compare_features(const Sizes& sizes, std::vector<std::string>& found) {
  constexpr const char* kAdvice = "give them similar scales";
  std::vector<std::pair<double, std::string>> all;
  std::vector<Group> groups = sizes.types;
  groups.insert(groups.end(), sizes.images.begin(), sizes.images.end());
  for (const Group& group : groups) {
    std::vector<std::pair<double, std::string>> own;
    for (const Size& size : group.sizes) {
      own.emplace_back(size.typical(), size.name);
      all.emplace_back(size.typical(), size.name + " of " + group.name);
    }
    compare(group.name, std::move(own), kAdvice, found);
  }
  if (found.empty()) compare("features", std::move(all), kAdvice, found);
}

void judge_rewards(double typical, std::vector<std::string>& found) {
  if (typical == 0 || (typical <= kUnequal && typical >= 1 / kUnequal)) return;
  found.push_back(fmt::format(
      "rewards: one that is not 0 is typically {:.4g}, far from 1: scale rewards, or train with "
      "rollout.scale_rewards=true",
      typical));
}

using NamedWidths = std::vector<std::pair<double, std::string>>;

/// How wide each range of a head is; nothing if it has none.
template <class Head>
void add_ranges(const Head& head, NamedWidths& widths) {
  if constexpr (requires { head.low; }) {
    for (std::size_t i = 0; i < head.low.size(); ++i) {
      widths.emplace_back(static_cast<double>(head.high[i]) - static_cast<double>(head.low[i]),
                          head.labels[i] + " of " + head.name);
    }
  }
}

void compare_ranges(const ActionSpace& space, std::vector<std::string>& found) {
  NamedWidths widths;
  for (const ActionHead& head : space.heads) {
    std::visit([&widths](const auto& h) { add_ranges(h, widths); }, head);
  }
  compare("action ranges", std::move(widths),
          "a policy tries each range as a whole, so let it be no wider than what is useful", found);
}

std::vector<std::string> judge(const AgentKind& kind, const Sizes& sizes) {
  std::vector<std::string> found;
  compare_features(sizes, found);
  judge_rewards(sizes.reward.typical(), found);
  compare_ranges(kind.action, found);
  return found;
}

}  // namespace

std::vector<std::string> check_scales(const EnvironmentFactory& make_environment, int episodes,
                                      std::uint64_t seed) {
  RandomPlay random(make_environment, seed);
  const std::vector<Sizes> sizes = play(random, episodes, seed);
  std::vector<std::string> found;
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    const AgentKind& kind = random.spec().kinds[k];
    for (const std::string& sentence : judge(kind, sizes[k])) {
      found.push_back(kind_label(kind) + sentence);
    }
  }
  return found;
}

}  // namespace saccade
