// One expected number per short run and width of the vectors, whatever the number of threads, the
// build type and the compiler.  A change of bits is a decision: whoever makes it prints the table
// anew and commits it.
//
//   build/release/tests/test_determinism "[print]"      for this build's vectors
//   tests/determinism/run                               every width and compiler against the table
#include <catch2/catch.hpp>
#include <cstdio>
#include <fstream>
#include <map>
#include <sstream>

#include "determinism/determinism_cases.h"
#include "nn/kernels/lanes.h"

namespace {

using saccade::testing::bits_of_run;
using saccade::testing::determinism_cases;

/// What the table calls this build's vectors: how many floats one register holds, and apart from
/// these 64-bit Arm's, which are 4 floats with fused multiply-add.
std::string vectors() {
#ifdef __aarch64__
  return "neon";
#else
  return std::to_string(saccade::nn::kLanes<float>);
#endif
}

std::string hexadecimal(std::uint64_t bits) {
  std::ostringstream text;
  text << std::hex << bits;
  return text.str();
}

/// The rows of these vectors: name of the run -> bits.
std::map<std::string, std::string> expected_bits() {
  std::ifstream file(SACCADE_EXPECTED_BITS);
  std::map<std::string, std::string> expected;
  std::string width, bits, name;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    if (line.starts_with('#') || !(fields >> width >> bits >> std::ws)) continue;
    std::getline(fields, name);
    if (width == vectors()) expected[name] = bits;
  }
  return expected;
}

}  // namespace

TEST_CASE("a short run has the bits that are expected") {
  const std::map<std::string, std::string> expected = expected_bits();
  INFO("vectors: " << vectors() << "; expected: " << SACCADE_EXPECTED_BITS);
  if (expected.empty()) {
    WARN("no bits are known for the vectors " << vectors() << ": print the rows, commit them");
    return;
  }
  const auto cases = determinism_cases();
  CHECK(expected.size() == cases.size());
  for (const auto& run : cases) {
    INFO(run.name);
    REQUIRE(expected.contains(run.name));
    CHECK(hexadecimal(bits_of_run(run, 1)) == expected.at(run.name));
  }
}

TEST_CASE("a short run has the same bits for any number of threads", "[threads]") {
  for (const auto& run : determinism_cases()) {
    INFO(run.name);
    const std::uint64_t alone = bits_of_run(run, 1);
    for (const int threads : {2, 3, 8}) {
      INFO(threads << " threads");
      CHECK(bits_of_run(run, threads) == alone);
    }
  }
}

TEST_CASE("print these vectors' rows of the table", "[.][print]") {
  for (const auto& run : determinism_cases()) {
    std::printf("%-2s %16s %s\n", vectors().c_str(), hexadecimal(bits_of_run(run, 1)).c_str(),
                run.name.c_str());
  }
}
