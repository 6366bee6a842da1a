#include "envs/wrappers/separate_agents.h"

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "envs/wrappers/wrapper.h"

namespace saccade {
namespace {

void append_each(const AgentKind& kind, std::vector<AgentKind>& kinds) {
  if (kind.agents == 1) {
    kinds.push_back(kind);
    return;
  }
  const std::string name = kind.name.empty() ? "agent" : kind.name;
  for (int i = 0; i < kind.agents; ++i) {
    kinds.push_back(kind);
    kinds.back().name = name + "_" + std::to_string(i);
    kinds.back().agents = 1;
  }
}

// Two kinds may come to the same names: "porter" with agents, and another one "porter_0".
void check_names(const EnvironmentSpec& spec) {
  std::set<std::string> names;
  for (const AgentKind& kind : spec.kinds) {
    if (names.insert(kind.name).second) continue;
    throw Error("environment " + spec.id + ": with a kind for each agent, two would be called '" +
                kind.name + "'");
  }
}

// Kinds follow each other in the numbers of their agents: no agent gets another number.
class SeparateAgents final : public Wrapper {
 public:
  explicit SeparateAgents(std::unique_ptr<Environment> inner) : Wrapper(std::move(inner)) {
    const std::vector<AgentKind>& kinds = inner_spec().kinds;
    if (std::all_of(kinds.begin(), kinds.end(),
                    [](const AgentKind& kind) { return kind.agents == 1; })) {
      throw Error("environment " + inner_spec().id +
                  ": it has no kind of agents with more than one");
    }
    wrapped_spec().kinds.clear();
    for (const AgentKind& kind : kinds) append_each(kind, wrapped_spec().kinds);
    check_names(wrapped_spec());
  }
};

}  // namespace

std::unique_ptr<Environment> separate_agents(std::unique_ptr<Environment> environment) {
  return std::make_unique<SeparateAgents>(std::move(environment));
}

}  // namespace saccade
