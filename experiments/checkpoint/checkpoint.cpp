#include "experiments/checkpoint/checkpoint.h"

#include <fmt/format.h>

#include <charconv>

#include "agents/state/tensor_checks.h"
#include "experiments/checkpoint/space_description.h"
#include "experiments/config/config_text.h"
#include "experiments/files/safetensors.h"

namespace saccade {
namespace {

constexpr const char* kFormat = "saccade checkpoint 2";
constexpr const char* kFormat1 = "saccade checkpoint 1";  // Its actions were not normalised.

std::int64_t parse_step(const std::string& text, const std::string& name) {
  std::int64_t step = -1;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, step);
  if (error != std::errc() || rest != end || step < 0) {
    throw Error("checkpoint '" + name + "': found the step '" + text + "', wanted a whole number");
  }
  return step;
}

/// The learner counts its steps too.
void check_step(std::int64_t step, const TensorMap& tensors, const std::string& name) {
  const std::string counter = "learner.steps_and_updates";
  if (!tensors.contains(counter)) return;
  const std::int64_t counted = read_counts<std::int64_t>(tensors, counter, 2)[0];
  if (counted == step) return;
  throw Error(
      fmt::format("checkpoint '{}': tensor '{}' holds step {}, wanted {} as its metadata say", name,
                  counter, counted, step));
}

void check_format(const std::string& format, const std::string& name) {
  if (format == kFormat) return;
  const char* hint = format == kFormat1
                         ? ": it was written before continuous actions were normalised; train again"
                         : "";
  throw Error(fmt::format("checkpoint '{}': found the format '{}', wanted '{}'{}", name, format,
                          kFormat, hint));
}

void refuse(const Checkpoint& checkpoint, const std::filesystem::path& file,
            const EnvironmentSpec& spec, const char* what, const std::string& found,
            const std::string& wanted) {
  const char* hint = found == wanted ? " (the names or ranges differ)" : "";
  throw Error(fmt::format(
      "checkpoint '{}' was trained in environment '{}' with the {} [{}], but environment '{}' has "
      "[{}]{}",
      file.string(), checkpoint.env_id, what, found, spec.id, wanted, hint));
}

}  // namespace

Checkpoint make_checkpoint(const ExperimentConfig& config, const EnvironmentSpec& spec,
                           std::int64_t step, TensorMap tensors) {
  return {step,
          spec.id,
          write_config(config),
          describe_space(spec.kinds[0].observation),
          describe_space(spec.kinds[0].action),
          summarise_space(spec.kinds[0].observation),
          summarise_space(spec.kinds[0].action),
          std::move(tensors)};
}

void write_checkpoint(const std::filesystem::path& file, const Checkpoint& checkpoint) {
  write_safetensors(file, {{{"format", kFormat},
                            {"step", std::to_string(checkpoint.step)},
                            {"env", checkpoint.env_id},
                            {"config", checkpoint.config},
                            {"observation", checkpoint.observation},
                            {"action", checkpoint.action},
                            {"observation_summary", checkpoint.observation_summary},
                            {"action_summary", checkpoint.action_summary}},
                           checkpoint.tensors});
}

Checkpoint read_checkpoint(const std::filesystem::path& file) {
  SafetensorsFile contents = read_safetensors(file);
  const auto take = [&](const char* key) {
    const auto found = contents.metadata.find(key);
    if (found != contents.metadata.end()) return found->second;
    throw Error(fmt::format("checkpoint '{}': its metadata lack '{}'", file.string(), key));
  };
  check_format(take("format"), file.string());
  const std::int64_t step = parse_step(take("step"), file.string());
  check_step(step, contents.tensors, file.string());
  return {step,
          take("env"),
          take("config"),
          take("observation"),
          take("action"),
          take("observation_summary"),
          take("action_summary"),
          std::move(contents.tensors)};
}

void check_fits(const Checkpoint& checkpoint, const std::filesystem::path& file,
                const EnvironmentSpec& spec) {
  if (checkpoint.observation != describe_space(spec.kinds[0].observation)) {
    refuse(checkpoint, file, spec, "entities", checkpoint.observation_summary,
           summarise_space(spec.kinds[0].observation));
  }
  if (checkpoint.action != describe_space(spec.kinds[0].action)) {
    refuse(checkpoint, file, spec, "actions", checkpoint.action_summary,
           summarise_space(spec.kinds[0].action));
  }
}

}  // namespace saccade
