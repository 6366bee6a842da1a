#include "experiments/plot/ticks.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>

#include "support/random_vector.h"

using namespace saccade;

namespace {

std::vector<std::string> labels(const AxisRange& range, int most, TickStyle style) {
  std::vector<std::string> found;
  for (const Tick& tick : nice_ticks(range, most, style)) found.push_back(tick.label);
  return found;
}

using Labels = std::vector<std::string>;

}  // namespace

TEST_CASE("Ticks are round numbers that people read at once") {
  CHECK(labels({0, 1}, 6, TickStyle::kPlain) == Labels{"0", "0.2", "0.4", "0.6", "0.8", "1.0"});
  CHECK(labels({0, 1.5e6}, 4, TickStyle::kCompact) == Labels{"0", "500k", "1M", "1.5M"});
  CHECK(labels({0, 2e9}, 3, TickStyle::kCompact) == Labels{"0", "1G", "2G"});
  CHECK(labels({0, 1}, 3, TickStyle::kPercent) == Labels{"0%", "50%", "100%"});
  CHECK(labels({0, 0.01}, 3, TickStyle::kPercent) == Labels{"0%", "0.5%", "1.0%"});
  CHECK(labels({-10, 10}, 3, TickStyle::kPlain) == Labels{"\xE2\x88\x92"
                                                          "10",
                                                          "0", "10"});
  CHECK(labels({0, 2e-5}, 3, TickStyle::kPlain) == Labels{"0",
                                                          "1e\xE2\x88\x92"
                                                          "5",
                                                          "2e\xE2\x88\x92"
                                                          "5"});
  CHECK(labels({0, 3e5}, 4, TickStyle::kPlain) == Labels{"0", "100k", "200k", "300k"});
}

TEST_CASE("Ticks of any range lie in it, are few, ascend and are told apart by their labels") {
  const std::vector<double> random = testing::random_vector(400, 1);
  for (std::size_t i = 0; i + 1 < random.size(); i += 2) {
    const double scale = std::pow(10.0, static_cast<double>(i % 37) - 18);
    const double low = random[i] * scale;
    const double width = (std::abs(random[i + 1]) + 1e-3) * scale;
    const AxisRange range{low, low + width};
    for (const int most : {2, 3, 7}) {
      for (const TickStyle style : {TickStyle::kPlain, TickStyle::kCompact, TickStyle::kPercent}) {
        const std::vector<Tick> ticks = nice_ticks(range, most, style);
        INFO(range.low << " to " << range.high << ", at most " << most);
        CHECK_FALSE(ticks.empty());
        CHECK(static_cast<int>(ticks.size()) <= most);
        std::set<std::string> texts;
        for (std::size_t t = 0; t < ticks.size(); ++t) {
          texts.insert(ticks[t].label);
          CHECK(ticks[t].value >= range.low - 1e-6 * width);
          CHECK(ticks[t].value <= range.high + 1e-6 * width);
          if (t > 0) CHECK(ticks[t].value > ticks[t - 1].value);
        }
        CHECK(texts.size() == ticks.size());
      }
    }
  }
}

TEST_CASE("A range leaves out what cannot be drawn, and is never empty") {
  constexpr double kNothing = std::numeric_limits<double>::quiet_NaN();
  const std::vector<double> some = {kNothing, 3, INFINITY, -1, -INFINITY, 1e300};
  CHECK(range_of(some).low == -1);
  CHECK(range_of(some).high == 3);
  for (const std::vector<double>& numbers : {std::vector<double>{},
                                             {kNothing},
                                             {0},
                                             {5, 5},
                                             {-1e99, -1e99},
                                             {1e-300},
                                             {1e15, 1e15 + 0.125}}) {
    const AxisRange range = range_of(numbers);
    CHECK(range.low < range.high);
    CHECK_FALSE(nice_ticks(range, 5, TickStyle::kPlain).empty());
  }
}

TEST_CASE("Numbers for people") {
  CHECK(number_text(3.14159) == "3.142");
  CHECK(number_text(0) == "0");
  CHECK(number_text(-0.00001) ==
        "\xE2\x88\x92"
        "1e\xE2\x88\x92"
        "5");
  CHECK(number_text(123456) == "123456");
  CHECK(number_text(NAN) == "-");
  CHECK(compact_text(149504) == "149.5k");
  CHECK(compact_text(2e6) == "2M");
  CHECK(compact_text(999990) == "1M");
  CHECK(compact_text(20) == "20");
  CHECK(duration_text(4.25) == "4.2 s");
  CHECK(duration_text(200) == "3 min 20 s");
  CHECK(duration_text(7500) == "2 h 5 min");
  CHECK(duration_text(-1) == "-");
  CHECK(duration_text(NAN) == "-");
}
