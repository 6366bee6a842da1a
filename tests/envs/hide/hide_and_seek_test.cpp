// The game of `hide-and-seek`: preparation, reward, masks, what is observed, counts and outcomes.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "support/rollout.h"

using saccade::EnvironmentSpec;
using saccade::Observation;
using saccade::StepResult;
using saccade::Vec2;
using saccade::testing::make_builtin;
using saccade::testing::OptionList;

namespace {

enum Type { kSelf, kHider, kSeeker, kBox, kWall, kUnseenHider, kUnseenSeeker, kUnseenBox };
enum Head { kMove, kTurn, kGrab, kLock };
enum Count { kHidden, kFound, kGrabs, kHiderLocks, kSeekerLocks, kUnlocks };
constexpr std::size_t kPreparation = 8;  // Feature of the agent itself.

/// The environment with room for the rewards of all agents.
class Game {
 public:
  explicit Game(std::uint64_t seed, const OptionList& options = {})
      : environment_(make_builtin("hide-and-seek", options)),
        rewards_(static_cast<std::size_t>(spec().agent_count())),
        random_(seed) {
    environment_->reset(seed);
  }

  const EnvironmentSpec& spec() const { return environment_->spec(); }
  const std::vector<float>& rewards() const { return rewards_; }

  Observation seen(int agent) const {
    const auto& kind = spec().kind_of(agent);
    Observation observation(kind.observation, kind.action);
    environment_->observe(agent, observation);
    return observation;
  }
  Vec2 place(int agent) const { return seen(agent).rows()[kSelf].positions[0]; }

  StepResult step(const std::vector<float>& actions) {
    return environment_->step(actions, rewards_);
  }
  StepResult random_step() {
    std::vector<Observation> all;
    for (int i = 0; i < spec().agent_count(); ++i) all.push_back(seen(i));
    std::vector<float> actions(spec().action_count());
    saccade::random_actions(spec(), all, random_, actions);
    return step(actions);
  }
  /// All do the same: the four numbers of their heads.
  StepResult all(const std::array<float, 4>& action) {
    std::vector<float> actions;
    for (int i = 0; i < spec().agent_count(); ++i) {
      actions.insert(actions.end(), action.begin(), action.end());
    }
    return step(actions);
  }

  /// As the observations of the seekers have it.
  bool any_found() const {
    for (int i = spec().kinds[0].agents; i < spec().agent_count(); ++i) {
      if (seen(i).rows()[kHider].count() > 0) return true;
    }
    return false;
  }
  std::vector<float> counts() const {
    std::vector<float> values(spec().counts.size());
    environment_->counts(values);
    return values;
  }

 private:
  std::unique_ptr<saccade::Environment> environment_;
  std::vector<float> rewards_;
  saccade::Rng random_;
};

std::string refusal(const OptionList& options) {
  try {
    make_builtin("hide-and-seek", options);
  } catch (const saccade::Error& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("In the preparation seekers stay and have no action, and nobody is paid") {
  Game game(3);
  const Vec2 before = game.place(2), hider = game.place(0);
  for (int i = 0; i < 96; ++i) {
    const Observation seeker = game.seen(2);
    for (std::size_t head = 0; head < 4; ++head) {
      CHECK_FALSE(seeker.has_head(head));
      CHECK(game.seen(0).has_head(head));
    }
    CHECK(seeker.rows()[kSelf].features[kPreparation] == Approx((96.0 - i) / 96));
    game.all({1, 1, 0, 0});
    CHECK(game.rewards() == std::vector<float>(4, 0.0F));
  }
  CHECK(game.place(2) == before);
  CHECK_FALSE(game.place(0) == hider);
  CHECK(game.seen(2).has_head(kMove));
  CHECK(game.seen(2).rows()[kSelf].features[kPreparation] == 0);
  game.all({1, 1, 0, 0});
  CHECK_FALSE(game.place(2) == before);
  CHECK(std::abs(game.rewards()[0]) == 1);
}

TEST_CASE("After it hiders get 1 if no seeker sees one and -1 if one does, seekers the opposite") {
  int wins[3] = {0, 0, 0};
  float all_found = 0, all_hidden = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    Game game(seed, {{"preparation", 0.1}, {"start", std::string("anywhere")}});
    float hidden = 0, found = 0;
    StepResult result;
    for (int i = 0; i < 240; ++i) {
      REQUIRE_FALSE(result.truncated);
      result = game.random_step();
      if (i < 24) continue;
      const bool is_found = game.any_found();
      ++(is_found ? found : hidden);
      const float pay = is_found ? -1.0F : 1.0F;
      REQUIRE(game.rewards() == std::vector<float>{pay, pay, -pay, -pay});
    }
    CHECK(result.truncated);
    CHECK_FALSE(result.terminated);
    CHECK(game.counts()[kHidden] == hidden);
    CHECK(game.counts()[kFound] == found);
    REQUIRE(result.outcome >= 0);
    const std::string outcome = game.spec().outcomes[static_cast<std::size_t>(result.outcome)];
    CHECK(outcome == (hidden > found ? "hiders_won" : hidden < found ? "seekers_won" : "draw"));
    ++wins[result.outcome];
    all_found += found;
    all_hidden += hidden;
  }
  CHECK(all_found > 0);
  CHECK(all_hidden > 0);
  CHECK(wins[0] > 0);
  CHECK(wins[1] > 0);
}

TEST_CASE("With reward = own each is paid for itself") {
  bool differed = false;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Game game(seed, {{"preparation", 0.0}, {"reward", std::string("own")}});
    for (int i = 0; i < 240; ++i) {
      game.random_step();
      std::set<int> found;
      for (int seeker = 2; seeker < 4; ++seeker) {
        const auto ids = game.seen(seeker).rows()[kHider].ids;
        found.insert(ids.begin(), ids.end());
        CHECK(game.rewards()[static_cast<std::size_t>(seeker)] == (ids.empty() ? -1 : 1));
      }
      for (int hider = 0; hider < 2; ++hider) {
        CHECK(game.rewards()[static_cast<std::size_t>(hider)] == (found.count(hider) ? -1 : 1));
      }
      differed = differed || game.rewards()[0] != game.rewards()[1];
    }
  }
  CHECK(differed);
}

TEST_CASE("Masks allow to hold, lock and unlock where a box permits it, and the counts tell") {
  float grabs = 0, locks = 0, unlocks = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    Game game(seed);
    for (int i = 0; i < 96; ++i) {
      for (int hider = 0; hider < 2; ++hider) {
        const Observation seen = game.seen(hider);
        bool free = false, ours = false;
        const auto& boxes = seen.rows()[kBox];
        for (std::size_t b = 0; b < boxes.ids.size(); ++b) {
          const float* features = boxes.features.data() + b * static_cast<std::size_t>(boxes.width);
          const bool is_locked = features[6] + features[7] > 0;
          free = free || (!is_locked && (features[10] > 0 || features[9] > 0));
          ours = ours || (features[6] > 0 && features[10] > 0);
        }
        const auto bit = [](bool value) { return static_cast<std::uint8_t>(value ? 1 : 0); };
        CHECK(seen.masks()[kGrab] == std::vector<std::uint8_t>{1, bit(free)});
        CHECK(seen.masks()[kLock] == std::vector<std::uint8_t>{1, bit(free), bit(ours)});
      }
      game.random_step();
    }
    grabs += game.counts()[kGrabs];
    locks += game.counts()[kHiderLocks];
    unlocks += game.counts()[kUnlocks];
    CHECK(game.counts()[kSeekerLocks] == 0);
  }
  CHECK(grabs > 0);
  CHECK(locks > 0);
  CHECK(unlocks > 0);
}

TEST_CASE("What is not in sight is not observed, but shown to a full critic; walls always are") {
  Game game(5, {{"full_critic", true}, {"boxes_min", 3}, {"boxes_max", 3}});
  bool any_unseen_box = false;
  for (int i = 0; i < 100; ++i) {
    for (int agent = 0; agent < 4; ++agent) {
      const Observation seen = game.seen(agent);
      const auto count = [&](Type type) { return seen.rows()[type].count(); };
      CHECK(count(kHider) + count(kUnseenHider) == (agent < 2 ? 1 : 2));
      CHECK(count(kSeeker) + count(kUnseenSeeker) == (agent < 2 ? 2 : 1));
      CHECK(count(kBox) + count(kUnseenBox) == 3);
      CHECK((count(kWall) == 7 || count(kWall) == 8));
      any_unseen_box = any_unseen_box || count(kUnseenBox) > 0;
    }
    game.random_step();
  }
  CHECK(any_unseen_box);
  CHECK(game.spec().kinds[0].observation.types[kUnseenBox].critic_only);
  CHECK(Game(5).spec().kinds[0].observation.types.size() == 5);
}

TEST_CASE("The lidar turns with its agent") {
  Game game(2, {{"rays", 8}, {"walls", std::string("none")}});
  game.all({0, 1, 0, 0});
  const Observation seen = game.seen(0);
  const auto& self = seen.rows()[kSelf];
  const auto& rays = seen.rays()[0];
  REQUIRE(rays.present);
  CHECK(std::cos(rays.heading) == Approx(self.features[2]).margin(1e-5));
  CHECK(std::sin(rays.heading) == Approx(self.features[3]).margin(1e-5));
  for (const float distance : rays.distances) CHECK(distance < 17);  // The arena's diagonal.
  CHECK(std::count(rays.hits.begin(), rays.hits.end(), -1) == 0);    // There is always a wall.
}

TEST_CASE("The same seed and actions give the same observations") {
  const OptionList options = {{"rays", 5}, {"preparation", 0.1}};
  Game first(7, options), second(7, options), other(8, options);
  for (int i = 0; i < 240; ++i) {
    first.random_step();
    second.random_step();
    for (int agent = 0; agent < 4; ++agent) {
      const Observation a = first.seen(agent), b = second.seen(agent);
      for (std::size_t t = 0; t < a.rows().size(); ++t) {
        REQUIRE(a.rows()[t].features == b.rows()[t].features);
        REQUIRE(a.rows()[t].ids == b.rows()[t].ids);
      }
      REQUIRE(a.rays()[0].distances == b.rays()[0].distances);
    }
  }
  CHECK_FALSE(first.place(0) == other.place(0));
}

TEST_CASE("In a crowd that moves at random nobody leaves the arena") {
  const std::string action = GENERATE("discrete", "continuous");
  Game game(1, {{"hiders", 6},
                {"seekers", 6},
                {"boxes_min", 4},
                {"boxes_max", 4},
                {"action", action},
                {"start", std::string("anywhere")}});
  CHECK(game.spec().agent_count() == 12);
  for (int i = 0; i < 240; ++i) game.random_step();
  for (int agent = 0; agent < 12; ++agent) {
    CHECK(std::abs(game.place(agent).x) < 6);
    CHECK(std::abs(game.place(agent).y) < 6);
  }
}

TEST_CASE("The preparation never takes the whole episode, and may be none") {
  Game game(0, {{"preparation", 0.9}, {"max_steps", 1}});
  const StepResult result = game.all({0, 0, 0, 0});
  CHECK(result.truncated);
  CHECK(std::abs(game.rewards()[0]) == 1);
  Game at_once(0, {{"preparation", 0.0}});
  CHECK(at_once.seen(2).has_head(kMove));
  CHECK(at_once.seen(2).rows()[kSelf].features[kPreparation] == 0);
}

TEST_CASE("Ranges that are none, and what no arena can have, are refused") {
  CHECK(refusal({{"boxes_min", 3}}) ==
        "environment hide-and-seek: could not be made: option boxes_min: found 3, wanted at most "
        "boxes_max = 2");
  CHECK(refusal({{"doorways_min", 2}, {"doorways_max", 1}}).find("doorways_min: found 2") !=
        std::string::npos);
  CHECK_THROWS_AS(make_builtin("hide-and-seek", {{"doorways_max", 3}}), saccade::Error);
  CHECK_THROWS_AS(make_builtin("hide-and-seek", {{"cone", 0.0}}), saccade::Error);
}
