// SFML reports to the standard error stream what is told here as an Error, or is no fault at all (a
// driver with less anti-aliasing than was asked for).
#pragma once

#include <SFML/System/Err.hpp>
#include <streambuf>

namespace saccade::render {

/// Keeps SFML silent while it lives.
class QuietSfml {
 public:
  QuietSfml() : former_(sf::err().rdbuf(nullptr)) {}
  QuietSfml(const QuietSfml&) = delete;
  QuietSfml& operator=(const QuietSfml&) = delete;
  ~QuietSfml() { sf::err().rdbuf(former_); }

 private:
  std::streambuf* former_;
};

}  // namespace saccade::render
