#include "experiments/config/config_text.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "experiments/config/config_schema.h"
#include "experiments/config/init_config.h"

namespace saccade {
namespace {

std::string section_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  return dot == std::string_view::npos ? std::string() : std::string(name.substr(0, dot));
}

std::string_view last_part(std::string_view name) {
  return name.substr(name.rfind('.') + 1);
}

std::string write_option(const OptionValue& value) {
  return std::visit(
      [](const auto& v) {
        using Value = std::decay_t<decltype(v)>;
        if constexpr (std::is_same_v<Value, int>) return format_value(std::int64_t{v});
        return format_value(v);
      },
      value);
}

std::string write_options(const Options& options) {
  std::string text;
  for (std::size_t i = 0; i < options.specs().size(); ++i) {
    text += fmt::format("{} = {}\n", options.specs()[i].name, write_option(options.values()[i]));
  }
  return text;
}

/// What ends the keys without a section, and the sections whose keys are declared elsewhere.
std::string write_choices(const ExperimentConfig& config) {
  const AlgorithmConfig& algorithm = config.learner.algorithm;
  return fmt::format("algorithm = {}\n\n{}[env]\nid = {}\n{}\n[wrap]\n{}\n[{}]\n{}",
                     format_value(algorithm.name), write_init(config.init),
                     format_value(config.env_id), write_options(config.env_options),
                     write_options(config.wrap), algorithm.name, write_options(algorithm.options));
}

/// Those of one section, for `--help-config`.
std::string describe_options(const std::string& section, const std::vector<OptionSpec>& specs) {
  std::string text;
  for (const OptionSpec& spec : specs) {
    text += fmt::format("{}.{} = {}  ({})\n    {}\n", section, spec.name,
                        write_option(spec.default_value), accepted_values(spec), spec.help);
  }
  return text;
}

std::string describe_algorithms() {
  std::vector<std::string> names;
  std::string sections;
  for (const AlgorithmEntry& entry : algorithms()) {
    names.push_back(entry.name);
    sections += describe_options(entry.name, entry.options);
  }
  std::string text = fmt::format("algorithm = {}  (one of {})\n",
                                 format_value(AlgorithmConfig().name), fmt::join(names, ", "));
  for (const AlgorithmEntry& entry : algorithms()) {
    text += fmt::format("    {}: {}\n", entry.name, entry.summary);
  }
  return text + sections;
}

std::string write_plugins(const ExperimentConfig& config) {
  if (config.plugins.empty()) return "";
  std::vector<std::string> quoted;
  for (const std::string& plugin : config.plugins) quoted.push_back(format_value(plugin));
  return fmt::format("plugins = [{}]\n", fmt::join(quoted, ", "));
}

}  // namespace

std::string write_config(const ExperimentConfig& config) {
  std::string text =
      "# The complete configuration of a run: `saccade train` with this file repeats the run.\n";
  text += write_plugins(config);
  std::string section;
  for (const ConfigKey& key : config_keys()) {
    if (section_of(key.name) != section) {
      if (section.empty()) text += write_choices(config);
      section = section_of(key.name);
      text += fmt::format("\n[{}]\n", section);
    }
    text += fmt::format("{} = {}\n", last_part(key.name), format_field(key, config));
  }
  return text;
}

std::string describe_config_keys() {
  std::string text =
      "env.id  (id of an environment)\n    Environment to train in.\n"
      "env.<option>\n    Option of the environment; `saccade envs ENV` lists them.\n"
      "plugins = [FILE, ...]\n    Shared libraries (plug-ins) with more environments; see also "
      "--plugin FILE.\n";
  text += describe_init();
  const ExperimentConfig defaults;
  text += describe_options("wrap", defaults.wrap.specs());
  for (const ConfigKey& key : config_keys()) {
    text += fmt::format("{} = {}  ({})\n    {}\n", key.name, format_field(key, defaults),
                        describe_type(key), key.help);
  }
  return text + describe_algorithms();
}

}  // namespace saccade
