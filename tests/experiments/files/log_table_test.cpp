#include "experiments/files/log_table.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>

#include "support/program.h"

using namespace saccade;

TEST_CASE("A log becomes columns; an empty field is not a number") {
  const LogTable table = parse_log_table("step,loss\n10,0.5\n20,\n30,-1e-3\n");
  CHECK(table.names == std::vector<std::string>{"step", "loss"});
  CHECK(table.rows() == 3);
  CHECK(table.dropped == 0);
  REQUIRE(table.find("loss"));
  CHECK((*table.find("loss"))[0] == 0.5);
  CHECK(std::isnan((*table.find("loss"))[1]));
  CHECK(table.last("loss") == -1e-3);
  CHECK(table.find("other") == nullptr);
  CHECK(std::isnan(table.last("other")));
}

TEST_CASE("A line that is being written is no damage") {
  const LogTable table = parse_log_table("step,loss\n10,0.5\n20,0.");
  CHECK(table.rows() == 1);
  CHECK(table.dropped == 0);
}

TEST_CASE("Rows that cannot be right are dropped and counted") {
  const LogTable table =
      parse_log_table("step,loss\n10,1\nx,1\n20\n20,1,2\n5,1\n,1\n\n20,\"1\n30,2\n");
  CHECK(table.rows() == 2);
  CHECK(table.dropped == 7);
  CHECK(table.last("step") == 30);
}

TEST_CASE("The end of a log has whole rows") {
  const testing::TemporaryFolder folder;
  const auto file = folder.path() / "metrics.csv";
  std::ofstream(file) << "step,loss\n100,1\n200,2\n300,3\n400,4\n500,";
  CHECK(read_log_end(file, 1000).rows() == 4);
  const LogTable end = read_log_end(file, 16);  // Of the row of step 300 "0,3" is in it.
  CHECK(end.names == std::vector<std::string>{"step", "loss"});
  CHECK(end.columns.front() == std::vector<double>{400});
  CHECK(end.dropped == 0);
  std::ofstream(file) << "step,lo";
  CHECK(read_log_end(file, 1000).rows() == 0);
  CHECK(read_log_end("/nonexistent/metrics.csv", 1000).rows() == 0);
}

TEST_CASE("Of an empty or binary log nothing is left") {
  CHECK(parse_log_table("").rows() == 0);
  CHECK(parse_log_table("\n").rows() == 0);
  CHECK(parse_log_table("step,loss\n").rows() == 0);
  CHECK(parse_log_table(std::string("\0\xFF\n\0\n", 5)).rows() == 0);
  CHECK(read_log_table("/nonexistent/metrics.csv").rows() == 0);
}
