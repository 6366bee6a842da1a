// `box-world`: open boxes with keys, each of which lies in another box, down to the gem.
//
// Zambaldi et al. (2018), "Relational deep reinforcement learning", as their own
// pycolab/examples/research/box_world plays it (github.com/google-deepmind/pycolab).
#include <memory>
#include <string>
#include <vector>

#include "envs/core/registry.h"
#include "envs/grid/box_world_manual.h"
#include "envs/grid/box_world_scene.h"
#include "envs/grid/box_world_world.h"

namespace saccade {
namespace {

enum Type { kSelf, kHeld, kKey, kContent, kGem, kLock };
enum Outcome { kReachedGem, kDistractor, kTimeout };
constexpr int kSide = BoxLevel::kSize + 2;  // Of the image: the room and its border.

struct BoxWorldView {
  bool rgb = false;  ///< Three numbers of a colour instead of one per colour.
  bool entities = true;
  bool image = false;
};

std::vector<std::string> colour_features(bool rgb) {
  if (rgb) return {"red", "green", "blue"};
  std::vector<std::string> names;
  for (int i = 1; i <= BoxLevel::kKeys; ++i) names.push_back("colour_" + std::to_string(i));
  return names;
}

ObservationSpace observation_space(const BoxWorldView& view) {
  const std::vector<std::string> place = {"x", "y"};
  const std::vector<std::string> colour = colour_features(view.rgb);
  std::vector<std::string> both = place;
  both.insert(both.end(), colour.begin(), colour.end());
  const std::vector<Geometry> point = {{Geometry::kPoint, {"x", "y"}}};
  ObservationSpace space{{{.name = "self",
                           .features = place,
                           .fixed_count = 1,
                           .geometry = {{Geometry::kPosition, {"x", "y"}}}}}};
  if (view.entities) {
    space.types.push_back({.name = "held", .features = colour});
    space.types.push_back({.name = "key", .features = both, .geometry = point});
    space.types.push_back({.name = "content", .features = both, .geometry = point});
    space.types.push_back({.name = "gem", .features = place, .geometry = point});
    space.types.push_back({.name = "lock", .features = both, .geometry = point});
  }
  if (view.image) {
    space.images.push_back(
        {.name = "room", .height = kSide, .width = kSide, .channels = {"red", "green", "blue"}});
  }
  return space;
}

class BoxWorld final : public Environment {
 public:
  BoxWorld(const BoxWorldSettings& settings, const BoxWorldView& view, int max_steps)
      : world_(settings), view_(view) {
    spec_ = {.id = "box-world",
             .kinds = {{.observation = observation_space(view),
                        .action = {{CategoricalHead{
                            .name = "move", .labels = {"north", "south", "west", "east"}}}}}},
             .max_steps = max_steps,
             .steps_per_second = 8,
             .reward_low = -1,
             .reward_high = 10,
             .outcomes = {"gem", "distractor", "timeout"},
             .counts = {"keys_taken", "boxes_opened"}};
    BoxWorld::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    world_.reset(seed);
    steps_ = 0;
    keys_ = 0;
    boxes_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    using Event = BoxWorldWorld::Event;
    const Event event = world_.move(static_cast<BoxWorldWorld::Move>(actions[0]));
    rewards[0] = 0;
    ++steps_;
    if (event == Event::kTookKey) ++keys_;
    if (event == Event::kOpenedBox || event == Event::kOpenedDistractor) ++boxes_;
    if (event == Event::kOpenedBox) rewards[0] = 1;
    if (event == Event::kOpenedDistractor) rewards[0] = -1;
    if (event == Event::kTookGem) rewards[0] = 10;
    if (event == Event::kTookGem) return {.terminated = true, .outcome = kReachedGem};
    if (event == Event::kOpenedDistractor) return {.terminated = true, .outcome = kDistractor};
    const bool late = steps_ == spec_.max_steps;
    return {.truncated = late, .outcome = late ? kTimeout : -1};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    const Vec2 place = cell_place(world_.agent());
    observation.add(kSelf, kBoxAgentId, {scaled(place.x), scaled(place.y)}, place);
    const int count = static_cast<int>(world_.level().items.size());
    for (int item = 0; view_.entities && item < count; ++item) observe_item(item, observation);
    if (view_.image) observe_image(observation);
  }

  void draw(Scene& scene) const override { draw_box_world(world_, scene); }

  void counts(std::span<float> values) const override {
    values[0] = static_cast<float>(keys_);
    values[1] = static_cast<float>(boxes_);
  }

 private:
  /// The room is [-1, 1].
  static float scaled(float coordinate) {
    constexpr float kHalf = 0.5F * BoxLevel::kSize;
    return (coordinate - kHalf) / kHalf;
  }

  void add_colour(int key, std::vector<float>& features) const {
    const int colour = world_.colour(key);
    for (int i = 0; !view_.rgb && i < BoxLevel::kKeys; ++i) features.push_back(i == colour ? 1 : 0);
    if (!view_.rgb) return;
    for (const int part : box_colour(colour)) features.push_back(static_cast<float>(part) / 1000);
  }

  void add(Type type, EntityId id, BoxCell cell, int key, Observation& observation) const {
    const Vec2 place = cell_place(cell);
    std::vector<float> features;
    if (type != kHeld) features = {scaled(place.x), scaled(place.y)};
    if (type != kGem) add_colour(key, features);
    observation.add(type, id, features, place, {0, 0});
  }

  void observe_item(int index, Observation& observation) const {
    const BoxItem& item = world_.level().items[static_cast<std::size_t>(index)];
    const EntityId id = box_content_id(index);
    if (item.is_locked) add(kLock, box_lock_id(index), item.lock_place(), item.lock, observation);
    if (world_.held() == index) add(kHeld, id, world_.agent(), item.content, observation);
    if (item.is_taken) return;
    const Type type = item.is_gem() ? kGem : (item.is_locked ? kContent : kKey);
    add(type, id, item.place, item.content, observation);
  }

  /// The picture of the original, 0 to 1, with the held key in the corner of the border.
  void observe_image(Observation& observation) const {
    std::vector<float> pixels(std::size_t{kSide} * kSide * 3, 0.8F);
    const auto paint = [&pixels](BoxCell cell, const std::array<int, 3>& color) {
      const auto first = static_cast<std::size_t>(3 * (cell.row * kSide + cell.column));
      for (std::size_t c = 0; c < 3; ++c) pixels[first + c] = static_cast<float>(color[c]) / 1000;
    };
    const auto colour_of = [this](int key) { return box_colour(world_.colour(key)); };
    for (int i = 0; i < kSide; ++i) {
      for (const BoxCell edge : {BoxCell{i, 0}, {i, kSide - 1}, {0, i}, {kSide - 1, i}}) {
        paint(edge, {0, 0, 0});
      }
    }
    for (const BoxItem& item : world_.level().items) {
      if (item.is_locked) paint(item.lock_place(), colour_of(item.lock));
      if (item.is_taken) continue;
      paint(item.place, item.is_gem() ? std::array{999, 999, 999} : colour_of(item.content));
    }
    paint(world_.agent(), {500, 500, 500});
    if (world_.held() >= 0) {
      paint({0, 0},
            colour_of(world_.level().items[static_cast<std::size_t>(world_.held())].content));
    }
    constexpr float kMiddle = 0.5F * BoxLevel::kSize;
    observation.set_image(0, {kMiddle, kMiddle}, pixels);
  }

  BoxWorldWorld world_;
  BoxWorldView view_;
  EnvironmentSpec spec_;
  int steps_ = 0;
  int keys_ = 0;
  int boxes_ = 0;
};

std::vector<OptionSpec> box_world_options() {
  const BoxWorldSettings defaults;
  const auto count = [](const char* name, int value, const char* help, double min, double max) {
    return OptionSpec{.name = name, .default_value = value, .help = help, .min = min, .max = max};
  };
  return {
      count("solution_min", defaults.solution_min, "Minimum number of boxes to the gem.", 1, 10),
      count("solution_max", defaults.solution_max, "Maximum number of boxes to the gem.", 1, 10),
      count("distractors_min", defaults.distractors_min, "Minimum number of wrong branches.", 0, 4),
      count("distractors_max", defaults.distractors_max, "Maximum number of wrong branches.", 0, 4),
      count("distractor_length", defaults.distractor_length, "Boxes in a wrong branch.", 1, 4),
      count("max_steps", 121, "Steps after which an episode is truncated.", 1, 1e6),
      {.name = "colours",
       .default_value = std::string("one_hot"),
       .help = "one_hot: a feature for each of 20 colours; rgb: red, green and blue.",
       .choices = {"one_hot", "rgb"}},
      {.name = "entities",
       .default_value = true,
       .help = "Whether the agent sees keys, contents, locks and the gem as entities."},
      {.name = "image",
       .default_value = false,
       .help = "Whether the agent sees an image of the whole room: 14 x 14 pixels."}};
}

void check(const BoxWorldSettings& settings) {
  constexpr int kRoom = 14;  // More boxes rarely find a place.
  const auto want_order = [](const std::string& name, int min, int max) {
    if (min <= max) return;
    throw Error("option " + name + "_min: found " + std::to_string(min) + ", wanted at most " +
                name + "_max = " + std::to_string(max));
  };
  want_order("solution", settings.solution_min, settings.solution_max);
  want_order("distractors", settings.distractors_min, settings.distractors_max);
  const int most = settings.solution_max + settings.distractors_max * settings.distractor_length;
  if (most <= kRoom) return;
  throw Error("option solution_max + distractors_max x distractor_length: found " +
              std::to_string(most) + " boxes, wanted at most " + std::to_string(kRoom));
}

std::unique_ptr<Environment> make_box_world(const Options& options) {
  const BoxWorldSettings settings{.solution_min = options.get<int>("solution_min"),
                                  .solution_max = options.get<int>("solution_max"),
                                  .distractors_min = options.get<int>("distractors_min"),
                                  .distractors_max = options.get<int>("distractors_max"),
                                  .distractor_length = options.get<int>("distractor_length")};
  check(settings);
  const BoxWorldView view{.rgb = options.get<std::string>("colours") == "rgb",
                          .entities = options.get<bool>("entities"),
                          .image = options.get<bool>("image")};
  return std::make_unique<BoxWorld>(settings, view, options.get<int>("max_steps"));
}

}  // namespace

void add_box_world(Registry& registry) {
  registry.add({.id = "box-world",
                .summary = "Open boxes with keys that lie in other boxes, and reach the gem.",
                .options = box_world_options(),
                .make = make_box_world,
                .manual = box_world_manual()});
}

}  // namespace saccade
