// `hide-and-seek`: hiders build with boxes, and seekers look for them.
//
// After Baker et al. (2019), from above and in Box2D: two kinds of agents, each with a cone of
// sight; boxes that can be grabbed and locked; a preparation in which seekers wait.
#include <algorithm>
#include <cmath>
#include <memory>
#include <string>

#include "envs/core/registry.h"
#include "envs/hide/hide_manual.h"
#include "envs/hide/hide_scene.h"
#include "envs/hide/hide_spaces.h"
#include "envs/hide/hide_world.h"

namespace saccade {
namespace {

enum Outcome { kHidersWon, kSeekersWon, kDraw };

struct HideTask {
  HideSettings world;
  HideSenses senses;
  bool is_continuous = false;
  bool is_shared = true;     // Whether a team has one reward.
  double preparation = 0.4;  // Share of the episode.
  int max_steps = 240;
};

EnvironmentSpec hide_spec(const HideTask& task) {
  const ObservationSpace seen = hide_observation_space(task.senses, task.world.arena);
  return {
      .id = "hide-and-seek",
      .kinds = {{.name = "hider",
                 .observation = seen,
                 .action = hide_action_space(kHideHiders, task.is_continuous),
                 .agents = task.world.hiders},
                {.name = "seeker",
                 .observation = seen,
                 .action = hide_action_space(kHideSeekers, task.is_continuous),
                 .agents = task.world.seekers}},
      .max_steps = task.max_steps,
      .steps_per_second = HideWorld::kStepsPerSecond,
      .reward_low = -1,
      .reward_high = 1,
      .outcomes = {"hiders_won", "seekers_won", "draw"},
      .counts = {"hidden_steps", "found_steps", "grabs", "hider_locks", "seeker_locks", "unlocks"}};
}

class HideAndSeek final : public Environment {
 public:
  explicit HideAndSeek(const HideTask& task)
      : task_(task),
        spec_(hide_spec(task)),
        preparation_(std::min(
            static_cast<int>(std::lround(task.preparation * static_cast<double>(task.max_steps))),
            task.max_steps - 1)),
        orders_(static_cast<std::size_t>(spec_.agent_count())) {
    HideAndSeek::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override {
    Rng rng(seed);
    world_ = std::make_unique<HideWorld>(make_hide_layout(task_.world, rng), task_.world.hiders,
                                         task_.world.cone);
    steps_ = 0;
    hidden_ = 0;
    found_ = 0;
  }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    for (std::size_t i = 0; i < orders_.size(); ++i) {
      orders_[i] =
          waits(i) ? HideOrder{}
                   : hide_order(spec_.action_of(static_cast<int>(i), actions), task_.is_continuous);
    }
    world_->step(orders_);
    if (steps_ < preparation_) {
      std::fill(rewards.begin(), rewards.end(), 0.0F);
    } else {
      ++(world_->is_any_found() ? found_ : hidden_);
      for (std::size_t i = 0; i < orders_.size(); ++i) rewards[i] = reward_of(i);
    }
    const bool over = ++steps_ == task_.max_steps;
    return {.truncated = over, .outcome = over ? outcome() : -1};
  }

  void observe(int agent, Observation& observation) const override {
    const auto index = static_cast<std::size_t>(agent);
    observe_hide_world(*world_, index, preparation_left(), task_.senses, observation);
    if (waits(index)) {
      skip_hide_actions(task_.is_continuous, observation);
    } else {
      mask_hide_actions(*world_, index, task_.is_continuous, observation);
    }
  }

  void draw(Scene& scene) const override {
    draw_hide_world(*world_,
                    {.preparation_left = preparation_ - steps_,
                     .preparation = preparation_,
                     .hidden = hidden_,
                     .found = found_,
                     .seeking = task_.max_steps - preparation_,
                     .rays = task_.senses.rays,
                     .all_is_known = task_.senses.full_critic},
                    scene);
  }

  void counts(std::span<float> values) const override {
    const HideTally& tally = world_->tally();
    const int all[] = {hidden_,      found_, tally.grabs, tally.hider_locks, tally.seeker_locks,
                       tally.unlocks};
    std::transform(std::begin(all), std::end(all), values.begin(),
                   [](int count) { return static_cast<float>(count); });
  }

 private:
  bool is_hider(std::size_t agent) const { return world_->agents()[agent].team == kHideHiders; }

  // Seekers do nothing in the preparation.
  bool waits(std::size_t agent) const { return steps_ < preparation_ && !is_hider(agent); }

  float preparation_left() const {
    if (steps_ >= preparation_) return 0;
    return static_cast<float>(preparation_ - steps_) / static_cast<float>(preparation_);
  }

  float reward_of(std::size_t agent) const {
    bool found = world_->is_any_found();
    if (!task_.is_shared) found = is_hider(agent) ? world_->is_found(agent) : finds_any(agent);
    return found == is_hider(agent) ? -1.0F : 1.0F;
  }

  bool finds_any(std::size_t seeker) const {
    for (std::size_t i = 0; i < orders_.size(); ++i) {
      if (is_hider(i) && world_->sees_agent(seeker, i)) return true;
    }
    return false;
  }

  Outcome outcome() const {
    if (hidden_ == found_) return kDraw;
    return hidden_ > found_ ? kHidersWon : kSeekersWon;
  }

  HideTask task_;
  EnvironmentSpec spec_;
  int preparation_;  // Steps.
  std::vector<HideOrder> orders_;
  std::unique_ptr<HideWorld> world_;
  int steps_ = 0;
  int hidden_ = 0;  // Steps after the preparation in which no seeker saw a hider.
  int found_ = 0;   // The others.
};

std::unique_ptr<Environment> make_hide_and_seek(const Options& options) {
  return std::make_unique<HideAndSeek>(HideTask{
      .world = {.hiders = options.get<int>("hiders"),
                .seekers = options.get<int>("seekers"),
                .boxes = count_range(options, "boxes"),
                .doorways = count_range(options, "doorways"),
                .has_room = options.get<std::string>("walls") == "room",
                .hiders_in_room = options.get<std::string>("start") == "room",
                .arena = static_cast<float>(options.get<double>("arena")),
                .cone = static_cast<float>(options.get<double>("cone"))},
      .senses = {.rays = options.get<int>("rays"), .full_critic = options.get<bool>("full_critic")},
      .is_continuous = options.get<std::string>("action") == "continuous",
      .is_shared = options.get<std::string>("reward") == "team",
      .preparation = options.get<double>("preparation"),
      .max_steps = options.get<int>("max_steps")});
}

OptionSpec count_option(const std::string& name, int value, const std::string& help, int least,
                        int most) {
  return {.name = name,
          .default_value = value,
          .help = help,
          .min = static_cast<double>(least),
          .max = static_cast<double>(most)};
}

std::vector<OptionSpec> world_options() {
  const HideSettings world;
  return {count_option("hiders", world.hiders, "Number of hiders.", 1, 6),
          count_option("seekers", world.seekers, "Number of seekers.", 1, 6),
          count_option("boxes_min", world.boxes.min, "Minimum count of boxes in an episode.", 0, 4),
          count_option("boxes_max", world.boxes.max, "Maximum count of boxes in an episode.", 0, 4),
          {.name = "walls",
           .default_value = std::string("room"),
           .help = "room: the quarter at the lower right is a room; none: no walls but the outer.",
           .choices = {"room", "none"}},
          count_option("doorways_min", world.doorways.min,
                       "Least doorways of the room, if there is one.", 1, 2),
          count_option("doorways_max", world.doorways.max,
                       "Most doorways of the room, if there is one.", 1, 2),
          {.name = "start",
           .default_value = std::string("room"),
           .help = "Where hiders begin: in the room, or anywhere, as without a room.",
           .choices = {"room", "anywhere"}},
          {.name = "arena",
           .default_value = static_cast<double>(world.arena),
           .help = "Side of the square arena, m.",
           .min = 12,
           .max = 40},
          {.name = "cone",
           .default_value = static_cast<double>(world.cone),
           .help = "Whole angle of the cone in which an agent sees, degrees; 360: all around.",
           .min = 10,
           .max = 360}};
}

std::vector<OptionSpec> hide_options() {
  const HideTask task;
  std::vector<OptionSpec> options = world_options();
  const std::vector<OptionSpec> more = {
      {.name = "preparation",
       .default_value = task.preparation,
       .help = "Share of the episode in which seekers wait and nobody is paid.",
       .min = 0,
       .max = 0.9},
      {.name = "action",
       .default_value = std::string("discrete"),
       .help = "discrete: one of four ways to go and two to turn, or none; continuous: any push "
               "and turn.",
       .choices = {"discrete", "continuous"}},
      {.name = "reward",
       .default_value = std::string("team"),
       .help = "team: by whether any hider is seen; own: a hider by whether it is seen itself, a "
               "seeker by whether it sees one.",
       .choices = {"team", "own"}},
      {.name = "rays",
       .default_value = task.senses.rays,
       .help = "Number of rays (distance sensors) around each agent; 0: none.",
       .min = 0,
       .max = 360},
      {.name = "full_critic",
       .default_value = task.senses.full_critic,
       .help = "Whether the critic is shown agents and boxes that the agent does not see."},
      count_option("max_steps", task.max_steps, "Steps after which an episode is truncated.", 1,
                   1'000'000)};
  options.insert(options.end(), more.begin(), more.end());
  return options;
}

}  // namespace

void add_hide_and_seek(Registry& registry) {
  registry.add({.id = "hide-and-seek",
                .summary = "Hiders shut themselves in with boxes, and seekers look for them.",
                .options = hide_options(),
                .make = make_hide_and_seek,
                .manual = hide_manual()});
}

}  // namespace saccade
