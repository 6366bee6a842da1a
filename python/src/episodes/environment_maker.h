// An environment with its options and wrappers, ready to be made any number of times.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "envs/core/registry.h"

namespace saccade::python {

using OptionMap = std::map<std::string, OptionValue>;

class EnvironmentMaker {
 public:
  /// Throws Error for an unknown option or wrapper, and where they do not fit.
  EnvironmentMaker(EnvironmentEntry entry, const OptionMap& options, const OptionMap& wrap);

  std::unique_ptr<Environment> make() const;
  const EnvironmentSpec& spec() const { return spec_; }

  /// Of the entity types whose number an option sets: how many there are at most.
  std::map<std::string, int> counted() const;

 private:
  EnvironmentEntry entry_;
  Options options_, wrap_;
  EnvironmentSpec spec_;
};

/// Name, agents and spaces of each kind, and what else a specification says, as JSON.
std::string spec_json(const EnvironmentSpec& spec);

}  // namespace saccade::python
