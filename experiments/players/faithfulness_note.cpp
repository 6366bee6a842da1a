#include "experiments/players/faithfulness_note.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "experiments/run/run_directory.h"

namespace saccade {

namespace {

const char* const kNotTested = "not tested: saccade explain";

std::string note_of(const nlohmann::json& explained, std::int64_t step) {
  if (explained.at("step").get<std::int64_t>() != step) return kNotTested;
  const nlohmann::json& found = explained.at("faithfulness");
  if (!found.at("verdict").is_string()) return "tested: no verdict, see explain.html";
  const std::string verdict = found.at("verdict").get<std::string>();
  const nlohmann::json& gain = found.at("methods").at("attention").at("gain");
  if (!gain.is_number() || !std::isfinite(gain.get<double>())) return "tested: " + verdict;
  return fmt::format("tested: {}, gain {:.0f}%", verdict, 100 * gain.get<double>());
}

}  // namespace

std::string faithfulness_note(const std::filesystem::path& run_folder, std::int64_t step) {
  const auto text = contents_of(run_folder / "explain.json");
  if (!text) return kNotTested;
  const auto json = nlohmann::json::parse(*text, nullptr, false);
  try {
    return note_of(json, step);
  } catch (const nlohmann::json::exception&) {
    return kNotTested;  // Written by an earlier version, or cut short.
  }
}

}  // namespace saccade
