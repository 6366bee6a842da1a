// The one exception type for everything that comes from outside: configuration, command line,
// files, plug-ins, and what an environment hands back.
#pragma once

#include <stdexcept>
#include <string>

namespace saccade {

/// Thrown with a message that names the thing, the value found and the value wanted.
class Error : public std::runtime_error {
 public:
  enum class Kind {
    kRequest,  ///< What was asked for is wrong; nothing was touched.
    kFailure,  ///< It failed while running.
  };

  explicit Error(const std::string& message, Kind kind = Kind::kRequest)
      : std::runtime_error(message), kind_(kind) {}

  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

namespace detail {

/// Throws Error unless it holds.
inline void want(bool holds, const std::string& thing, const std::string& found,
                 const std::string& wanted) {
  if (!holds) throw Error(thing + ": found " + found + ", wanted " + wanted);
}

/// Throws Error: what an environment did is wrong.
[[noreturn]] inline void refuse(const std::string& what) {
  throw Error(what, Error::Kind::kFailure);
}

}  // namespace detail
}  // namespace saccade
