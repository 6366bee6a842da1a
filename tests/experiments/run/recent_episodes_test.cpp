#include "experiments/run/recent_episodes.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

namespace saccade {
namespace {

using Catch::Matchers::Contains;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

EpisodeSummary episode(double total, int length) {
  EpisodeSummary summary;
  summary.returns = {total};
  summary.length = length;
  return summary;
}

TensorMap saved(int episodes) {
  RecentEpisodes recent{EnvironmentSpec()};
  for (int i = 0; i < episodes; ++i) recent.add(episode(i, i + 1));
  TensorMap tensors;
  recent.save(tensors);
  return tensors;
}

}  // namespace

TEST_CASE("the latest episodes come back from tensors") {
  const int count = GENERATE(0, 3, 250);
  RecentEpisodes recent{EnvironmentSpec()};
  recent.restore(saved(count));
  CHECK(recent.episodes() == count);
  if (count == 3) CHECK(recent.length_mean() == 2);
  if (count == 250) CHECK(recent.return_mean() == 199.5);
}

TEST_CASE("numbers that no episodes give are refused by name") {
  TensorMap tensors = saved(3);
  const auto refused = [&](const std::string& name, auto values, const std::string& message) {
    TensorMap damaged = tensors;
    damaged[name] = make_tensor(std::vector(std::move(values)));
    CHECK_THROWS_WITH(RecentEpisodes(EnvironmentSpec()).restore(damaged),
                      Contains("'" + name + "'") && Contains(message));
  };
  using Numbers = std::vector<double>;
  refused("run.episodes", std::vector<std::int64_t>{-3}, "holds -3 at place 0, wanted a count");
  refused("run.episodes", std::vector<std::int64_t>{3, 3}, "has 2 values, wanted 1");
  refused("run.returns", Numbers{1, kNan, 1}, "holds nan at place 1, wanted finite numbers");
  refused("run.returns", Numbers{1, 1}, "has 2 values, wanted 3");
  refused("run.lengths", Numbers{1, 2, 0.5}, "holds 0.5 at place 2, wanted whole numbers");
  refused("run.lengths", Numbers{0, 2, 1}, "holds 0 at place 0");
  refused("run.lengths", Numbers{1e300, 2, 1}, "holds 1e+300");
  refused("run.lengths", Numbers{kNan, 2, 1}, "holds nan");
}

TEST_CASE("the returns of kinds are means over the episodes with agents of that kind") {
  EnvironmentSpec spec;
  spec.kinds = {{.name = "a", .observation = {}, .action = {}, .agents = 2},
                {.name = "b", .observation = {}, .action = {}}};
  RecentEpisodes recent(spec);
  CHECK(std::isnan(recent.kind_returns().at(1).second));
  EpisodeSummary first = episode(1, 4), second = episode(1, 4);
  first.returns = {1, 3, 10};
  first.acted = {4, 4, 4};
  second.returns = {5, 0, 0};
  second.acted = {4, 0, 0};
  recent.add(first);
  recent.add(second);
  TensorMap tensors;
  recent.save(tensors);
  RecentEpisodes same(spec);
  same.restore(tensors);
  for (const RecentEpisodes* episodes : {&recent, &same}) {
    CHECK(episodes->kind_returns() ==
          std::vector<std::pair<std::string, double>>{{"a", 3.5}, {"b", 10}});
    CHECK(episodes->return_mean() == Approx((14.0 / 3 + 5) / 2));
  }
  tensors["run.kind_returns"] = make_tensor(std::vector<double>{1, 1, INFINITY, 1});
  CHECK_THROWS_WITH(same.restore(tensors), Contains("'run.kind_returns' holds inf at place 2"));
}

}  // namespace saccade
