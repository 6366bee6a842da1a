// Environments that misbehave, one per way: evil-<fault>.
//
// They behave while the process has no variable EVIL, so that a run can be trained first and meets
// the fault when it is resumed.  A fault of a step comes with every episode's step kFaultyStep.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "envs/core/plugin.h"
#include "envs/core/random.h"

namespace {

constexpr int kFaultyStep = 2;
constexpr int kLength = 10;

/// Of this process: what no seed determines.
std::atomic<int> resets{0};
std::atomic<int> instances{0};
std::atomic<bool> exits{false};  // A second exit(), of another thread, is undefined.

const std::vector<std::string>& faults() {
  static const std::vector<std::string> kFaults = {
      "none",
      "constructor-throws",
      "constructor-throws-int",
      "description-throws",
      "reset-throws",
      "reset-throws-int",
      "step-throws",
      "step-throws-int",
      "observe-throws",
      "draw-throws",
      "counts-throws",
      "nan-reward",
      "nan-feature",
      "missing-reward",
      "extra-reward",
      "far-reward",
      "extra-count",
      "changes-features",
      "changes-agents",
      "changes-labels",
      "changes-actions",
      "differs-between-instances",
      "short-row",
      "unknown-type",
      "short-mask",
      "empty-mask",
      "duplicate-ids",
      "changing-id",
      "never-ends",
      "early-outcome",
      "leak",
      "address",
      "counter",
      "clock",
      "exit",
      "abort",
      "hang",
      "constructor-hangs",
      "reset-hangs",
  };
  return kFaults;
}

class Evil final : public saccade::Environment {
 public:
  explicit Evil(const std::string& fault) : fault_(std::getenv("EVIL") ? fault : "none") {
    spec_ = {
        .id = "evil-" + fault,
        .kinds = {{.observation = {.types = {{.name = "self", .features = {"x"}, .fixed_count = 1},
                                             {.name = "thing", .features = {"x", "y"}}}},
                   .action = {.heads = {saccade::CategoricalHead{
                                  .name = "act", .labels = {"a", "b", "c"}, .masked = true}}}}},
        .max_steps = kLength,
        .outcomes = {"over"},
        .counts = {"steps"}};
    const int number = instances++;
    if (is("differs-between-instances") && number % 2 == 1) spec_.kinds[0].agents = 2;
    if (is("constructor-hangs")) hang();
    if (is("constructor-throws")) throw std::runtime_error("evil: no licence");
    if (is("constructor-throws-int")) throw 7;
  }

  const saccade::EnvironmentSpec& spec() const override {
    if (is("description-throws")) throw std::runtime_error("evil: no words");
    return spec_;
  }

  void reset(std::uint64_t seed) override {
    rng_.seed(seed);
    steps_ = 0;
    number_ = resets++;
    if (is("reset-hangs")) hang();
    if (is("reset-throws")) throw std::runtime_error("evil: no start");
    if (is("reset-throws-int")) throw 7;
    if (is("changes-features")) spec_.kinds[0].observation.types[1].features = {"x", "y", "z"};
    if (is("changes-agents")) spec_.kinds[0].agents = 3;
    if (is("changes-labels")) std::get<0>(spec_.kinds[0].action.heads[0]).labels[2] = "d";
    if (is("leak")) leaked_ = new std::vector<float>(100);
    draw_things();
  }

  saccade::StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    ++steps_;
    if (now("step-throws")) throw std::runtime_error("evil: no step");
    if (now("step-throws-int")) throw 7;
    if (now("exit") && !exits.exchange(true)) std::exit(0);
    if (now("abort")) std::abort();
    if (now("hang")) hang();
    if (!now("missing-reward")) rewards[0] = static_cast<float>(actions[0] == 1);
    if (now("nan-reward")) rewards[0] = std::numeric_limits<float>::quiet_NaN();
    if (now("extra-reward")) rewards.data()[1] = 1;
    if (now("far-reward")) rewards.data()[9] = 1;  // Beyond the margin.
    if (now("changes-actions")) const_cast<float&>(actions[0]) = 0;
    draw_things();
    const bool over = steps_ == kLength && !is("never-ends");
    return {.truncated = over, .outcome = over || now("early-outcome") ? 0 : -1};
  }

  void observe(int /*agent*/, saccade::Observation& seen) const override {
    if (now("observe-throws")) throw std::runtime_error("evil: no light");
    seen.add(0, now("changing-id") ? 50 : 0, {self()});
    int id = 1;
    for (const float x : things_) seen.add(1, id++, {x, 0});
    if (now("short-row")) seen.add(1, 60, {0});
    if (now("unknown-type")) seen.add(2, 60, {0});
    if (now("duplicate-ids")) seen.add(1, 0, {0, 0});
    std::vector<std::uint8_t> mask = {1, 1, 1};
    if (now("short-mask")) mask.pop_back();
    if (now("empty-mask")) mask = {0, 0, 0};
    seen.set_mask(0, mask);
  }

  void draw(saccade::Scene& scene) const override {
    if (is("draw-throws")) throw std::runtime_error("evil: no paint");
    scene.add(saccade::Circle{{0, 0}, 1}, {255, 255, 255}, seen_id());
  }

  void counts(std::span<float> values) const override {
    if (is("counts-throws")) throw std::runtime_error("evil: no fingers");
    values[0] = static_cast<float>(steps_);
    if (is("extra-count")) values.data()[1] = 0;
  }

 private:
  bool is(const char* fault) const { return fault_ == fault; }
  bool now(const char* fault) const { return steps_ == kFaultyStep && is(fault); }
  saccade::EntityId seen_id() const { return now("changing-id") ? 50 : 0; }

  // With EVIL=N the N-th step of the process hangs, so that there is something learned.
  static void hang() {
    static std::atomic<int> steps{0};
    const int wanted = std::atoi(std::getenv("EVIL"));
    if (++steps < wanted) return;
    std::fputs("evil: hangs\n", stderr);
    while (true) std::this_thread::sleep_for(std::chrono::seconds(1));
  }

  void draw_things() {
    things_.resize(static_cast<std::size_t>(rng_.integers(1, 4)));
    for (float& x : things_) x = static_cast<float>(rng_.uniform(-1, 1));
  }

  float self() const {
    if (now("nan-feature")) return std::numeric_limits<float>::quiet_NaN();
    if (is("counter")) return static_cast<float>(number_);
    if (is("address"))
      return static_cast<float>((reinterpret_cast<std::uintptr_t>(this) >> 4) % 999'983);
    if (!is("clock")) return static_cast<float>(steps_) / kLength;
    return static_cast<float>(std::chrono::steady_clock::now().time_since_epoch().count() %
                              999'983);
  }

  std::string fault_;
  saccade::EnvironmentSpec spec_;
  saccade::Rng rng_;
  std::vector<float> things_;
  int steps_ = 0;
  int number_ = 0;
  std::vector<float>* leaked_ = nullptr;
};

void add_environments(saccade::Registry& registry) {
  for (const std::string& fault : faults()) {
    registry.add(
        {.id = "evil-" + fault,
         .summary = "Misbehaves: " + fault + ".",
         .options = {},
         .make = [fault](const saccade::Options&) -> std::unique_ptr<saccade::Environment> {
           return std::make_unique<Evil>(fault);
         }});
  }
}

}  // namespace

SACCADE_PLUGIN(add_environments)
