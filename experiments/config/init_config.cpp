#include "experiments/config/init_config.h"

#include <fmt/format.h>

#include "envs/core/error.h"

namespace saccade {

bool set_init(InitConfig& init, const std::string& name, const ConfigValue& value) {
  if (name != "init.from" && name != "init.digest") return false;
  const auto* text = std::get_if<std::string>(&value);
  if (!text) {
    throw Error(fmt::format(
        "{}: found {}, wanted {}", name, format_value(value),
        name == "init.from" ? "a path of a checkpoint file" : "a text of 16 hexadecimal digits"));
  }
  (name == "init.from" ? init.from : init.digest) = *text;
  return true;
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
         "file "
         "the path is relative to that file. `train --init RUN` sets it.\n"
         "init.digest  (a text of 16 hexadecimal digits)\n"
         "    Digest of the weights in init.from; other weights are refused. A run writes it to "
         "its "
         "config.toml.\n";
}

}  // namespace saccade
