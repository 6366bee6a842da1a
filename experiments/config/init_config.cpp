#include "experiments/config/init_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "envs/core/error.h"

namespace saccade {
namespace {

constexpr std::size_t kDigestDigits = 16;

bool is_digest(std::string_view text) {
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  return text.size() == kDigestDigits && std::all_of(text.begin(), text.end(), is_digit);
}

}  // namespace

bool set_init(InitConfig& init, const std::string& name, const ConfigValue& value) {
  if (name != "init.from" && name != "init.digest") return false;
  const auto* text = std::get_if<std::string>(&value);
  if (!text) {
    throw Error(fmt::format(
        "{}: found {}, wanted {}", name, format_value(value),
        name == "init.from" ? "a path of a checkpoint file" : "a text of 16 hexadecimal digits"));
  }
  if (name == "init.digest" && !text->empty() && !is_digest(*text)) {
    throw Error(fmt::format("{}: found {}, wanted a text of {} hexadecimal digits, 0-9 and a-f",
                            name, format_value(value), kDigestDigits));
  }
  (name == "init.from" ? init.from : init.digest) = *text;
  return true;
}

void check_init(const InitConfig& init) {
  if (init.digest.empty() || !init.from.empty()) return;
  throw Error(fmt::format(
      "init.digest: found \"{}\" without init.from, wanted both or init.from alone", init.digest));
}

void resolve_init(InitConfig& init, const std::filesystem::path& folder) {
  if (!init.from.empty()) init.from = (folder / init.from).lexically_normal().string();
}

std::string write_init(const InitConfig& init) {
  if (init.from.empty()) return "";
  return fmt::format("[init]\nfrom = {}\ndigest = {}\n\n", format_value(init.from),
                     format_value(init.digest));
}

std::string describe_init() {
  return "init.from  (a path of a checkpoint file)\n"
         "    Weights to begin with, where they fit by name and shape; the rest is drawn. In a "
         "file the path is relative to that file. `train --init RUN` sets it.\n"
         "init.digest  (a text of 16 hexadecimal digits)\n"
         "    Digest of the weights in init.from; other weights are refused. A run writes it to "
         "its config.toml.\n";
}

}  // namespace saccade
