// The texts of header/code, as the build puts them into the program (CMakeLists.txt).
#pragma once

#include <span>
#include <string_view>

namespace saccade {

struct CodeFile {
  std::string_view name;  ///< "functions/bits.h"
  std::string_view text;
};

std::span<const CodeFile> code_files();

}  // namespace saccade
