// `sorter`: visit numbered tiles on a ring in ascending order.
#include <memory>
#include <string>
#include <vector>

#include "envs/core/registry.h"
#include "envs/relations/sorter_scene.h"
#include "envs/relations/sorter_world.h"
#include "envs/settings/count_range.h"

namespace saccade {
namespace {

enum Type { kSelf, kTile };
enum Outcome { kSorted, kWrong, kTimeout };

/// What becomes of a tile that was visited.
enum class Visited {
  kUnmarked,  ///< It stays as it was: the agent knows by its number.
  kMasked,    ///< It says that it was visited, and cannot be picked again.
  kGone,      ///< It is not seen any more.
};

struct SorterRules {
  Visited visited = Visited::kUnmarked;
  bool mistakes_end = true;
  int max_steps = 60;
};

EnvironmentSpec sorter_spec(const SorterRules& rules) {
  const bool masked = rules.visited == Visited::kMasked;
  std::vector<std::string> features = {"number"};
  if (masked) features.emplace_back("visited");
  return {
      .id = "sorter",
      .kinds = {{.observation = {{{.name = "self", .features = {"last", "left"}, .fixed_count = 1},
                                  {.name = "tile", .features = features}}},
                 .action = {{SelectEntityHead{
                     .name = "visit", .types = {kTile}, .masked = masked}}}}},
      .max_steps = rules.max_steps,
      .steps_per_second = 2,
      .reward_low = rules.mistakes_end ? 0.0F : -1.0F,
      .reward_high = 1,
      .outcomes = {"sorted", "wrong", "timeout"},
      .counts = {"visited", "mistakes"}};
}

class Sorter final : public Environment {
 public:
  Sorter(const SorterSettings& settings, const SorterRules& rules)
      : world_(settings), rules_(rules), spec_(sorter_spec(rules)) {
    Sorter::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    world_.reset(seed);
    steps_ = 0;
    mistakes_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const bool right = world_.pick(candidate(static_cast<int>(actions[0])));
    const float share = 1 / static_cast<float>(world_.count());
    rewards[0] = right ? share : (rules_.mistakes_end ? 0 : -share);
    if (!right) ++mistakes_;
    ++steps_;
    if (world_.is_sorted()) return {.terminated = true, .outcome = kSorted};
    if (!right && rules_.mistakes_end) return {.terminated = true, .outcome = kWrong};
    const bool late = steps_ == spec_.max_steps;
    return {.truncated = late, .outcome = late ? kTimeout : -1};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    const auto count = static_cast<float>(world_.count());
    const float left = (count - static_cast<float>(world_.path().size())) / count;
    observation.add(kSelf, kSorterId, {world_.last(), left}, sorter_place(world_));
    for (int tile = 0; tile < world_.count(); ++tile) observe_tile(tile, observation);
    if (rules_.visited == Visited::kMasked && !world_.is_sorted()) {
      observation.set_mask(0, unvisited());
    }
  }

  void draw(Scene& scene) const override {
    draw_sorter(world_, rules_.visited != Visited::kGone, scene);
  }

  void counts(std::span<float> values) const override {
    values[0] = static_cast<float>(world_.path().size());
    values[1] = static_cast<float>(mistakes_);
  }

 private:
  bool is_visited(int tile) const { return world_.tiles()[static_cast<std::size_t>(tile)].visited; }

  /// The tile of a candidate: where visited ones are gone, they are not counted.
  int candidate(int index) const {
    if (rules_.visited != Visited::kGone) return index;
    int tile = 0;
    while (is_visited(tile) || index-- > 0) ++tile;
    return tile;
  }

  void observe_tile(int tile, Observation& observation) const {
    const float number = world_.tiles()[static_cast<std::size_t>(tile)].number;
    const Vec2 place = tile_place(tile, world_.count());
    const EntityId id = kFirstTileId + tile;
    if (rules_.visited == Visited::kMasked) {
      observation.add(kTile, id, {number, is_visited(tile) ? 1.0F : 0.0F}, place, {0, 0});
    } else if (rules_.visited == Visited::kUnmarked || !is_visited(tile)) {
      observation.add(kTile, id, {number}, place, {0, 0});
    }
  }

  std::vector<std::uint8_t> unvisited() const {
    std::vector<std::uint8_t> mask;
    for (const SorterWorld::Tile& tile : world_.tiles()) mask.push_back(tile.visited ? 0 : 1);
    return mask;
  }

  SorterWorld world_;
  SorterRules rules_;
  EnvironmentSpec spec_;
  int steps_ = 0;
  int mistakes_ = 0;
};

std::vector<OptionSpec> sorter_options() {
  const SorterSettings defaults;
  return {
      {.name = "tiles_min",
       .default_value = defaults.tiles_min,
       .help = "Minimum number of tiles in an episode.",
       .min = 1,
       .max = 20,
       .counts = {"tile"}},
      {.name = "tiles_max",
       .default_value = defaults.tiles_max,
       .help = "Maximum number of tiles in an episode.",
       .min = 1,
       .max = 20,
       .counts = {"tile"}},
      {.name = "numbers",
       .default_value = std::string("whole"),
       .help = "whole: whole numbers from 1 to highest; real: real numbers in [0, 1).",
       .choices = {"whole", "real"}},
      {.name = "highest",
       .default_value = defaults.highest,
       .help = "The highest of whole numbers.",
       .min = 20,
       .max = 999},
      {.name = "visited",
       .default_value = std::string("unmarked"),
       .help = "What becomes of a visited tile. unmarked: it looks as before, and to pick it is "
               "wrong; masked: it is marked and cannot be picked; gone: it is not seen any more.",
       .choices = {"unmarked", "masked", "gone"}},
      {.name = "mistake",
       .default_value = std::string("ends"),
       .help = "What a wrong pick does. ends: it ends the episode; costs: it costs what a right "
               "one earns.",
       .choices = {"ends", "costs"}},
      {.name = "max_steps",
       .default_value = SorterRules{}.max_steps,
       .help = "Steps after which an episode is truncated; at least tiles_max.",
       .min = 1,
       .max = 1e6}};
}

void check(const SorterSettings& settings, const SorterRules& rules) {
  if (rules.max_steps < settings.tiles_max) {
    throw Error("option max_steps: found " + std::to_string(rules.max_steps) +
                ", wanted at least tiles_max = " + std::to_string(settings.tiles_max));
  }
}

Visited visited_of(const std::string& name) {
  if (name == "masked") return Visited::kMasked;
  return name == "gone" ? Visited::kGone : Visited::kUnmarked;
}

std::unique_ptr<Environment> make_sorter(const Options& options) {
  const CountRange tiles = count_range(options, "tiles");
  const SorterSettings settings{.tiles_min = tiles.min,
                                .tiles_max = tiles.max,
                                .real = options.get<std::string>("numbers") == "real",
                                .highest = options.get<int>("highest")};
  const SorterRules rules{.visited = visited_of(options.get<std::string>("visited")),
                          .mistakes_end = options.get<std::string>("mistake") == "ends",
                          .max_steps = options.get<int>("max_steps")};
  check(settings, rules);
  return std::make_unique<Sorter>(settings, rules);
}

EnvironmentManual sorter_manual() {
  return {
      .task =
          "Tiles lie on a ring. Each has a number, and no two numbers are equal. The agent picks "
          "one tile per step. It is to visit all of them in ascending order. A visited tile "
          "looks as before. So the next tile is the one with the least number above that of "
          "the tile visited last, and which one that is depends on all the others.\n\n"
          "With visited = masked, or gone, the least of what is left is wanted. A policy that "
          "prefers small numbers then needs no relation between tiles.\n\n"
          "Where a tile lies on the ring says nothing, and is no feature.",
      .features = {{"self.last",
                    "Number of the tile visited last, in the unit of tile.number; 0 at the start."},
                   {"self.left", "Share of the tiles that are still to be visited, 1 to 0."},
                   {"tile.number",
                    "The tile's number, divided by the highest possible one if numbers are whole."},
                   {"tile.visited",
                    "1 if the tile was visited, else 0. Only there with visited = masked."}},
      .actions = {{"visit", "The tile to be visited next."}},
      .reward =
          "1 / (number of tiles) for each tile visited in order, so 1 in all. A wrong pick "
          "gives 0; with mistake = costs it gives -1 / (number of tiles).",
      .ends =
          "sorted: all tiles were visited (terminated). wrong: the tile picked was not the next "
          "one (terminated; with mistake = costs the episode goes on, and the tile is not "
          "visited). timeout: max_steps were made (truncated).",
      .source =
          "Made for Saccade. Vinyals, Bengio and Kudlur, \"Order matters: sequence to sequence "
          "for sets\" (2016), let a network with attention sort numbers by pointing at them.",
  };
}

}  // namespace

void add_sorter(Registry& registry) {
  registry.add({.id = "sorter",
                .summary = "Visit numbered tiles on a ring in ascending order.",
                .options = sorter_options(),
                .make = make_sorter,
                .manual = sorter_manual()});
}

}  // namespace saccade
