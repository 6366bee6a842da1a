#include "envs/gym/repeat_check.h"

#include <catch2/catch.hpp>

#include "support/toy_meadow.h"

using namespace saccade;
using namespace saccade::testing;

namespace {

/// A meadow whose rewards remember what was before the episode.
class ForgetfulMeadow final : public ToyMeadow {
 public:
  explicit ForgetfulMeadow(int first_other) : first_other_(first_other) {}

  StepResult step(std::span<const float> actions, std::span<float> rewards) override {
    const StepResult result = ToyMeadow::step(actions, rewards);
    if (++steps_ >= first_other_) rewards[0] += 1e-6F;
    return result;
  }

 private:
  int first_other_;
  int steps_ = 0;  // Of all episodes.
};

}  // namespace

TEST_CASE("An environment that plays the same episode again has no difference") {
  ToyMeadow meadow;
  CHECK(difference_when_repeated(meadow).empty());
}

TEST_CASE("The first step in which an episode differs is told") {
  ForgetfulMeadow other(2);
  CHECK(difference_when_repeated(other) == "step 1");
}
