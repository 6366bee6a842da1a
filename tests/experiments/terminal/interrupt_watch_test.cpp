#include "experiments/terminal/interrupt_watch.h"

#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <csignal>
#include <thread>

#include "experiments/files/atomic_file.h"
#include "support/program.h"

namespace saccade {
namespace {

/// Sends what is written to stderr to a file while it lives.
class ErrorsTo {
 public:
  explicit ErrorsTo(const std::filesystem::path& file) : before_(::dup(STDERR_FILENO)) {
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT, 0600);
    ::dup2(descriptor, STDERR_FILENO);
    ::close(descriptor);
  }
  ~ErrorsTo() {
    ::dup2(before_, STDERR_FILENO);
    ::close(before_);
  }
  ErrorsTo(const ErrorsTo&) = delete;
  ErrorsTo& operator=(const ErrorsTo&) = delete;

 private:
  int before_;
};

}  // namespace

TEST_CASE("what a Ctrl-C says holds nothing that a terminal obeys") {
  const testing::TemporaryFolder folder;
  {
    const ErrorsTo errors(folder.path() / "errors");
    InterruptGuard guard;
    const CallBoard board;
    const InterruptWatch watch(guard, board, "waiting \x1b[31m");
    std::raise(SIGINT);
    std::this_thread::sleep_for(std::chrono::seconds(3));
  }
  CHECK(read_file(folder.path() / "errors") == "\nwaiting \\x1b[31m\n");
}

}  // namespace saccade
