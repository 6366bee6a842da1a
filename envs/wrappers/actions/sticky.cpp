// wrap.sticky: actions that last longer than they were meant to.
//
// (Sticky actions of Machado et al. 2018, "Revisiting the Arcade Learning Environment": with some
// probability the world takes the action of the step before once more.)
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "envs/core/random.h"
#include "envs/wrappers/actions/action_wrapper.h"
#include "envs/wrappers/actions/past_choice.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {
namespace {

constexpr std::uint64_t kStream = 0x737469636b79;  // Apart from all other streams of a seed.

class Sticky final : public ActionWrapper {
 public:
  Sticky(std::unique_ptr<Environment> environment, double probability)
      : ActionWrapper(std::move(environment)), probability_(probability), last_(head_count()) {
    detail::want(inner_spec().max_steps > 1, "wrap.sticky", detail::number_text(probability),
                 "0: episodes of environment " + inner_spec().id + " have one step");
  }

 private:
  /// All heads of an agent stick together.
  void begin_agent(int agent) override {
    const std::uint64_t bits =
        derive_seed({seed(), kStream, steps(), static_cast<std::uint64_t>(agent)});
    sticks_ = static_cast<double>(bits >> 11) * 0x1.0p-53 < probability_;
  }

  void change(const Place& place, std::span<float> numbers) override {
    PastChoice& last = last_[place.number];
    if (sticks_) last.repeat(place.kind, place.head, place.seen, numbers);
    last.remember(place.kind.action.heads[place.head], place.seen, numbers);
  }

  void forget(std::size_t number) override { last_[number].forget(); }

  double probability_;
  bool sticks_ = false;
  std::vector<PastChoice> last_;  // [heads of all agents] what the world was told in the last step.
};

}  // namespace

WrapperEntry sticky_wrapper() {
  return {.option = {.name = "sticky",
                     .default_value = 0.0,
                     .help = "Probability with which an agent's last action is done again in a "
                             "step of the environment, instead of the one that it chose.",
                     .min = 0,
                     .max = 1},
          .wrap = wrap_in<Sticky, double>};
}

}  // namespace saccade
