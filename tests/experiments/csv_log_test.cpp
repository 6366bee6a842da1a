#include "experiments/run/csv_log.h"

#include <catch2/catch.hpp>
#include <limits>

#include "envs/core/error.h"
#include "experiments/run/atomic_file.h"
#include "support/program.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;

const std::vector<std::string> kColumns = {"step", "return", "loss"};

}  // namespace

TEST_CASE("rows read back as the same numbers, and what is not a number is empty") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  CsvLog log(file, kColumns, std::nullopt);
  CHECK_FALSE(log.last("loss"));
  log.append(100, {0.1, 1e-9});
  log.append(200, {std::numeric_limits<double>::quiet_NaN(), 1.0 / 3});
  CHECK(read_file(file) == "step,return,loss\n100,0.1,1e-09\n200,,0.3333333333333333\n");
  CHECK(log.last("loss") == 1.0 / 3);
  CHECK_FALSE(log.last("return"));
}

TEST_CASE("a continued log drops later rows and one that was cut off") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  write_atomically(file, "step,return,loss\n100,1,2\n200,3,4\n300,5,6\n40");
  CsvLog log(file, kColumns, 200);
  CHECK(log.last("loss") == 4);
  log.append(300, {7, 8});
  CHECK(read_file(file) == "step,return,loss\n100,1,2\n200,3,4\n300,7,8\n");
}

TEST_CASE("a damaged row is dropped, and a field that is no number is named") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  write_atomically(file, "step,return,loss\n100,1\n150,1,2,3\n200,3,4x\n");
  CsvLog log(file, kColumns, 200);
  CHECK(read_file(file) == "step,return,loss\n200,3,4x\n");
  CHECK(log.last("return") == 3);
  CHECK_THROWS_WITH(log.last("loss"),
                    Contains("metrics.csv") && Contains("'4x'") && Contains("'loss'"));
}

TEST_CASE("syncing a log that went away is an error") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  CsvLog log(file, kColumns, std::nullopt);
  log.append(100, {1, 2});
  CHECK_NOTHROW(log.sync());
  std::filesystem::remove(file);
  CHECK_THROWS_WITH(log.sync(), Contains("metrics.csv"));
}

TEST_CASE("a log with other columns is not continued") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  write_atomically(file, "step,reward\n1,2\n");
  CHECK_THROWS_WITH(CsvLog(file, kColumns, 1), Contains("wanted 'step,return,loss'"));
  CHECK(read_file(file) == "step,reward\n1,2\n");
  CHECK_THROWS_AS(CsvLog(folder.path() / "none.csv", kColumns, 1), Error);
}

}  // namespace saccade
