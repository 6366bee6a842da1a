// The code that headers of policies share: the files of header/code, which stand in the program.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace saccade {

/// Puts files of header/code together, each one behind those that it includes.
class CodeParts {
 public:
  /// `holds` says of the conditions in the files ("//@if NAME") which are met; `sizes` takes the
  /// place of what stands in sizes.h.
  CodeParts(std::function<bool(std::string_view)> holds, std::string sizes)
      : holds_(std::move(holds)), sizes_(std::move(sizes)) {}

  /// The bodies of a file, "readout.h", and of those that it includes, but for those that were
  /// taken before: without includes and namespaces.
  std::string take(const std::string& name);

 private:
  std::function<bool(std::string_view)> holds_;
  std::string sizes_;
  std::vector<std::string> taken_;
};

}  // namespace saccade
