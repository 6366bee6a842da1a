// Writes policies of every kind as headers, with programs that compare them with Saccade.
//
//   write_headers FOLDER [CASE]...    FOLDER/<case>.h, .cpp and .numbers; all cases unless some are
//                                     named
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <utility>
#include <vector>

#include "agents/policy/policy_set.h"
#include "experiments/checkpoint/checkpoint.h"
#include "experiments/checkpoint/initial_weights.h"
#include "experiments/export/exported_policy.h"
#include "experiments/header/policy_header.h"
#include "glue_code.h"
#include "interop/cases.h"
#include "interop/random_policies.h"
#include "interop/spaces.h"

namespace saccade::export_header {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kEpisodes = 10;  // Of nine observations.

/// What an agent of a kind sees and decides in some episodes.
std::vector<float> episodes(const HeaderPlan& plan, const EnvironmentSpec& spec, std::size_t kind,
                            const PolicySet& policies) {
  std::vector<float> numbers;
  TeamActor actor(policies, spec);
  for (std::uint64_t episode = 0; episode < kEpisodes; ++episode) {
    actor.begin_episode();
    bool begins = true;
    for (const Observation& seen : interop::observations_of(spec.kinds[kind], 1 + 100 * episode)) {
      const Decision decision = actor.decide(spec.first_agent(kind), seen, nullptr);
      append_numbers(plan, begins, seen, decision, numbers);
      begins = false;
    }
  }
  return numbers;
}

void write(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

/// One kind of agents of a case; `value` as of HeaderOptions.
void write_kind(const std::string& name, const fs::path& folder, const Checkpoint& checkpoint,
                const EnvironmentSpec& spec, std::size_t kind, const PolicySet& policies,
                bool value) {
  const ExportedPolicy policy = exported_policy(checkpoint, name, spec.kinds[kind].name);
  const HeaderOptions options{.value = value, .digest = policies_digest(checkpoint)};
  const HeaderPlan plan(policy, options);
  write(folder / (name + ".h"), policy_header(policy, options));
  write(folder / (name + ".cpp"), glue_code(plan, name + ".h"));
  const std::vector<float> numbers = episodes(plan, spec, kind, policies);
  const auto* bytes = reinterpret_cast<const char*>(numbers.data());
  write(folder / (name + ".numbers"), std::string(bytes, numbers.size() * sizeof(float)));
}

void write_case(const interop::Case& wanted, const EnvironmentSpec& spec, const fs::path& folder,
                std::uint64_t seed) {
  const ExperimentConfig config = interop::config_of(wanted, spec);
  const PolicySet policies = interop::random_policies(spec, config, seed);
  const fs::path file = folder / (wanted.name + ".safetensors");
  write_checkpoint(file, make_checkpoint(config, spec, 0, policies.tensors()));
  const Checkpoint checkpoint = read_checkpoint(file);
  for (std::size_t kind = 0; kind < spec.kinds.size(); ++kind) {
    const std::string& of = spec.kinds[kind].name;
    const std::string name = of.empty() ? wanted.name : wanted.name + '-' + of;
    write_kind(name, folder, checkpoint, spec, kind, policies, true);
    if (wanted.name.find("separate-value") != std::string::npos)
      write_kind(name + "-without-value", folder, checkpoint, spec, kind, policies, false);
  }
}

/// Names that would break out of comments, join lines, be keywords, or clash.
EnvironmentSpec hostile_spec() {
  EnvironmentSpec spec = interop::varying_spec();
  spec.id = "class";
  ObservationSpace& space = spec.kinds[0].observation;
  space.types[0] = {"Observation", {"*/ int evil;", "x y", "x_y"}, 1};
  space.types[1] = {"detail\\", {"position"}};
  space.types[2] = {
      "?"
      "?/",
      {"\"); abort();", "//", "X-Y", "%$1{}"}};
  space.types[3] = {"vector", {"\xe9\xa3\x9f", "2"}};
  space.rays[0].name = "self.x = 1;";
  space.rays[0].hits = {"\\", "#include </etc/passwd>"};
  space.images[0].name = "const";
  space.images[0].channels = {")CODE\"", "'"};
  auto& heads = spec.kinds[0].action.heads;
  heads[0] = CategoricalHead{"value",
                             {"none", "None", "\\",
                              "?"
                              "?/"},
                             true};
  heads[1] = ContinuousHead{"*/", {"\\", "b", "c"}, {-1, 0, -3}, {1, 1, 5}};
  heads[2] = SelectEntityHead{"value_probabilities", {3, 1}, true};
  return spec;
}

void write_all(const fs::path& folder, std::set<std::string> names) {
  fs::create_directories(folder);
  std::vector<std::pair<interop::Case, EnvironmentSpec>> cases;
  for (const interop::Case& each : interop::all_cases())
    cases.emplace_back(each, interop::spec_of(each.world));
  cases.emplace_back(interop::Case{"hostile-names", {"policy.attention.pair_bias=true"}},
                     hostile_spec());
  const bool all = names.empty();
  std::uint64_t seed = 1;
  for (const auto& [each, spec] : cases) {
    if (all || names.erase(each.name) > 0) write_case(each, spec, folder, seed);
    ++seed;
  }
  if (!names.empty()) throw Error("case: found '" + *names.begin() + "', of which there is none");
}

}  // namespace
}  // namespace saccade::export_header

int main(int count, char** arguments) {
  if (count < 2) {
    fmt::print(stderr, "error: wanted the folder to write to\n");
    return 2;
  }
  try {
    saccade::export_header::write_all(arguments[1], {arguments + 2, arguments + count});
  } catch (const std::exception& error) {
    fmt::print(stderr, "error: {}\n", error.what());
    return 1;
  }
}
