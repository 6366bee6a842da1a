// Implementation of make_environment; included by registry.h.
#pragma once

#include "envs/core/registry.h"

namespace saccade {

inline std::unique_ptr<Environment> make_environment(const EnvironmentEntry& entry,
                                                     const Options& options) {
  const std::string what = "environment " + entry.id + ": could not be made: ";
  std::unique_ptr<Environment> environment;
  try {
    environment = entry.make(options);
  } catch (const Error& error) {
    throw Error(what + error.what(), error.kind());
  } catch (const std::exception& error) {
    throw Error(what + error.what(), Error::Kind::kFailure);
  } catch (...) {
    throw Error(what + "it threw something that is no std::exception", Error::Kind::kFailure);
  }
  if (!environment) throw Error(what + "it returned nothing", Error::Kind::kFailure);
  return environment;
}

}  // namespace saccade
