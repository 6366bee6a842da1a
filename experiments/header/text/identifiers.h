// Names of a checkpoint as identifiers and comments of C++.  A name may hold anything that is
// printable; nothing of it may break out of its place.
#pragma once

#include <set>
#include <string>
#include <string_view>

namespace saccade {

/// Lower case with single underscores, no keyword and no reserved name: "x velocity" ->
/// "x_velocity", "class" -> "class_".  `noun` stands before what would begin with a digit, and
/// for what has no letter or digit: "2nd" -> "feature_2nd".
std::string snake_case(std::string_view name, std::string_view noun);

/// The same as the name of a type: "food_item" -> "FoodItem".
std::string pascal_case(std::string_view name, std::string_view noun);

/// For a comment that ends with its line: plain letters, digits and marks stay, all else becomes
/// its bytes, "{2a}".
std::string comment_text(std::string_view name);

/// Names that differ, such as those of a struct's members.
class NameScope {
 public:
  explicit NameScope(std::set<std::string> taken = {}) : taken_(std::move(taken)) {}

  /// The name itself, or one with a number after it if it is taken: "x", "x_2", "x_3".
  std::string add(const std::string& name);

 private:
  std::set<std::string> taken_;
};

}  // namespace saccade
