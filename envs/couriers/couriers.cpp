// `couriers`: two couriers deliver parcels; each says which parcel it goes for, and how.
//
// An example of several agents, of masks, of heads that are not always there and of actions of two
// heads.
#include <memory>
#include <string>

#include "envs/core/registry.h"
#include "envs/couriers/couriers_manual.h"
#include "envs/couriers/couriers_scene.h"
#include "envs/couriers/couriers_world.h"
#include "envs/draw/shapes.h"

namespace saccade {
namespace {

enum Type { kSelf, kColleague, kParcel };
enum Head { kChoose, kGait };

ObservationSpace observation_space() {
  const std::vector<std::string> courier = {"x", "y", "strength", "carries", "fragile_load"};
  return {
      {{.name = "self",
        .features = courier,
        .fixed_count = 1,
        .geometry = {{Geometry::kPosition, {"x", "y"}}}},
       {.name = "colleague",
        .features = courier,
        .fixed_count = CouriersWorld::kCouriers - 1,
        .geometry = {{Geometry::kPoint, {"x", "y"}}}},
       {.name = "parcel",
        .features = {"x", "y", "goal_x", "goal_y", "fragile", "mine", "others", "others_choice"},
        .geometry = {{Geometry::kPoint, {"x", "y"}}, {Geometry::kPoint, {"goal_x", "goal_y"}}}}}};
}

ActionSpace action_space() {
  return {{SelectEntityHead{.name = "parcel", .types = {kParcel}, .masked = true, .optional = true},
           CategoricalHead{.name = "gait", .labels = {"walk", "run"}}}};
}

class Couriers final : public Environment {
 public:
  Couriers(const CouriersSettings& settings, int max_steps, bool shared)
      : world_(settings), shared_(shared) {
    spec_ = {.id = "couriers",
             .kinds = {{.observation = observation_space(),
                        .action = action_space(),
                        .agents = CouriersWorld::kCouriers}},
             .max_steps = max_steps,
             .steps_per_second = 6,
             .reward_low = 0,
             .reward_high = shared ? 2.0F : 1.0F,
             .outcomes = {"end_of_work"},
             .counts = {"delivered", "broken", "in_vain"}};
    Couriers::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    world_.reset(seed);
    steps_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    std::array<CouriersWorld::Order, CouriersWorld::kCouriers> orders{};
    for (std::size_t c = 0; c < orders.size(); ++c) {
      const auto action = spec_.action_of(static_cast<int>(c), actions);
      const bool may_any = has_choice(static_cast<int>(c));
      orders[c] = {.parcel = may_any ? static_cast<int>(action[kChoose]) : -1,
                   .run = action[kGait] > 0.5F};
    }
    const auto did = world_.step(orders);
    int together = 0;
    for (const CouriersWorld::Tally& tally : did) together += tally.delivered;
    for (std::size_t c = 0; c < orders.size(); ++c) {
      rewards[c] = static_cast<float>(shared_ ? together : did[c].delivered);
    }
    const bool over = ++steps_ == spec_.max_steps;
    return {.truncated = over, .outcome = over ? 0 : -1};
  }

  void observe(int agent, Observation& observation) const override {
    for (int c = 0; c < CouriersWorld::kCouriers; ++c) {
      add_courier(observation, c == agent ? kSelf : kColleague, c);
    }
    std::vector<std::uint8_t> allowed;
    for (std::size_t i = 0; i < world_.parcels().size(); ++i) {
      add_parcel(observation, agent, i);
      allowed.push_back(may_choose(agent, i) ? 1 : 0);
    }
    if (has_choice(agent)) {
      observation.set_mask(kChoose, allowed);
    } else {
      observation.skip_head(kChoose);
    }
  }

  void draw(Scene& scene) const override { draw_couriers(world_, scene); }

  void counts(std::span<float> values) const override {
    const CouriersWorld::Tally& total = world_.total();
    values[0] = static_cast<float>(total.delivered);
    values[1] = static_cast<float>(total.broken);
    values[2] = static_cast<float>(total.in_vain);
  }

 private:
  static float flag(bool value) { return value ? 1.0F : 0.0F; }
  /// In units of half the square's side, so that the square is [-1, 1].
  static float scaled(double coordinate) {
    return static_cast<float>(coordinate / CouriersWorld::kHalf);
  }
  const CouriersWorld::Courier& courier(int number) const {
    return world_.couriers()[static_cast<std::size_t>(number)];
  }

  /// A courier with a parcel keeps to it; others choose among those that nobody carries.
  bool may_choose(int agent, std::size_t parcel) const {
    const int carrier = world_.parcels()[parcel].carrier;
    return courier(agent).carried >= 0 ? carrier == agent : carrier < 0;
  }

  bool has_choice(int agent) const {
    bool any = false;
    for (std::size_t i = 0; i < world_.parcels().size(); ++i) any = any || may_choose(agent, i);
    return any;
  }

  void add_courier(Observation& observation, Type type, int number) const {
    const CouriersWorld::Courier& shown = courier(number);
    const bool carries = shown.carried >= 0;
    const bool fragile =
        carries && world_.parcels()[static_cast<std::size_t>(shown.carried)].fragile;
    const float strength = static_cast<float>(shown.strength) / CouriersWorld::kFullStrength;
    observation.add(
        type, number,
        {scaled(shown.place.x), scaled(shown.place.y), strength, flag(carries), flag(fragile)},
        shapes::point(shown.place.x, shown.place.y));
  }

  void add_parcel(Observation& observation, int agent, std::size_t index) const {
    const CouriersWorld::Parcel& parcel = world_.parcels()[index];
    const CouriersWorld::Point place = world_.place_of(parcel);
    bool others_choice = false;
    for (int c = 0; c < CouriersWorld::kCouriers; ++c) {
      others_choice = others_choice || (c != agent && courier(c).chosen == static_cast<int>(index));
    }
    observation.add(kParcel, parcel.id,
                    {scaled(place.x), scaled(place.y), scaled(parcel.goal.x), scaled(parcel.goal.y),
                     flag(parcel.fragile), flag(parcel.carrier == agent),
                     flag(parcel.carrier >= 0 && parcel.carrier != agent), flag(others_choice)},
                    shapes::point(place.x, place.y));
  }

  CouriersWorld world_;
  bool shared_;
  EnvironmentSpec spec_;
  int steps_ = 0;
};

std::unique_ptr<Environment> make_couriers(const Options& options) {
  return std::make_unique<Couriers>(
      CouriersSettings{.parcels = options.get<int>("parcels"),
                       .fragile_share = options.get<double>("fragile_share")},
      options.get<int>("max_steps"), options.get<std::string>("reward") == "shared");
}

std::vector<OptionSpec> couriers_options() {
  const CouriersSettings defaults;
  return {{.name = "parcels",
           .default_value = defaults.parcels,
           .help = "Number of parcels that are in the world at once.",
           .min = 1,
           .max = 100,
           .counts = {"parcel"}},
          {.name = "fragile_share",
           .default_value = defaults.fragile_share,
           .help = "Probability that a parcel is fragile.",
           .min = 0,
           .max = 1},
          {.name = "reward",
           .default_value = std::string("shared"),
           .help = "Who is paid for a delivery. shared: both couriers; own: who delivers.",
           .choices = {"shared", "own"}},
          {.name = "max_steps",
           .default_value = 200,
           .help = "Steps after which an episode is truncated.",
           .min = 1,
           .max = 1e6}};
}

}  // namespace

void add_couriers(Registry& registry) {
  registry.add({.id = "couriers",
                .summary = "Two couriers deliver parcels: each chooses one, and walks or runs.",
                .options = couriers_options(),
                .make = make_couriers,
                .manual = couriers_manual()});
}

}  // namespace saccade
