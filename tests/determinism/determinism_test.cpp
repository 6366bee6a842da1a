// One expected number per short run, width of the vectors and mathematical library, whatever the
// number of threads, the build type and the compiler.  A change of bits is a decision: whoever
// makes it prints the table anew and commits it.
//
//   build/release/tests/test_determinism "[print]"      for this build's vectors and libraries
//   tests/determinism/run                               every width and compiler against the table
#include <catch2/catch.hpp>
#include <cmath>
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

/// Whether the C library rounds atan2 and log1p of floats correctly, as glibc does since 2.41;
/// known by a result that older versions rounded otherwise.  (Volatile: by the library, not by the
/// compiler.)
bool rounds_correctly() {
  const volatile float y = 0x1.1150a2p-15F, x = 0.7F;
  return std::atan2(y, x) == 0x1.86733p-15F;
}

/// Whether xsimd's exp is made of fused multiply-adds, which for AVX-512 it was not in version 8.
bool fuses_exp() {
  const volatile float x = -0x1.5af44p+1F;
  return xsimd::exp(saccade::nn::Lanes<float>(x)).get(0) == 0x1.106086p-4F;
}

std::string hexadecimal(std::uint64_t bits) {
  std::ostringstream text;
  text << std::hex << bits;
  return text.str();
}

/// What the first column of the table says for this build: its vectors, and `/13` with the
/// libraries of Debian 13; nothing for another mixture of libraries.
std::string kind_of_row() {
  const bool newer = rounds_correctly();
  if (vectors() == "16" && fuses_exp() != newer) return "";
  return vectors() + (newer ? "/13" : "");
}

/// The rows that begin so: name of the run -> bits.
std::map<std::string, std::string> rows_of(const std::string& kind) {
  std::ifstream file(SACCADE_EXPECTED_BITS);
  std::map<std::string, std::string> rows;
  std::string found, bits, name;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields(line);
    if (line.starts_with('#') || !(fields >> found >> bits >> std::ws)) continue;
    std::getline(fields, name);
    if (found == kind) rows[name] = bits;
  }
  return rows;
}

/// Of Debian 13 the table has the runs whose bits differ from those on Debian 12.
std::map<std::string, std::string> expected_bits() {
  std::map<std::string, std::string> rows = rows_of(kind_of_row());
  if (!rows.empty()) rows.merge(rows_of(vectors()));
  return rows;
}

}  // namespace

TEST_CASE("a short run has the bits that are expected") {
  const std::map<std::string, std::string> expected = expected_bits();
  INFO("vectors: " << vectors() << "; expected: " << SACCADE_EXPECTED_BITS);
  if (expected.empty()) {
    WARN("no bits are known for the vectors "
         << vectors() << " and these libraries: print the rows, commit them");
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

TEST_CASE("print this build's rows of the table", "[.][print]") {
  const std::string kind = kind_of_row();
  const auto known = kind == vectors() ? std::map<std::string, std::string>{} : rows_of(vectors());
  for (const auto& run : determinism_cases()) {
    const std::string bits = hexadecimal(bits_of_run(run, 1));
    const auto same = known.find(run.name);
    if (same != known.end() && same->second == bits) continue;
    std::printf("%-2s %16s %s\n", kind.c_str(), bits.c_str(), run.name.c_str());
  }
}
