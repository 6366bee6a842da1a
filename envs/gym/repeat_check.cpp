#include "envs/gym/repeat_check.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <vector>

#include "envs/core/random.h"
#include "envs/episode/digest.h"
#include "envs/episode/observation_check.h"

namespace saccade {
namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kMostSteps = 50;
constexpr std::chrono::seconds kMostTime{1};

class ShortPlay {
 public:
  explicit ShortPlay(Environment& environment)
      : environment_(environment),
        seen_(empty_observations(environment.spec())),
        actions_(environment.spec().action_count()),
        rewards_(seen_.size()) {}

  /// A digest of what is seen after the reset, and after each of so many steps or, if that is less,
  /// until the end of the episode or of the time.
  std::vector<std::uint64_t> play(std::size_t steps) {
    Rng rng(kSeed);
    environment_.reset(kSeed);
    const auto end = std::chrono::steady_clock::now() + kMostTime;
    std::vector<std::uint64_t> digests = {look({})};
    bool is_over = false;
    while (!is_over && digests.size() <= steps && std::chrono::steady_clock::now() < end) {
      random_actions(environment_.spec(), seen_, rng, actions_);
      const StepResult result = environment_.step(actions_, rewards_);
      digests.push_back(look(result));
      is_over = result.terminated || result.truncated;
    }
    return digests;
  }

 private:
  std::uint64_t look(const StepResult& result) {
    Digest digest;
    digest.add(result.terminated);
    digest.add(result.truncated);
    digest.add_all(std::span<const float>(rewards_));
    for (std::size_t agent = 0; agent < seen_.size(); ++agent) {
      seen_[agent].clear();
      const int number = static_cast<int>(agent);
      if (environment_.is_present(number)) environment_.observe(number, seen_[agent]);
      digest.add(seen_[agent]);
    }
    return digest.value();
  }

  Environment& environment_;
  std::vector<Observation> seen_;
  std::vector<float> actions_, rewards_;
};

}  // namespace

// A pass that time has cut short is compared as far as it went.
std::string difference_when_repeated(Environment& environment) {
  const std::vector<std::uint64_t> first = ShortPlay(environment).play(kMostSteps);
  const std::vector<std::uint64_t> again = ShortPlay(environment).play(first.size() - 1);
  const std::size_t both = std::min(first.size(), again.size());
  for (std::size_t step = 0; step < both; ++step) {
    if (first[step] != again[step]) return "step " + std::to_string(step);
  }
  return "";
}

}  // namespace saccade
