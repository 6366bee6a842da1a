// How the rest of the program takes part while clients are waited for.
#pragma once

#include <functional>
#include <string>

namespace saccade {

struct ClientWatch {
  /// Told what is waited for, who was refused and why: a line without its end.  May be called from
  /// several threads.
  std::function<void(const std::string&)> say = [](const std::string& /*line*/) {};
  /// Whether the wait is to end, because of a Ctrl-C say.
  std::function<bool()> is_interrupted = [] { return false; };
};

}  // namespace saccade
