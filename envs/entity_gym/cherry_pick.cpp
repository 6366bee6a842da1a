// `cherry-pick`: pick the best cherries.
//
// After CherryPick of Entity Gym (Clemens Winter 2022, entity_gym/examples/cherry_pick.py in
// github.com/entity-neural-network/entity-gym): 32 cherries of normally distributed quality, 16
// picks, and a shift of all qualities that makes the best half worth 1 together.
#include <algorithm>
#include <functional>
#include <memory>
#include <numeric>

#include "envs/core/random.h"
#include "envs/core/registry.h"
#include "envs/entity_gym/cherry_pick_scene.h"

namespace saccade {
namespace {

enum Type { kSelf, kCherry };

// Rng::normal gives no number beyond 12.1, so that no two qualities are further apart than 24.2;
// the mean of the best half is at most 1.
constexpr float kMostQuality = 26;

class CherryPick final : public Environment {
 public:
  explicit CherryPick(int cherries) {
    tree_.cherries.resize(static_cast<std::size_t>(cherries));
    tree_.picks = cherries / 2;
    spec_ = {.id = "cherry-pick",
             .kinds = {{.observation = {{{.name = "self", .features = {}, .fixed_count = 1},
                                         {.name = "cherry", .features = {"quality"}}}},
                        .action = {{SelectEntityHead{.name = "pick", .types = {kCherry}}}}}},
             .max_steps = tree_.picks,
             .steps_per_second = 4,
             .reward_low = -kMostQuality,
             .reward_high = kMostQuality,
             .outcomes = {"basket_full"},
             .counts = {"best_half_picked"}};
    CherryPick::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    Rng rng(seed);
    std::vector<double> drawn;
    for (Cherry& cherry : tree_.cherries) {
      cherry = {.quality = rng.normal()};
      drawn.push_back(cherry.quality);
    }
    std::sort(drawn.begin(), drawn.end(), std::greater<>());
    const auto best_end = drawn.begin() + tree_.picks;
    const double shift = (1 - std::accumulate(drawn.begin(), best_end, 0.0)) / tree_.picks;
    for (Cherry& cherry : tree_.cherries) cherry.quality += shift;
    least_of_best_ = *(best_end - 1) + shift;
    tree_.basket.clear();
    tree_.total = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const std::size_t index = hanging(static_cast<int>(actions[0]));
    Cherry& cherry = tree_.cherries[index];
    cherry.picked = true;
    tree_.basket.push_back(index);
    tree_.total += cherry.quality;
    rewards[0] = static_cast<float>(cherry.quality);
    const bool full = static_cast<int>(tree_.basket.size()) == tree_.picks;
    return {.terminated = full, .outcome = full ? 0 : -1};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    observation.add(kSelf, kPickerId, {});
    EntityId id = kFirstCherryId;
    for (const Cherry& cherry : tree_.cherries) {
      if (!cherry.picked) observation.add(kCherry, id, {static_cast<float>(cherry.quality)});
      ++id;
    }
  }

  void draw(Scene& scene) const override { draw_cherries(tree_, scene); }

  void counts(std::span<float> values) const override {
    values[0] = static_cast<float>(std::count_if(
        tree_.basket.begin(), tree_.basket.end(),
        [this](std::size_t index) { return tree_.cherries[index].quality >= least_of_best_; }));
  }

 private:
  /// Index of the cherry in a row of the observation.
  std::size_t hanging(int row) const {
    std::size_t index = 0;
    while (tree_.cherries[index].picked || row-- > 0) ++index;
    return index;
  }

  EnvironmentSpec spec_;
  CherryTree tree_;
  double least_of_best_ = 0;  // Quality of the worst cherry of the best half.
};

EnvironmentManual cherry_pick_manual() {
  return {
      .task =
          "Cherries of different quality hang on a tree. The agent picks one of them in each "
          "step, until it has picked half of all. It should pick the best ones. The order does "
          "not matter.\n\n"
          "Qualities are drawn from a normal distribution of standard deviation 1. All of them "
          "are then shifted by the same number, so that the qualities of the best half sum to 1. "
          "A cherry of mean quality is therefore worth about -0.7 in an episode of 32 cherries.",
      .features = {{"cherry.quality",
                    "What the cherry is worth: the reward for picking it. No unit; the standard "
                    "deviation over cherries is 1."}},
      .actions = {{"pick", "The cherry that is picked. It leaves the observation."}},
      .reward =
          "The quality of the cherry picked. The best episode gets 1, that of random picks "
          "about -11.7.",
      .ends =
          "After half as many picks as there are cherries, 16 by default: basket_full "
          "(terminated).",
      .source =
          "CherryPick of Entity Gym (Clemens Winter 2022), "
          "github.com/entity-neural-network/entity-gym, "
          "entity_gym/examples/cherry_pick.py.",
      .differences =
          "A cherry keeps its id when another is picked; there an id is the place in the list. "
          "With an odd number of cherries the best half, rounded down, sums to 1; there it "
          "does only for even numbers. The random numbers are others."};
}

}  // namespace

void add_cherry_pick(Registry& registry) {
  registry.add({.id = "cherry-pick",
                .summary = "Pick the better half of the cherries, one by one.",
                .options = {{.name = "cherries",
                             .default_value = 32,
                             .help = "Number of cherries at the start; half of them are picked.",
                             .min = 2,
                             .max = 1000,
                             .counts = {"cherry"}}},
                .make =
                    [](const Options& options) {
                      return std::make_unique<CherryPick>(options.get<int>("cherries"));
                    },
                .manual = cherry_pick_manual()});
}

}  // namespace saccade
