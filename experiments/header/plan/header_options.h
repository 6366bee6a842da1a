// What can be chosen about the header of a policy.
#pragma once

#include <string>

namespace saccade {

struct HeaderOptions {
  std::string name{};    ///< Of the namespace; empty: after environment and kind.
  bool value = true;     ///< Whether the header computes the value.
  std::string digest{};  ///< Of the weights, for the comment on top.
};

}  // namespace saccade
