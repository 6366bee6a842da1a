// One expected number per short run and width of the vectors, whatever the number of threads, the
// build type and the compiler.  A change of bits is a decision: whoever makes it prints the table
// anew and commits it.
//
//   build/release/tests/test_determinism "[print]"      for this build's width
//   tests/determinism/run                               every width and compiler against the table
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include "determinism/subjects.h"
#include "nn/kernels/lanes.h"

namespace {

using saccade::testing::bits_of_run;
using saccade::testing::determinism_subjects;

/// Floats that one register holds in this build.
constexpr int kWidth = saccade::nn::kLanes<float>;

std::string hexadecimal(std::uint64_t bits) {
  std::ostringstream text;
  text << std::hex << bits;
  return text.str();
}

/// The rows of this width: subject -> bits.
std::map<std::string, std::string> expected_bits() {
  std::ifstream file(SACCADE_EXPECTED_BITS);
  std::map<std::string, std::string> expected;
  int width = 0;
  std::string bits, name;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    if (line.starts_with('#') || !(fields >> width >> bits >> std::ws)) continue;
    std::getline(fields, name);
    if (width == kWidth) expected[name] = bits;
  }
  return expected;
}

}  // namespace

TEST_CASE("a short run has the bits that are expected") {
  const std::map<std::string, std::string> expected = expected_bits();
  INFO("vectors of " << kWidth << " floats; expected: " << SACCADE_EXPECTED_BITS);
  if (expected.empty()) {
    WARN("no bits are known for vectors of " << kWidth << " floats: print the rows, commit them");
    return;
  }
  const auto subjects = determinism_subjects();
  CHECK(expected.size() == subjects.size());
  for (const auto& subject : subjects) {
    INFO(subject.name);
    REQUIRE(expected.contains(subject.name));
    CHECK(hexadecimal(bits_of_run(subject, 1)) == expected.at(subject.name));
  }
}

TEST_CASE("a short run has the same bits for any number of threads", "[threads]") {
  for (const auto& subject : determinism_subjects()) {
    INFO(subject.name);
    const std::uint64_t alone = bits_of_run(subject, 1);
    for (const int threads : {2, 3, 8}) {
      INFO(threads << " threads");
      CHECK(bits_of_run(subject, threads) == alone);
    }
  }
}

TEST_CASE("print this width's rows of the table", "[.][print]") {
  for (const auto& subject : determinism_subjects()) {
    std::printf("%-2d %16s %s\n", kWidth, hexadecimal(bits_of_run(subject, 1)).c_str(),
                subject.name.c_str());
  }
}
