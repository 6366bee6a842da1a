// The world of `forage`: a walled arena seen from above in which a disc gathers food.
//
// Box2D moves what is solid (the agent, hunters, crates); food and poison lie on the ground and are
// tested by distance, which costs less than sensors.  A world lives for one episode: solver state
// that Box2D keeps inside never reaches the next one.
#pragma once

#include <box2d/box2d.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "envs/core/observation_space.h"
#include "envs/core/random.h"
#include "envs/settings/count_range.h"

namespace saccade {

/// The unit vector at an angle (rad).
inline b2Vec2 direction(float angle) {
  return {std::cos(angle), std::sin(angle)};
}

struct ForageSettings {
  float arena = 20;  ///< Side of the square arena, m.
  CountRange food{3, 8};
  CountRange poison{3, 8};
  CountRange hunters{0, 2};
  CountRange crates{0, 4};
};

/// What happened in one decision, or since the start of the episode.
struct ForageTally {
  int food = 0;      ///< Pieces eaten.
  int poison = 0;    ///< Pieces eaten.
  int contacts = 0;  ///< Times a hunter struck.
};

/// The arena spans [-arena / 2, arena / 2] in both directions; metres, seconds, kilograms.
class ForageWorld {
 public:
  static constexpr int kDecisionsPerSecond = 10;
  static constexpr float kAgentRadius = 0.5F;
  static constexpr float kAgentSpeed = 7;  ///< m/s, reached after about a second of pushing.
  static constexpr EntityId kAgentId = 0;

  /// Lies on the ground.  What is eaten comes back elsewhere as a new entity with a new id.
  struct Morsel {
    EntityId id;
    b2Vec2 position;
    float radius;
    bool eaten;
  };
  /// Wanders, and chases the agent when near and not behind a crate.  After a strike it is thrown
  /// back and dazed: it strikes again only when that has passed.
  struct Hunter {
    EntityId id;
    b2Body* body;
    float radius;
    float heading;  ///< rad, where it wants to go.
    int dazed;      ///< Decisions left.
    bool chasing;
  };
  /// A square box that can be shoved.
  struct Crate {
    EntityId id;
    b2Body* body;
    float half;  ///< Half of its side, m.
  };
  /// Something worth showing that happened a moment ago.
  struct Event {
    b2Vec2 position{0, 0};
    int reward = 0;  ///< +1, -1 or -3; 0: an unused slot.
    int age = 0;     ///< Decisions.
  };

  ForageWorld(const ForageSettings& settings, std::uint64_t seed);

  /// Advances by one decision.  `push` is the agent's force as a share of the greatest one; vectors
  /// longer than 1 are shortened to 1.
  ForageTally step(b2Vec2 push);

  /// Puts an entity elsewhere: as near to `place` as the walls allow.  It keeps its velocity.
  /// Returns whether there is one of this id.
  bool put(EntityId id, b2Vec2 place);
  /// Takes away what is not the agent.  Returns whether there is such an entity.
  bool remove(EntityId id);
  /// Add one of middling size, as near to `place` as the walls allow, and return its id; nothing is
  /// drawn at random.  A hunter heads for the agent.
  EntityId add_morsel(bool is_food, b2Vec2 place);
  EntityId add_hunter(b2Vec2 place);
  EntityId add_crate(b2Vec2 place);

  /// Whether one crate hides a whole disc from `eye`.  `except` is a crate that does not count.
  bool hidden(b2Vec2 eye, b2Vec2 center, float radius, const b2Body* except = nullptr) const;

  float half() const { return half_; }  ///< Half of the arena's side, m.
  const b2World& physics() const { return world_; }
  const b2Body& agent() const { return *agent_; }
  float heading() const { return heading_; }  ///< rad, where the agent last pushed.
  const std::vector<Morsel>& food() const { return food_; }
  const std::vector<Morsel>& poison() const { return poison_; }
  const std::vector<Hunter>& hunters() const { return hunters_; }
  const std::vector<Crate>& crates() const { return crates_; }
  const ForageTally& total() const { return total_; }

  static constexpr int kTrailLength = 14;
  static constexpr int kEventAge = 8;  ///< Decisions for which an event is worth showing.
  /// Where the agent was, newest first.
  const std::array<b2Vec2, kTrailLength>& trail() const { return trail_; }
  const std::array<Event, 8>& events() const { return events_; }

 private:
  struct Spot {
    float radius;           // Free space wanted around the centre.
    float agent_clearance;  // Distance wanted from the agent.
  };

  void add_crate();
  void add_hunter();
  Morsel make_morsel();
  b2Vec2 free_spot(Spot spot);
  float clearance(b2Vec2 position, Spot spot) const;

  /// The place, or the nearest to it at which a disc is within the walls.
  b2Vec2 inside(b2Vec2 place, float radius) const;
  void place_body(b2Body& body, b2Vec2 place, float radius) const;

  void steer(Hunter& hunter);
  void drive(const Hunter& hunter) const;
  void eat(std::vector<Morsel>& morsels, int& eaten, int reward);
  void strike(ForageTally& tally);
  void grow_back();
  void remember(b2Vec2 position, int reward);
  void age_events();

  Rng rng_;
  float half_;
  float scale_ = 1;  // Of crates and hunters.
  b2World world_;
  b2Body* agent_ = nullptr;
  EntityId next_id_ = kAgentId + 1;
  float heading_ = 0;
  std::vector<Morsel> food_;
  std::vector<Morsel> poison_;
  std::vector<Hunter> hunters_;
  std::vector<Crate> crates_;
  ForageTally total_;
  std::array<b2Vec2, kTrailLength> trail_;
  std::array<Event, 8> events_;
  std::size_t next_event_ = 0;
};

}  // namespace saccade
