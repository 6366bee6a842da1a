#include "experiments/pool/run_progress.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

#include "support/program.h"

namespace saccade {
namespace {

TEST_CASE("how far a run is stands in its logs") {
  const testing::TemporaryFolder run;
  CHECK(read_progress(run.path()).step == 0);
  CHECK(std::isnan(read_progress(run.path()).best_evaluation));
  std::ofstream(run.path() / "metrics.csv")
      << "step,wall_seconds,episodes,return_mean\n128,0.5,0,\n256,1.5,9,21.5\n384,2,9,";
  std::ofstream(run.path() / "evals.csv") << "step,wall_seconds,episodes,return_mean\n"
                                             "100,1,1,5\n200,2,2,9\n300,3,3,7\n";
  const RunProgress progress = read_progress(run.path());
  CHECK(progress.step == 256);
  CHECK(progress.wall_seconds == 1.5);
  CHECK(progress.return_mean == 21.5);
  CHECK(progress.last_evaluation == 7);
  CHECK(progress.best_evaluation == 9);
}

TEST_CASE("a run that has gone on since is judged by where it would have paused") {
  const testing::TemporaryFolder run;
  CHECK(std::isnan(evaluation_at(run.path(), 100)));
  std::ofstream(run.path() / "evals.csv") << "step,return_mean\n100,5\n210,9\n300,7\n";
  CHECK(evaluation_at(run.path(), 100) == 5);
  CHECK(evaluation_at(run.path(), 200) == 9);
  CHECK(evaluation_at(run.path(), 900) == 7);
}

}  // namespace
}  // namespace saccade
