// Runs the built program as a person would: arguments in, exit status and texts out.
#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include <unistd.h>

namespace saccade::testing {

/// A folder of its own that is gone when the test is over.
class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "saccade-XXXXXX").string();
    path_ = mkdtemp(name.data());
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct ProgramResult {
  int status = 0;
  std::string out;
  std::string err;
};

inline std::string read_text(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

/// Runs `program` with `arguments`; relative paths are relative to `folder`.
inline ProgramResult run_program_in(const std::filesystem::path& folder, const std::string& program,
                                    const std::vector<std::string>& arguments) {
  const TemporaryFolder outputs;
  const auto quote = [](const std::string& text) {
    std::string quoted = "'";
    for (const char letter : text)
      quoted += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
    return quoted + "'";
  };
  std::string command = "cd " + quote(folder.string()) + " && " + quote(program);
  for (const std::string& argument : arguments) command += ' ' + quote(argument);
  command += " >" + quote((outputs.path() / "out").string());
  command += " 2>" + quote((outputs.path() / "err").string()) + " </dev/null";
  const int status = std::system(command.c_str());
  return {WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
          read_text(outputs.path() / "out"), read_text(outputs.path() / "err")};
}

}  // namespace saccade::testing
