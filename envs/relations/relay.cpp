// `relay`: find the open door by following who names whom.
#include <memory>
#include <string>
#include <vector>

#include "envs/core/registry.h"
#include "envs/relations/relay_scene.h"
#include "envs/relations/relay_world.h"
#include "envs/settings/count_range.h"

namespace saccade {
namespace {

enum Type { kSelf, kMessage, kDoor };
enum Outcome { kOpen, kClosed };
constexpr int kLargestKey = 8;

std::string numbered(const std::string& name, int i) {
  return name + '_' + std::to_string(i);
}

std::vector<std::string> features(const std::vector<std::string>& names, int key_size) {
  std::vector<std::string> all;
  for (const std::string& name : names) {
    for (int i = 1; i <= key_size; ++i) all.push_back(numbered(name, i));
  }
  return all;
}

EnvironmentSpec relay_spec(const RelaySettings& settings) {
  const std::vector<std::string> key = features({"key"}, settings.key_size);
  return {.id = "relay",
          .kinds = {{.observation = {{{.name = "self", .features = key, .fixed_count = 1},
                                      {.name = "message",
                                       .features = features({"key", "names"}, settings.key_size)},
                                      {.name = "door", .features = key}}},
                     .action = {{SelectEntityHead{.name = "open", .types = {kDoor}}}}}},
          .max_steps = 1,
          .steps_per_second = 1,
          .reward_low = 0,
          .reward_high = 1,
          .outcomes = {"open", "closed"}};
}

class Relay final : public Environment {
 public:
  explicit Relay(const RelaySettings& settings) : world_(settings), spec_(relay_spec(settings)) {
    Relay::reset(0);
  }

  const EnvironmentSpec& spec() const override { return spec_; }

  void reset(std::uint64_t seed) override { world_.reset(seed); }

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    world_.choose(static_cast<int>(actions[0]));
    const bool open = world_.chosen_door() == world_.open_door();
    rewards[0] = open ? 1 : 0;
    return {.terminated = true, .outcome = open ? kOpen : kClosed};
  }

  void observe(int /*agent*/, Observation& observation) const override {
    constexpr Vec2 kStill{0, 0};
    observation.add(kSelf, kRunnerId, world_.own_key(), runner_place(world_), kStill);
    int index = 0;
    for (const RelayWorld::Message& message : world_.messages()) {
      std::vector<float> row = message.key;
      row.insert(row.end(), message.names.begin(), message.names.end());
      observation.add(kMessage, kFirstMessageId + index, row, message_place(world_, index), kStill);
      ++index;
    }
    index = 0;
    for (const RelayKey& door : world_.doors()) {
      observation.add(kDoor, first_door_id(world_) + index, door, door_place(world_, index),
                      kStill);
      ++index;
    }
  }

  void draw(Scene& scene) const override { draw_relay(world_, scene); }

 private:
  RelayWorld world_;
  EnvironmentSpec spec_;
};

std::vector<OptionSpec> relay_options() {
  const RelaySettings defaults;
  return {{.name = "doors",
           .default_value = defaults.doors,
           .help = "Number of doors, one of which is open, and of messages per hop.",
           .min = 2,
           .max = 12,
           .counts = {"door", "message"}},
          {.name = "hops_min",
           .default_value = defaults.hops_min,
           .help = "Minimum number of messages between the agent's key and the open door.",
           .min = 1,
           .max = 4},
          {.name = "hops_max",
           .default_value = defaults.hops_max,
           .help = "Maximum number of them.",
           .min = 1,
           .max = 4},
          {.name = "keys",
           .default_value = std::string("signs"),
           .help = "What a key is made of. signs: -1 or 1 at random; real: numbers in [-1, 1).",
           .choices = {"signs", "real"}},
          {.name = "key_size",
           .default_value = defaults.key_size,
           .help = "Numbers of a key.",
           .min = 1,
           .max = kLargestKey}};
}

void check(const RelaySettings& settings) {
  // Keys are drawn until they differ: there must be enough of them.
  const int wanted = settings.doors * (settings.hops_max + 1);
  if (settings.real || (1 << settings.key_size) >= 2 * wanted) return;
  throw Error("option key_size: found " + std::to_string(settings.key_size) + ", which gives " +
              std::to_string(1 << settings.key_size) +
              " keys of signs, wanted at least twice the " + std::to_string(wanted) +
              " that doors and messages have");
}

std::unique_ptr<Environment> make_relay(const Options& options) {
  const CountRange hops = count_range(options, "hops");
  const RelaySettings settings{.doors = options.get<int>("doors"),
                               .hops_min = hops.min,
                               .hops_max = hops.max,
                               .real = options.get<std::string>("keys") == "real",
                               .key_size = options.get<int>("key_size")};
  check(settings);
  return std::make_unique<Relay>(settings);
}

EnvironmentManual relay_manual() {
  EnvironmentManual manual{
      .task =
          "The agent stands before doors, one of which is open, and chooses one. It has a key. "
          "One message has the same key, and names another: the key of the open door, or, where "
          "hops_max is above 1, that of the next message of a chain, the last of which names the "
          "door. All other messages look the same and lead to other doors. Keys are drawn anew in "
          "each episode, so they mean nothing by themselves: only that two of them are equal tells "
          "the way.\n\nThere are as many messages of each hop as doors. Each door, and each "
          "message "
          "of a later hop, is named by exactly one message. What the tokens are on average, or at "
          "most, therefore does not tell the open door.",
      .actions = {{"open", "The door that is chosen."}},
      .reward = "1 if the chosen door is the open one, else 0.",
      .ends = "After the one choice: open or closed, whatever the chosen door is (terminated).",
      .source =
          "Made for Saccade. To find what a key names is associative recall (Graves, Wayne and "
          "Danihelka 2014, \"Neural Turing machines\"); to do so several times in a row is "
          "multi-hop reasoning (Sukhbaatar et al. 2015, \"End-to-end memory networks\").",
  };
  for (int i = 1; i <= kLargestKey; ++i) {
    const std::string number = "Number " + std::to_string(i) + " of the key ";
    manual.features.push_back({"self." + numbered("key", i), number + "that the agent has."});
    manual.features.push_back(
        {"message." + numbered("key", i), number + "by which the message is found."});
    manual.features.push_back(
        {"message." + numbered("names", i), number + "of the message or door that it names."});
    manual.features.push_back({"door." + numbered("key", i), number + "of the door."});
  }
  return manual;
}

}  // namespace

void add_relay(Registry& registry) {
  registry.add({.id = "relay",
                .summary = "Find the open door by following who names whom.",
                .options = relay_options(),
                .make = make_relay,
                .manual = relay_manual()});
}

}  // namespace saccade
