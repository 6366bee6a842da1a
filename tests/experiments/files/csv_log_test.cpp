#include "experiments/files/csv_log.h"

#include <catch2/catch.hpp>
#include <chrono>
#include <limits>

#include "envs/core/error.h"
#include "experiments/files/atomic_file.h"
#include "support/program.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;

const std::vector<std::string> kColumns = {"step", "return", "loss"};

}  // namespace

namespace fs = std::filesystem;

TEST_CASE("rows read back as the same numbers, and what is not a number is empty") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  CsvLog log(file, kColumns, std::nullopt);
  CHECK_FALSE(fs::exists(file));
  log.open();
  CHECK_FALSE(log.last("loss"));
  log.append(100, {0.1, 1e-9});
  log.append(200, {std::numeric_limits<double>::quiet_NaN(), 1.0 / 3});
  CHECK(read_file(file) == "step,return,loss\n100,0.1,1e-09\n200,,0.3333333333333333\n");
  CHECK(log.last("loss") == 1.0 / 3);
  CHECK_FALSE(log.last("return"));
}

TEST_CASE("a continued log drops later rows and one that was cut off, and says nothing") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  write_atomically(file, "step,return,loss\n100,1,2\n200,3,4\n300,5,6\n40");
  CsvLog log(file, kColumns, LogEnd{200, 200});
  log.open();
  CHECK(log.last("loss") == 4);
  log.append(300, {7, 8});
  CHECK(read_file(file) == "step,return,loss\n100,1,2\n200,3,4\n300,7,8\n");
  CHECK(log.notes().empty());
  CHECK_FALSE(fs::exists(folder.path() / "metrics.csv.damaged"));
}

TEST_CASE("a log that needs no change is left as it is") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  write_atomically(file, "step,return,loss\n100,1,2\n");
  const auto time = fs::file_time_type(std::chrono::hours(1));
  fs::last_write_time(file, time);
  CsvLog log(file, kColumns, LogEnd{100, 100});
  log.open();
  CHECK(fs::last_write_time(file) == time);
}

TEST_CASE("a log with damaged rows is told, and kept as it was beside the new one") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  const std::string damaged = "step,return,loss\n100,1\n150,1,2\n200,3,4x\n";
  write_atomically(file, damaged);
  for (const char* copy : {"metrics.csv.damaged", "metrics.csv.damaged-2"}) {
    write_atomically(file, damaged);
    CsvLog log(file, kColumns, LogEnd{200, 200});
    CHECK(read_file(file) == damaged);
    log.open();
    CHECK(read_file(file) == "step,return,loss\n150,1,2\n");
    CHECK(read_file(folder.path() / copy) == damaged);
    REQUIRE(log.notes().size() == 4);
    CHECK_THAT(log.notes()[0], Contains(file.string()) && Contains("line 2") && Contains("100,1"));
    CHECK_THAT(log.notes()[1], Contains("line 4") && Contains("'4x' in column 'loss'"));
    CHECK_THAT(log.notes()[2], Contains("found 150 as the last step up to 200, wanted 200"));
    CHECK_THAT(log.notes()[3], Contains(copy));
  }
}

TEST_CASE("a log that is missing is begun anew and told") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  CsvLog log(file, kColumns, LogEnd{200, 200});
  log.open();
  CHECK(read_file(file) == "step,return,loss\n");
  REQUIRE(log.notes().size() == 1);
  CHECK_THAT(log.notes()[0], Contains("is missing"));
}

TEST_CASE("syncing a log that went away is an error") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  CsvLog log(file, kColumns, std::nullopt);
  log.open();
  log.append(100, {1, 2});
  CHECK_NOTHROW(log.sync());
  fs::remove(file);
  CHECK_THROWS_WITH(log.sync(), Contains("metrics.csv"));
}

TEST_CASE("a log with other columns is not continued") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  write_atomically(file, "step,reward\n1,2\n");
  CHECK_THROWS_WITH(CsvLog(file, kColumns, LogEnd{1, 1}), Contains("wanted 'step,return,loss'"));
  CHECK(read_file(file) == "step,reward\n1,2\n");
}

}  // namespace saccade
