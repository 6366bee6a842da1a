// wrap.action_delay: actions that reach the world some steps later, as those of a robot do.
//
// Each head has a line of choices, which moves on in the steps in which the head takes part.
#include <cstddef>
#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "envs/wrappers/actions/action_wrapper.h"
#include "envs/wrappers/actions/past_choice.h"
#include "envs/wrappers/wrappers.h"

namespace saccade {
namespace {

class ActionDelay final : public ActionWrapper {
 public:
  ActionDelay(std::unique_ptr<Environment> environment, int delay)
      : ActionWrapper(std::move(environment)),
        delay_(static_cast<std::size_t>(delay)),
        on_the_way_(head_count()) {}

 private:
  void change(const Place& place, std::span<float> numbers) override {
    std::deque<PastChoice>& line = on_the_way_[place.number];
    PastChoice chosen;
    chosen.remember(place.kind.action.heads[place.head], place.seen, numbers);
    if (line.size() < delay_) {
      choose_idly(place.kind, place.head, place.seen, numbers);
    } else {
      line.front().repeat(place.kind, place.head, place.seen, numbers);
      line.pop_front();
    }
    line.push_back(std::move(chosen));
  }

  void forget(std::size_t number) override { on_the_way_[number].clear(); }
  void skip(std::size_t /*number*/) override {}  // What is on the way waits.

  std::size_t delay_;
  std::vector<std::deque<PastChoice>> on_the_way_;  // [heads of all agents] the oldest first.
};

}  // namespace

WrapperEntry action_delay_wrapper() {
  return {.option = {.name = "action_delay",
                     .default_value = 0,
                     .help = "Steps of the environment after which an action is done.",
                     .min = 0,
                     .max = 1000},
          .wrap = wrap_in<ActionDelay, int>};
}

}  // namespace saccade
