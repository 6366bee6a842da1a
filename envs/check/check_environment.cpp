#include "envs/check/check_environment.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <variant>

#include "envs/check/check_edits.h"
#include "envs/check/difference.h"
#include "envs/check/random_play.h"
#include "envs/episode/digest.h"
#include "envs/episode/spec_difference.h"

namespace saccade {
namespace {

/// Sentences in the order in which they came, one of each kind.
class Violations {
 public:
  void add(const std::string& kind, const std::string& what) {
    if (kinds_.insert(kind).second) list_.push_back(what);
  }
  const std::vector<std::string>& list() const { return list_; }

 private:
  std::set<std::string> kinds_;
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

/// Follows what one agent sees while it is there.
class SightCheck {
 public:
  void look(const AgentKind& kind, const Observation& seen, Violations& violations) {
    const std::string label = kind_label(kind);
    for (const Observation::Rows& rows : seen.rows()) {
      check_points(label, "position", rows.type, rows.positions, violations);
      check_points(label, "velocity", rows.type, rows.velocities, violations);
    }
    const EntityId self = seen.rows()[0].ids[0];
    if (self_ != kNoEntity && self != self_) {
      violations.add(label + "self",
                     fmt::format("{}the agent itself: its id changed from {} to {} within an "
                                 "episode",
                                 label, self_, self));
    }
    self_ = self;
  }
  /// It may come back as somebody else.
  void leave() { self_ = kNoEntity; }

 private:
  static void check_points(const std::string& label, const std::string& what,
                           const std::string& type, const std::vector<Vec2>& points,
                           Violations& violations) {
    for (const Vec2 point : points) {
      if (finite(point) || (std::isnan(point.x) && std::isnan(point.y))) continue;
      violations.add(fmt::format("{}{}{}", label, what, type),
                     fmt::format("{}{} of an entity of type {}: found ({}, {}), wanted finite "
                                 "numbers or kNowhere",
                                 label, what, type, point.x, point.y));
    }
  }

  EntityId self_ = kNoEntity;
};

/// The picture as it is now; nothing, and the violation, when drawing fails.
std::optional<Scene> draw(const RandomPlay& play, Violations& violations) {
  try {
    return play.draw();
  } catch (const Error& error) {
    violations.add("draw", error.what());
  }
  return std::nullopt;
}

void step(RandomPlay& play, Violations& violations) {
  if (play.step()) return;
  violations.add("actions", "step: changed the actions that it was given, wanted them untouched");
}

void check_shape(const RandomPlay& play, const SceneShape& shape, std::size_t index,
                 Violations& violations) {
  const auto name = [&] {
    return "scene, " + shape_name(shape, index, [&play](EntityId id) { return play.name_of(id); });
  };
  if (!std::visit([](const auto& s) { return well_formed(s); }, shape.shape)) {
    violations.add("form", name() + ": found a shape without finite size, wanted finite numbers");
  }
  if (shape.entity != kNoEntity && play.name_of(shape.entity).empty()) {
    violations.add("entity", name() +
                                 ": carries the id of an entity that no agent sees, wanted "
                                 "that of one in view or kNoEntity");
  }
}

void check_scene(const RandomPlay& play, const Scene& scene, Violations& violations) {
  const bool view = finite(scene.min) && finite(scene.max) && scene.min.x < scene.max.x &&
                    scene.min.y < scene.max.y;
  if (!view) violations.add("view", "scene: found an empty view, wanted min below max");
  for (std::size_t i = 0; i < scene.shapes.size(); ++i) {
    check_shape(play, scene.shapes[i], i, violations);
  }
}

std::uint64_t action_seed(std::uint64_t seed, std::uint64_t episode) {
  return derive_seed({seed, 1, episode});
}

std::string at_step(std::uint64_t episode, int step) {
  return fmt::format(" (episode {}, step {}): ", episode, step);
}

/// Compares the pictures, of which `again` draws every second one, and checks those of `first`.
/// After an episode's end the environment is in the next episode already, and so is the picture.
void check_pictures(const RandomPlay& first, const RandomPlay& again, std::uint64_t episode, int at,
                    Violations& violations) {
  if (first.ended()) return;
  const std::optional<Scene> scene = draw(first, violations);
  if (!scene) return;
  check_scene(first, *scene, violations);
  if (at % 2 != 0) return;
  const std::optional<Scene> other = draw(again, violations);
  if (!other) return;
  const std::string text =
      difference(*other, *scene, [&first](EntityId id) { return first.name_of(id); });
  if (text.empty()) return;
  violations.add("same",
                 "the same seed and actions: found another picture" + at_step(episode, at) + text);
}

void look(const RandomPlay& play, std::vector<SightCheck>& sights, Violations& violations) {
  for (int agent = 0; agent < play.spec().agent_count(); ++agent) {
    SightCheck& sight = sights[static_cast<std::size_t>(agent)];
    if (play.is_present(agent)) {
      sight.look(play.spec().kind_of(agent), play.seen(agent), violations);
    } else {
      sight.leave();
    }
  }
}

/// Plays an episode in both instances side by side.  Returns whether both were the same.
bool check_episode(RandomPlay& first, RandomPlay& again, std::uint64_t episode, std::uint64_t seed,
                   Violations& violations) {
  std::vector<SightCheck> sights(static_cast<std::size_t>(first.spec().agent_count()));
  first.begin(episode, action_seed(seed, episode));
  again.begin(episode, action_seed(seed, episode));
  for (int at = 0;; ++at) {
    look(first, sights, violations);
    const std::string text = difference(again, first);
    if (!text.empty()) {
      violations.add("same",
                     "the same seed and actions: found another episode in another "
                     "instance, after other episodes or when drawn less often" +
                         at_step(episode, at) + text);
      return false;
    }
    check_pictures(first, again, episode, at, violations);
    if (first.over()) return true;
    step(first, violations);
    step(again, violations);
  }
}

/// Whether two episodes, played with the same random numbers, are the same.
bool same_episode(RandomPlay& a, std::uint64_t episode_a, RandomPlay& b, std::uint64_t episode_b,
                  std::uint64_t actions, Violations& violations) {
  a.begin(episode_a, actions);
  b.begin(episode_b, actions);
  while (difference(a, b).empty()) {
    if (a.over()) return true;
    step(a, violations);
    step(b, violations);
  }
  return false;
}

// The second instance is a new one for each episode, so that what episodes leave behind in the
// first one shows.
void check_episodes(const EnvironmentFactory& factory, std::uint64_t episodes, std::uint64_t seed,
                    Violations& violations) {
  RandomPlay first(factory, seed);
  for (std::uint64_t k = 0; k < episodes; ++k) {
    RandomPlay again(factory, seed);
    check_same_spec(again.spec(), first.spec());
    if (again.spec().has_edits) {
      for (const std::string& fault : check_edits(factory, k, seed)) violations.add("edits", fault);
    }
    if (!check_episode(first, again, k, seed, violations)) break;
  }
  RandomPlay other(factory, seed);
  if (same_episode(first, episodes, other, 0, action_seed(seed, 0), violations)) {
    violations.add("seed", "another seed: found the same episode, wanted another one");
  }
}

/// Everything that was done and is seen, the picture included.
void add_moment(const RandomPlay& play, Violations& violations, Digest& digest) {
  if (play.stepped()) digest.add_all(play.runner().rewards());
  digest.add(play.result().terminated);
  digest.add(play.result().truncated);
  digest.add(play.result().outcome);
  if (play.ended()) digest.add_all(play.runner().finished().counts);
  for (int agent = 0; agent < play.spec().agent_count(); ++agent) digest.add(play.seen(agent));
  if (play.ended()) return;
  if (const std::optional<Scene> scene = draw(play, violations)) digest.add(*scene);
}

}  // namespace

std::vector<std::string> check_environment(const EnvironmentFactory& factory, int episodes,
                                           std::uint64_t seed) {
  Violations violations;
  try {
    check_episodes(factory, static_cast<std::uint64_t>(std::max(episodes, 1)), seed, violations);
  } catch (const Error& error) {
    violations.add(error.what(), error.what());  // The runner refuses to go on.
  }
  return violations.list();
}

std::uint64_t fingerprint(const EnvironmentFactory& factory, int episodes, std::uint64_t seed) {
  Violations violations;
  RandomPlay play(factory, seed);
  Digest digest;
  for (std::uint64_t k = 0; k < static_cast<std::uint64_t>(std::max(episodes, 1)); ++k) {
    play.begin(k, action_seed(seed, k));
    add_moment(play, violations, digest);
    while (!play.over()) {
      step(play, violations);
      add_moment(play, violations, digest);
    }
  }
  return digest.value();
}

}  // namespace saccade
