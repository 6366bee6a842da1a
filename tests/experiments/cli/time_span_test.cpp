#include "experiments/cli/time_span.h"

#include <catch2/catch.hpp>

namespace saccade {

TEST_CASE("a time is read with its units alone") {
  CHECK(parse_time_span("90s") == 90);
  CHECK(parse_time_span("10m") == 600);
  CHECK(parse_time_span("2h") == 7200);
  CHECK(parse_time_span("1h30m") == 5400);
  CHECK(parse_time_span("1.5h") == 5400);
  CHECK(parse_time_span("1d1h1m1s") == 90061);
  CHECK(parse_time_span("0.25s") == 0.25);
  for (const char* wrong : {"",      "90",   "s",    "m10",   "10 m", "10m ",         "-5s",
                            "+5s",   "1m1h", "1h1h", "10ms",  "5min", "0s",           "1e5s",
                            "nan s", "infs", ".5h",  "0x10s", "1h30", "99999999999h", "1h-5m"}) {
    INFO(wrong);
    CHECK_FALSE(parse_time_span(wrong));
  }
}

TEST_CASE("a time is written so that it is read again, and never shorter") {
  CHECK(format_time_span(90) == "1m30s");
  CHECK(format_time_span(5400) == "1h30m");
  CHECK(format_time_span(86400) == "1d");
  CHECK(format_time_span(0.2) == "1s");
  CHECK(format_time_span(0) == "0s");
  for (const double seconds : {1.0, 59.0, 60.0, 3601.0, 90061.0}) {
    CHECK(parse_time_span(format_time_span(seconds)) == seconds);
  }
}

}  // namespace saccade
