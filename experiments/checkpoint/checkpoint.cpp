#include "experiments/checkpoint/checkpoint.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <nlohmann/json.hpp>
#include <string_view>

#include "agents/state/tensor_checks.h"
#include "envs/spaces/space_description.h"
#include "experiments/config/config_text.h"
#include "experiments/files/safetensors.h"

namespace saccade {
namespace {

constexpr const char* kFormat = "saccade checkpoint 3";
constexpr const char* kFormat2 = "saccade checkpoint 2";  // See has_old_context.
constexpr const char* kFormat1 = "saccade checkpoint 1";  // Its actions were not normalised.
constexpr const char* kKinds = "kinds";

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

/// Format 2 called the blocks of cross-attention's context "policy.memory0", ..., as if they were
/// part of the policy's memory.  Nothing else differs, so a file without such tensors is read.
bool has_old_context(const TensorMap& tensors) {
  return std::any_of(tensors.begin(), tensors.end(), [](const auto& tensor) {
    const std::string_view name = tensor.first;
    for (const std::string_view block : {"policy.memory", "value.memory"}) {
      const std::size_t at = name.find(block);
      if (at == std::string_view::npos || at + block.size() == name.size()) continue;
      const char next = name[at + block.size()];
      if (next >= '0' && next <= '9') return true;
    }
    return false;
  });
}

void check_format(const std::string& format, const TensorMap& tensors, const std::string& name) {
  if (format == kFormat) return;
  if (format == kFormat2 && !has_old_context(tensors)) return;
  const char* hint = "";
  if (format == kFormat1) {
    hint = ": it was written before continuous actions were normalised; train again";
  } else if (format == kFormat2) {
    hint = ": its blocks for cross-attention have names of older versions; train again";
  }
  throw Error(fmt::format("checkpoint '{}': found the format '{}', wanted '{}'{}", name, format,
                          kFormat, hint));
}

KindDescription describe(const AgentKind& kind, GeometryText geometry) {
  return {kind.name, describe_space(kind.observation, geometry), describe_space(kind.action),
          summarise_space(kind.observation), summarise_space(kind.action)};
}

std::string prefix_of(const KindDescription& kind) {
  return AgentKind{.name = kind.name, .observation = {}, .action = {}}.prefix();
}

/// The metadata of a kind, each under its key and the text that it is.
template <class Kind, class Call>
void for_each_text(Kind& kind, const Call& call) {
  const std::string prefix = prefix_of(kind);
  call(prefix + "observation", kind.observation);
  call(prefix + "action", kind.action);
  call(prefix + "observation_summary", kind.observation_summary);
  call(prefix + "action_summary", kind.action_summary);
}

std::vector<std::string> names_of(const std::vector<KindDescription>& kinds) {
  std::vector<std::string> names;
  for (const KindDescription& kind : kinds) names.push_back(kind.name);
  return names;
}

/// A policy that sees in the world's frame tells of no geometry, which may be declared later.
bool sees_alike(const std::string& was, const ObservationSpace& is) {
  return was == describe_space(is, GeometryText::kWith) ||
         was == describe_space(is, GeometryText::kWithout);
}

/// Kinds with the names that "kinds" lists, or a single one without name where it is missing.
std::vector<KindDescription> parse_kinds(const std::map<std::string, std::string>& metadata,
                                         const std::string& file) {
  const auto found = metadata.find(kKinds);
  if (found == metadata.end()) return std::vector<KindDescription>(1);
  const auto is_flat = [](int depth, nlohmann::json::parse_event_t, const nlohmann::json&) {
    return depth <= 2;
  };
  const nlohmann::json names = nlohmann::json::parse(found->second, is_flat, false);
  std::vector<KindDescription> kinds;
  if (names.is_array()) {
    for (const nlohmann::json& name : names) {
      if (name.is_string()) kinds.push_back({.name = name.get<std::string>()});
    }
  }
  if (!kinds.empty() && kinds.size() == names.size()) return kinds;
  throw Error(fmt::format("checkpoint '{}': its metadata '{}' hold '{}', wanted a list of names",
                          file, kKinds, found->second));
}

void refuse(const Checkpoint& checkpoint, const std::filesystem::path& file,
            const EnvironmentSpec& spec, const std::string& what, const std::string& found,
            const std::string& wanted) {
  const char* hint = found == wanted ? " (the names, ranges or geometry differ)" : "";
  throw Error(fmt::format(
      "checkpoint '{}' was trained in environment '{}' with the {} [{}], but environment '{}' has "
      "[{}]{}",
      file.string(), checkpoint.env_id, what, found, spec.id, wanted, hint));
}

}  // namespace

Checkpoint make_checkpoint(const ExperimentConfig& config, const EnvironmentSpec& spec,
                           std::int64_t step, TensorMap tensors) {
  Checkpoint checkpoint{step, spec.id, write_config(config), {}, std::move(tensors)};
  const bool in_world = config.learner.policy.frame == ObservationFrame::kWorld;
  for (const AgentKind& kind : spec.kinds) {
    checkpoint.kinds.push_back(
        describe(kind, in_world ? GeometryText::kWithout : GeometryText::kWith));
  }
  return checkpoint;
}

void write_checkpoint(const std::filesystem::path& file, const Checkpoint& checkpoint) {
  SafetensorsFile contents{{{"format", kFormat},
                            {"step", std::to_string(checkpoint.step)},
                            {"env", checkpoint.env_id},
                            {"config", checkpoint.config}},
                           checkpoint.tensors};
  const std::vector<std::string> names = names_of(checkpoint.kinds);
  if (names != std::vector<std::string>{""}) {
    contents.metadata[kKinds] = nlohmann::json(names).dump();
  }
  for (const KindDescription& kind : checkpoint.kinds) {
    for_each_text(kind, [&contents](const std::string& key, const std::string& text) {
      contents.metadata[key] = text;
    });
  }
  write_safetensors(file, contents);
}

Checkpoint read_checkpoint(const std::filesystem::path& file) {
  SafetensorsFile contents = read_safetensors(file);
  const auto take = [&](const std::string& key) {
    const auto found = contents.metadata.find(key);
    if (found != contents.metadata.end()) return found->second;
    throw Error(fmt::format("checkpoint '{}': its metadata lack '{}'", file.string(), key));
  };
  check_format(take("format"), contents.tensors, file.string());
  const std::int64_t step = parse_step(take("step"), file.string());
  check_step(step, contents.tensors, file.string());
  std::vector<KindDescription> kinds = parse_kinds(contents.metadata, file.string());
  for (KindDescription& kind : kinds) {
    for_each_text(kind, [&take](const std::string& key, std::string& text) { text = take(key); });
  }
  return {step, take("env"), take("config"), std::move(kinds), std::move(contents.tensors)};
}

void check_fits(const Checkpoint& checkpoint, const std::filesystem::path& file,
                const EnvironmentSpec& spec) {
  std::vector<KindDescription> kinds;
  for (const AgentKind& kind : spec.kinds) {
    kinds.push_back(describe(kind, GeometryText::kWith));
  }
  const std::vector<std::string> found = names_of(checkpoint.kinds), wanted = names_of(kinds);
  if (found != wanted) {
    refuse(checkpoint, file, spec, "agent kinds", fmt::format("{}", fmt::join(found, ", ")),
           fmt::format("{}", fmt::join(wanted, ", ")));
  }
  for (std::size_t k = 0; k < kinds.size(); ++k) {
    const KindDescription &was = checkpoint.kinds[k], &is = kinds[k];
    const std::string of_kind = is.name.empty() ? "" : " of agent kind " + is.name;
    if (!sees_alike(was.observation, spec.kinds[k].observation)) {
      refuse(checkpoint, file, spec, "entities" + of_kind, was.observation_summary,
             is.observation_summary);
    }
    if (was.action != is.action) {
      refuse(checkpoint, file, spec, "actions" + of_kind, was.action_summary, is.action_summary);
    }
  }
}

}  // namespace saccade
