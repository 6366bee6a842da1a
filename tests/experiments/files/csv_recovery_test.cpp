#include "experiments/files/csv_recovery.h"

#include <catch2/catch.hpp>

#include "envs/core/error.h"
#include "experiments/files/csv_line.h"

namespace saccade {
namespace {

using Catch::Matchers::Contains;
using Fields = std::vector<std::string>;

const Fields kFields = {"step", "return", "outcome.won, \"at last\""};
const std::string kHeader = "step,return,\"outcome.won, \"\"at last\"\"\"\n";

RecoveredLog recover(const std::string& rows, const LogEnd& end) {
  return recover_log(kHeader + rows, kFields, end, "evals.csv");
}

}  // namespace

TEST_CASE("fields with commas, quotes and line breaks survive a line of CSV") {
  const Fields fields = {"plain", "a,b", "say \"so\"", "", "two\nlines", " "};
  CHECK(csv_line(fields) == "plain,\"a,b\",\"say \"\"so\"\"\",,\"two\nlines\", ");
  CHECK(parse_csv_line(csv_line(fields)) == fields);
  CHECK(parse_csv_line("") == Fields{""});
  CHECK(parse_csv_line("1,") == Fields{"1", ""});
  for (const char* wrong : {"\"open", "a\"b", "\"a\"b", "\"a\" ,b"}) {
    CHECK_FALSE(parse_csv_line(wrong));
  }
}

TEST_CASE("rows under a header with commas and quotes are kept") {
  const RecoveredLog log = recover("100,1,2\n200,,4\n", {200, 200});
  CHECK(log.text == kHeader + "100,1,2\n200,,4\n");
  CHECK(log.damage.empty());
}

TEST_CASE("what another program did to the form of a log is undone") {
  CHECK(recover("\"100\",1,2\r\n", {100, 100}).text == kHeader + "100,1,2\n");
  CHECK(recover("\"100\",1,2\r\n", {100, 100}).damage.empty());
}

TEST_CASE("rows of later steps and a cut last line are dropped without a word") {
  const RecoveredLog log = recover("100,1,2\n200,3,4\n300,5,6\n400,7", {200, 200});
  CHECK(log.text == kHeader + "100,1,2\n200,3,4\n");
  CHECK(log.damage.empty());
  CHECK(recover("100,1,2\n20", {0, std::nullopt}).text == kHeader);
}

TEST_CASE("every damaged row is named, and the sound ones around it stay") {
  const auto [row, message] = GENERATE(table<const char*, const char*>({
      {"200,3", "line 3: found '200,3', wanted 3 fields"},
      {"200,3,4,5", "line 3: found '200,3,4,5', wanted 3 fields"},
      {"200,\"3,4", "wanted 3 fields"},
      {"", "line 3: found '', wanted 3 fields"},
      {"x,3,4", "line 3: found the step 'x', wanted a whole number"},
      {"-5,3,4", "line 3: found the step '-5', wanted a whole number"},
      {"20000000000000000000,3,4", "wanted a whole number"},
      {"200,3o,4", "line 3: found '3o' in column 'return', wanted a number"},
      {"200,\033[31m,4", "found '?[31m' in column"},
      {"50,3,4", "line 3: found the step 50, wanted more than 100"},
      {"900,3,4", "line 3: found the step 900, wanted less than 300"},
      {"300,3,4", "line 3: found the step 300, wanted less than 300"},
  }));
  const RecoveredLog log = recover("100,1,2\n" + std::string(row) + "\n300,5,6\n", {300, 300});
  CHECK(log.text == kHeader + "100,1,2\n300,5,6\n");
  REQUIRE(log.damage.size() == 1);
  CHECK_THAT(log.damage[0], Contains(message));
}

TEST_CASE("rows that must be there and are not are told") {
  CHECK_THAT(recover("100,1,2\n", {200, 200}).damage.at(0),
             Contains("found 100 as the last step up to 200, wanted 200"));
  CHECK_THAT(recover("", {200, 100}).damage.at(0), Contains("found none"));
  CHECK_THAT(recover("100,1,2\n", {200, std::nullopt}).damage.at(0), Contains("wanted none"));
}

TEST_CASE("a log without its header is refused") {
  CHECK_THROWS_WITH(recover_log("", kFields, {}, "evals.csv"),
                    Contains("'evals.csv': found the columns nothing"));
  CHECK_THROWS_AS(recover_log("step,return", kFields, {}, "evals.csv"), Error);
}

TEST_CASE("gaps between rows are told where every step is known") {
  const std::string rows = "100,1,2\n400,3,4\n500,5,6\n";
  CHECK(recover(rows, {500, 500}).damage.empty());
  const RecoveredLog log = recover(rows, {500, 500, 100});
  CHECK(log.text == kHeader + rows);
  REQUIRE(log.damage.size() == 1);
  CHECK(log.damage[0] == "line 3: found the step 400, wanted 200");
  CHECK(recover("200,1,2\n", {200, 200, 100}).damage.size() == 1);
  CHECK(recover("100,1,2\nx,1,2\n300,1,2\n", {300, 300, 100}).damage.size() == 1);
}

TEST_CASE("a header that is wrong is shown short and without control characters") {
  const std::string header = "\033[31m" + std::string(500, 'x') + "\n";
  CHECK_THROWS_WITH(recover_log(header, kFields, {}, "evals.csv"),
                    Contains("found the columns '?[31mxxx") && Contains("x...', wanted"));
}

}  // namespace saccade
