#include "envs/check_environment.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <utility>
#include <variant>

#include "envs/core/episode_runner.h"
#include "envs/core/random_action.h"
#include "envs/digest.h"

namespace saccade {
namespace {

/// Sentences in the order in which they came, none twice.
class Violations {
 public:
  void add(const std::string& what) {
    if (std::find(list_.begin(), list_.end(), what) == list_.end()) list_.push_back(what);
  }
  const std::vector<std::string>& list() const { return list_; }

 private:
  std::vector<std::string> list_;
};

bool finite(Vec2 point) {
  return std::isfinite(point.x) && std::isfinite(point.y);
}

bool well_formed(const Circle& circle) {
  return finite(circle.center) && std::isfinite(circle.radius) && circle.radius >= 0;
}
bool well_formed(const Polygon& polygon) {
  return polygon.points.size() >= 3 &&
         std::all_of(polygon.points.begin(), polygon.points.end(), finite);
}
bool well_formed(const Line& line) {
  return finite(line.from) && finite(line.to) && std::isfinite(line.width) && line.width >= 0;
}
bool well_formed(const Text& text) {
  return finite(text.center) && std::isfinite(text.height) && text.height > 0;
}

/// Follows what one agent sees through an episode: ids must keep their meaning.
class IdentityCheck {
 public:
  void look(const ObservationSpace& space, const Observation& seen, Violations& violations) {
    for (std::size_t type = 0; type < seen.rows().size(); ++type) {
      const Observation::Rows& rows = seen.rows()[type];
      for (const EntityId id : rows.ids) look(space, id, type, violations);
      check_points("position", space.types[type].name, rows.positions, violations);
      check_points("velocity", space.types[type].name, rows.velocities, violations);
    }
    const EntityId self = seen.rows()[0].ids[0];
    if (self_ != kNoEntity && self != self_) {
      violations.add("the agent itself: its id changed within an episode");
    }
    self_ = self;
  }

 private:
  static void check_points(const std::string& what, const std::string& type,
                           const std::vector<Vec2>& points, Violations& violations) {
    for (const Vec2 point : points) {
      if (finite(point) || (std::isnan(point.x) && std::isnan(point.y))) continue;
      violations.add(what + " of an entity of type " + type +
                     ": found a number that is not finite, wanted finite ones or kNowhere");
    }
  }

  void look(const ObservationSpace& space, EntityId id, std::size_t type, Violations& violations) {
    const auto [known, is_new] = types_.try_emplace(id, type);
    if (is_new || known->second == type) return;
    violations.add("entity id: found one that changed from type " +
                   space.types[known->second].name + " to " + space.types[type].name +
                   " within an episode");
  }

  std::map<EntityId, std::size_t> types_;
  EntityId self_ = kNoEntity;
};

/// Fingerprints of one moment of an episode.
struct Moment {
  std::uint64_t seen = 0;   ///< Rewards, end of the episode, observations of all agents.
  std::uint64_t drawn = 0;  ///< The scene; 0 if it was not drawn.
};

enum class Drawing { kAlways, kEverySecond };

/// Plays single episodes with random actions.
class Player {
 public:
  Player(const EnvironmentFactory& factory, std::uint64_t seed, Violations& violations)
      : runner_(factory(), seed, 0), violations_(violations) {}

  std::vector<Moment> play(std::uint64_t episode, std::uint64_t action_seed, Drawing drawing) {
    Rng rng(action_seed);
    std::vector<IdentityCheck> identities(static_cast<std::size_t>(runner_.spec().agents));
    runner_.restore({.episode = episode, .actions = {}});
    std::vector<Moment> moments;
    bool over = false;
    while (!over) {
      Digest digest;
      if (!moments.empty()) over = step(rng, digest);
      look(over, identities, digest);
      const bool draws = drawing == Drawing::kAlways || moments.size() % 2 == 0;
      // After the end the runner is in the next episode already, and so is the picture.
      moments.push_back({digest.value(), draws && !over ? draw() : 0});
    }
    return moments;
  }

 private:
  bool step(Rng& rng, Digest& digest) {
    const auto width = static_cast<std::size_t>(action_width(runner_.spec().action));
    actions_.resize(width * static_cast<std::size_t>(runner_.spec().agents));
    for (int agent = 0; agent < runner_.spec().agents; ++agent) {
      random_action(runner_.spec().action, runner_.observation(agent), rng,
                    std::span(actions_).subspan(static_cast<std::size_t>(agent) * width, width));
    }
    const StepResult result = runner_.step(actions_);
    digest.add_all(runner_.rewards());
    digest.add(result.terminated);
    digest.add(result.truncated);
    digest.add(result.outcome);
    const bool over = result.terminated || result.truncated;
    if (over) digest.add_all(runner_.finished().counts);
    return over;
  }

  void look(bool over, std::vector<IdentityCheck>& identities, Digest& digest) {
    seen_.clear();
    for (int agent = 0; agent < runner_.spec().agents; ++agent) {
      const Observation& seen =
          over ? runner_.final_observation(agent) : runner_.observation(agent);
      identities[static_cast<std::size_t>(agent)].look(runner_.spec().observation, seen,
                                                       violations_);
      digest.add(seen);
      for (const auto& rows : seen.rows()) seen_.insert(rows.ids.begin(), rows.ids.end());
    }
  }

  std::uint64_t draw() {
    Scene scene;
    try {
      runner_.environment().draw(scene);
    } catch (const std::exception& error) {
      violations_.add(std::string("draw: threw ") + error.what());
    } catch (...) {
      violations_.add("draw: threw something that is no std::exception");
    }
    const bool view = finite(scene.min) && finite(scene.max) && scene.min.x < scene.max.x &&
                      scene.min.y < scene.max.y;
    if (!view) violations_.add("scene: found an empty view, wanted min below max");
    for (const SceneShape& shape : scene.shapes) check(shape);
    Digest digest;
    digest.add(scene);
    return digest.value();
  }

  void check(const SceneShape& shape) {
    constexpr const char* kNames[] = {"circle", "polygon", "line", "text"};
    const std::string name = std::string("scene, a ") + kNames[shape.shape.index()];
    if (!std::visit([](const auto& s) { return well_formed(s); }, shape.shape)) {
      violations_.add(name + ": found a shape without finite size, wanted finite numbers");
    }
    if (shape.entity != kNoEntity && seen_.count(shape.entity) == 0) {
      violations_.add(name + ": carries the id of an entity that no agent sees, wanted that of " +
                      "one in view or kNoEntity");
    }
  }

  EpisodeRunner runner_;
  Violations& violations_;
  std::vector<float> actions_;
  std::set<EntityId> seen_;
};

std::string at_step(std::uint64_t episode, std::size_t step) {
  return " (episode " + std::to_string(episode) + ", step " + std::to_string(step) + ")";
}

/// Whether both are the same; the first difference is a violation.
bool compare(const std::vector<Moment>& first, const std::vector<Moment>& again,
             std::uint64_t episode, Violations& violations) {
  for (std::size_t i = 0; i < std::min(first.size(), again.size()); ++i) {
    if (first[i].seen != again[i].seen) {
      violations.add(
          "the same seed and actions: found another episode in another instance, after other "
          "episodes or when drawn less often, wanted the same bytes" +
          at_step(episode, i));
      return false;
    }
    if (again[i].drawn != 0 && first[i].drawn != again[i].drawn) {
      violations.add("the same seed and actions: found another picture, wanted the same" +
                     at_step(episode, i));
      return false;
    }
  }
  return true;
}

bool same(const std::vector<Moment>& a, const std::vector<Moment>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](Moment x, Moment y) { return x.seen == y.seen; });
}

std::uint64_t action_seed(std::uint64_t seed, std::uint64_t episode) {
  return derive_seed({seed, 1, episode});
}

// The second instance plays the episodes in reverse, so that what an episode leaves behind shows.
void check_episodes(const EnvironmentFactory& factory, std::uint64_t episodes, std::uint64_t seed,
                    Violations& violations) {
  Player player(factory, seed, violations);
  std::vector<std::vector<Moment>> first;
  for (std::uint64_t k = 0; k < episodes; ++k) {
    first.push_back(player.play(k, action_seed(seed, k), Drawing::kAlways));
  }
  Player other(factory, seed, violations);
  for (std::uint64_t k = episodes; k-- > 0;) {
    const auto again = other.play(k, action_seed(seed, k), Drawing::kEverySecond);
    if (!compare(first[k], again, k, violations)) break;
  }
  if (same(first[0], player.play(episodes, action_seed(seed, 0), Drawing::kAlways))) {
    violations.add("another seed: found the same episode, wanted another one");
  }
}

}  // namespace

std::vector<std::string> check_environment(const EnvironmentFactory& factory, int episodes,
                                           std::uint64_t seed) {
  Violations violations;
  try {
    check_episodes(factory, static_cast<std::uint64_t>(std::max(episodes, 1)), seed, violations);
  } catch (const Error& error) {
    violations.add(error.what());  // The runner refuses to go on.
  }
  return violations.list();
}

std::uint64_t fingerprint(const EnvironmentFactory& factory, int episodes, std::uint64_t seed) {
  Violations violations;
  Player player(factory, seed, violations);
  Digest digest;
  for (std::uint64_t k = 0; k < static_cast<std::uint64_t>(std::max(episodes, 1)); ++k) {
    for (const Moment& moment : player.play(k, action_seed(seed, k), Drawing::kAlways)) {
      digest.add(moment.seen);
      digest.add(moment.drawn);
    }
  }
  return digest.value();
}

}  // namespace saccade
