// The built saccade as a person calls it.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "support/program.h"

namespace saccade::testing {

inline ProgramResult saccade_in(const std::filesystem::path& folder,
                                const std::vector<std::string>& arguments) {
  return run_program_in(folder, SACCADE_PROGRAM, arguments);
}

inline ProgramResult run(const std::vector<std::string>& arguments) {
  return saccade_in(std::filesystem::temp_directory_path(), arguments);
}

inline nlohmann::json json_of(const std::vector<std::string>& arguments) {
  const ProgramResult result = run(arguments);
  INFO(result.err);
  REQUIRE(result.status == 0);
  CHECK(result.err.empty());
  return nlohmann::json::parse(result.out);
}

// The request was wrong: status 2, nothing on stdout, one line "error: ..." on stderr.
inline std::string refusal(const std::vector<std::string>& arguments) {
  const ProgramResult result = run(arguments);
  CHECK(result.status == 2);
  CHECK(result.out.empty());
  CHECK_THAT(result.err, Catch::Matchers::StartsWith("error: "));
  CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  return result.err;
}

}  // namespace saccade::testing
