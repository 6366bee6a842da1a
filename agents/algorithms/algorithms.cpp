// The list of algorithms.  To add one, write a file with a function <name>_entry, and add its name
// here.
#include "agents/algorithms/algorithms.h"

#define SACCADE_ALGORITHMS(ADD) \
  ADD(ppo)                      \
  ADD(a2c)                      \
  ADD(reinforce)                \
  ADD(vtrace)

namespace saccade {

#define SACCADE_DECLARE(name) AlgorithmEntry name##_entry();
SACCADE_ALGORITHMS(SACCADE_DECLARE)
#undef SACCADE_DECLARE

const std::vector<AlgorithmEntry>& algorithms() {
#define SACCADE_ENTRY(name) name##_entry(),
  static const std::vector<AlgorithmEntry> kAlgorithms = {SACCADE_ALGORITHMS(SACCADE_ENTRY)};
#undef SACCADE_ENTRY
  return kAlgorithms;
}

const AlgorithmEntry& find_algorithm(const std::string& name) {
  std::vector<std::string> names;
  for (const AlgorithmEntry& entry : algorithms()) {
    if (entry.name == name) return entry;
    names.push_back(entry.name);
  }
  std::string message = "algorithm: found '" + name + "', wanted one of ";
  for (const std::string& known : names) message += (&known == &names[0] ? "" : ", ") + known;
  const std::string nearest = nearest_name(name, names);
  throw Error(nearest.empty() ? message : message + "; did you mean '" + nearest + "'?");
}

std::unique_ptr<Algorithm> make_algorithm(const AlgorithmConfig& config) {
  return find_algorithm(config.name).make(config.options);
}

}  // namespace saccade
