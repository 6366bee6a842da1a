#include "experiments/machine/memory_need.h"

#include <fmt/format.h>
#include <malloc.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <optional>
#include <sstream>

#include "envs/episode/episode_runner.h"
#include "experiments/files/atomic_file.h"
#include "nn/memory/memory_kinds.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;

std::uint64_t bytes_in_use() {
  const struct mallinfo2 info = ::mallinfo2();
  return info.uordblks + info.hblkhd;
}

std::string gibibytes(std::uint64_t bytes) {
  return fmt::format("{:.2f} GiB", static_cast<double>(bytes) / (1 << 30));
}

/// The text of a file of the kernel, or nothing where there is none.
std::string kernel_text(const fs::path& file) {
  try {
    return read_file(file);
  } catch (const Error&) {
    return "";
  }
}

/// The number behind `label`, or nothing.
std::optional<std::uint64_t> number_after(const std::string& text, const std::string& label) {
  const std::size_t at = text.find(label);
  if (at == std::string::npos) return std::nullopt;
  std::istringstream rest(text.substr(at + label.size()));
  std::uint64_t number = 0;
  if (rest >> number) return number;
  return std::nullopt;
}

/// A limit of the process less what it uses of it, which /proc/self/status knows in KiB.
void add_process_limit(std::vector<MemoryLimit>& limits, int resource, const char* used,
                       const char* name) {
  rlimit limit{};
  if (::getrlimit(static_cast<__rlimit_resource>(resource), &limit) != 0) return;
  if (limit.rlim_cur == RLIM_INFINITY) return;
  const auto taken = number_after(kernel_text("/proc/self/status"), used).value_or(0) * 1024;
  limits.push_back({limit.rlim_cur > taken ? limit.rlim_cur - taken : 0, name});
}

/// What a control group and those above it allow.
void add_group_limits(std::vector<MemoryLimit>& limits, const fs::path& root, const fs::path& group,
                      const char* file) {
  for (fs::path path = group;; path = path.parent_path()) {
    const auto bytes = number_after(kernel_text(root / path / file), "");
    if (bytes) limits.push_back({*bytes, "the memory limit of the control group"});
    if (path.empty()) return;
  }
}

/// /proc/self/cgroup has lines "hierarchy:controllers:/path": version 2 names no controllers.
void add_all_group_limits(std::vector<MemoryLimit>& limits) {
  std::istringstream lines(kernel_text("/proc/self/cgroup"));
  for (std::string line; std::getline(lines, line);) {
    const std::size_t first = line.find(':'), second = line.find(":/", first + 1);
    if (first == std::string::npos || second == std::string::npos) continue;
    const std::string controllers = line.substr(first + 1, second - first - 1);
    const fs::path group = line.substr(second + 2);
    if (controllers.empty()) add_group_limits(limits, "/sys/fs/cgroup", group, "memory.max");
    if (controllers == "memory") {
      add_group_limits(limits, "/sys/fs/cgroup/memory", group, "memory.limit_in_bytes");
    }
  }
}

void add_machine_limit(std::vector<MemoryLimit>& limits) {
  const std::string text = kernel_text("/proc/meminfo");
  const auto available = number_after(text, "MemAvailable:");
  const auto swap = number_after(text, "SwapFree:");
  if (available) {
    limits.push_back({(*available + swap.value_or(0)) * 1024, "the memory that is free"});
  }
}

// Of what is kept of the memory of policies in a rollout.
std::uint64_t bytes_of_states(const LearnerConfig& config, const EnvironmentSpec& spec) {
  nn::ParameterLayout layout;
  const PolicyConfig& policy = config.policy;
  const auto memory = nn::make_memory<float>(policy.memory, policy.encoder.width, "", layout);
  if (!memory) return 0;
  const int parts = policy.separate_value ? 2 : 1;
  const auto width = static_cast<std::uint64_t>(memory->state_width()) *
                     static_cast<std::uint64_t>(parts) * sizeof(float);
  const int sequences = (config.rollout.horizon - 1) / policy.sequence_length() + 1;
  return width * static_cast<std::uint64_t>(sequences) *
         static_cast<std::uint64_t>(config.rollout.envs) *
         static_cast<std::uint64_t>(spec.agent_count());
}

}  // namespace

MemoryNeed measure_need(const ExperimentConfig& config, const EnvironmentFactory& factory) {
  // What is set up once for all environments is not counted: the first one has paid for it.
  const EpisodeRunner first(factory(), config.seed, 0);
  const std::uint64_t before = bytes_in_use();
  const EpisodeRunner second(factory(), config.seed, 1);
  const std::uint64_t after = bytes_in_use();
  const EnvironmentSpec& spec = second.spec();
  constexpr std::uint64_t kRecorded = 4;  // Log-probability, reward, two values.
  constexpr std::uint64_t kTargets = 2;   // Advantage, return.
  // What is collected while the rollout before is learned from.
  const std::uint64_t records = make_algorithm(config.learner.algorithm)->lag() > 0 ? 2 : 1;
  const auto agents = static_cast<std::uint64_t>(spec.agent_count());
  const auto environments = static_cast<std::uint64_t>(config.learner.rollout.envs);
  return {.environment = after > before ? after - before : 0,
          .step = sizeof(float) *
                  (records * (kRecorded * agents + spec.action_count()) + kTargets * agents),
          .environments = environments,
          .steps = environments * static_cast<std::uint64_t>(config.learner.rollout.horizon),
          .states = records * bytes_of_states(config.learner, spec)};
}

std::vector<MemoryLimit> memory_limits() {
  std::vector<MemoryLimit> limits;
  add_process_limit(limits, RLIMIT_AS, "VmSize:", "the limit of address space (ulimit -v)");
  add_process_limit(limits, RLIMIT_DATA, "VmData:", "the limit of data (ulimit -d)");
  add_all_group_limits(limits);
  add_machine_limit(limits);
  return limits;
}

void check_memory(const MemoryNeed& need, const std::vector<MemoryLimit>& limits) {
  for (const MemoryLimit& limit : limits) {
    if (need.total() <= limit.bytes) continue;
    throw Error(fmt::format(
        "memory: {} environments of {:.0f} KiB each and {} recorded steps take {} at least, but {} "
        "leaves {}; lower rollout.envs or rollout.horizon",
        need.environments, static_cast<double>(need.environment) / 1024, need.steps,
        gibibytes(need.total()), limit.name, gibibytes(limit.bytes)));
  }
}

}  // namespace saccade
