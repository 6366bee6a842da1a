#include "render/display/child_process.h"

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include "envs/core/error.h"

namespace saccade::render {
namespace {

// From here to exec only async-signal-safe calls are allowed.
[[noreturn]] void become(char* const* arguments, const ChildFiles& files, int report) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  const std::array<int, 3> wanted{files.in, files.out, files.error};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    ::dup2(wanted[i] < 0 ? null : wanted[i], static_cast<int>(i));
  }
  ::execvp(arguments[0], arguments);
  const int reason = errno;
  [[maybe_unused]] const auto written = ::write(report, &reason, sizeof reason);
  ::_exit(127);
}

// What `become` reported: 0 once the program runs, else the reason why it does not.
int read_report(int descriptor) {
  int reason = 0;
  ssize_t got = 0;
  do {
    got = ::read(descriptor, &reason, sizeof reason);
  } while (got < 0 && errno == EINTR);
  return got == sizeof reason ? reason : 0;
}

}  // namespace

OwnedDescriptor& OwnedDescriptor::operator=(OwnedDescriptor&& other) noexcept {
  if (this != &other) {
    close();
    number_ = other.release();
  }
  return *this;
}

void OwnedDescriptor::close() {
  if (number_ >= 0) ::close(release());
}

ChildProcess::ChildProcess(const std::vector<std::string>& arguments, const ChildFiles& files) {
  std::vector<std::string> copies = arguments;
  std::vector<char*> pointers;
  for (std::string& copy : copies) pointers.push_back(copy.data());
  pointers.push_back(nullptr);
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw Error(arguments[0] + ": no pipe: " + std::strerror(errno), Error::Kind::kFailure);
  }
  const OwnedDescriptor report(ends[0]);
  OwnedDescriptor sender(ends[1]);
  pid_ = ::fork();
  if (pid_ == 0) become(pointers.data(), files, sender.get());
  if (pid_ < 0) {
    throw Error(arguments[0] + ": cannot start: " + std::strerror(errno), Error::Kind::kFailure);
  }
  sender.close();
  if (const int reason = read_report(report.get()); reason != 0) {
    wait();
    throw Error(arguments[0] + ": cannot start: " + std::strerror(reason));
  }
}

int ChildProcess::wait() {
  if (pid_ < 0) return 0;
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

void ChildProcess::stop() {
  if (pid_ < 0) return;
  ::kill(pid_, SIGTERM);
  wait();
}

}  // namespace saccade::render
