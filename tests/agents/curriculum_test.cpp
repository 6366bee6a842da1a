// What a learner tells an environment with a curriculum of the progress of its training.
#include <algorithm>
#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <vector>

#include "agents/lagging_learner.h"
#include "agents/learner.h"
#include "agents/small_learner.h"
#include "agents/state/tensors.h"
#include "agents/toy_environments.h"

namespace saccade {
namespace {

using testing::check_equal;
using testing::factory_of;
using testing::make_learner;

/// Counts the progress with which an episode began.
class School : public testing::Seek {
 public:
  School() {
    spec_.has_curriculum = true;
    spec_.counts = {"progress"};
  }
  const EnvironmentSpec& spec() const override { return spec_; }
  void set_progress(double done) override { progress_ = static_cast<float>(done); }
  void counts(std::span<float> values) const override { values[0] = progress_; }

 private:
  EnvironmentSpec spec_ = testing::Seek().spec();
  float progress_ = -1;
};

std::vector<float> progress_of(const std::vector<EpisodeSummary>& episodes) {
  std::vector<float> found;
  for (const EpisodeSummary& episode : episodes) found.push_back(episode.counts[0]);
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Learner school(int threads) {
  return make_learner(factory_of<School>(), threads);  // 1280 of 4000 steps an update.
}

Learner lagging_school(int threads) {
  return {factory_of<School>(), testing::lagging(2), 4000, 1, threads};
}

}  // namespace

TEST_CASE("episodes of a curriculum know how much of the training is done") {
  Learner learner = school(2);
  learner.update();
  CHECK(progress_of(learner.take_episodes()) == std::vector<float>{0});
  learner.update();
  CHECK(progress_of(learner.take_episodes()) == std::vector<float>{0, 0.32F});
  for (int i = 0; i < 3; ++i) learner.update();
  CHECK(progress_of(learner.take_episodes()) == std::vector<float>{0.32F, 0.64F, 0.96F, 1});
  CHECK(evaluate(&learner.policies(), factory_of<School>(), School().spec(),
                 {.episodes = 5, .seed = 3, .stochastic = false, .threads = 1})
            .episodes.front()
            .counts[0] == 1);
}

TEST_CASE("a curriculum is the same for all numbers of threads and after a resume", "[threads]") {
  testing::check_threads_and_resume(school);
  testing::check_threads_and_resume(lagging_school);
}

TEST_CASE("the progress of running episodes is saved where there is a curriculum alone") {
  Learner learner = school(1);
  learner.update();
  const TensorMap saved = learner.save();
  const auto progress = read_tensor<double>(saved, "learner.env.progress");
  CHECK(progress == std::vector<double>(40, 0.0));
  CHECK_FALSE(make_learner(factory_of<testing::Seek>(), 1).save().contains("learner.env.progress"));

  TensorMap broken = saved;
  broken.erase("learner.env.progress");
  CHECK_THROWS_WITH(learner.restore(broken),
                    Catch::Equals("checkpoint: tensor 'learner.env.progress' is missing"));
  broken["learner.env.progress"] = make_tensor(std::vector<double>(40, 1.5));
  CHECK_THROWS_WITH(learner.restore(broken),
                    Catch::Equals("checkpoint: tensor 'learner.env.progress' holds 1.5 at place 0, "
                                  "wanted numbers in [0, 1]"));
  check_equal(learner.save(), saved);
}

}  // namespace saccade
