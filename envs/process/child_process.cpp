#include "envs/process/child_process.h"

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

namespace saccade {
namespace {

// From here to exec only async-signal-safe calls are allowed.

// The descriptor, or a copy that is none of the standard ones: where a program was started without
// some of these, any file may have their numbers, and would be closed before it is handed over.
int above_standard(int descriptor) {
  if (descriptor < 0 || descriptor > STDERR_FILENO) return descriptor;
  return ::fcntl(descriptor, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

[[noreturn]] void become(char* const* arguments, const ChildOptions& options, pid_t parent,
                         int report) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, options.signal_at_parents_end);
  if (::getppid() != parent) ::_exit(127);  // It ended before it could be told.
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  report = above_standard(report);
  const int null = above_standard(::open("/dev/null", O_RDWR | O_CLOEXEC));
  const std::array<int, 3> wanted{above_standard(options.in), above_standard(options.out),
                                  above_standard(options.error)};
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    ::dup2(wanted[i] < 0 ? null : wanted[i], static_cast<int>(i));
  }
  ::execvp(options.file.empty() ? arguments[0] : options.file.c_str(), arguments);
  const int reason = errno;
  [[maybe_unused]] const auto written = ::write(report, &reason, sizeof reason);
  ::_exit(127);
}

constexpr int kLostStatus = 127;

// Where SIGCHLD is ignored, which a program inherits, the system keeps no status of a child.
void keep_children_waiting() {
  struct sigaction action {};
  ::sigaction(SIGCHLD, nullptr, &action);
  if (action.sa_handler != SIG_IGN && (action.sa_flags & SA_NOCLDWAIT) == 0) return;
  if (action.sa_handler == SIG_IGN) action.sa_handler = SIG_DFL;
  action.sa_flags &= ~SA_NOCLDWAIT;
  ::sigaction(SIGCHLD, &action, nullptr);
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

ChildProcess::ChildProcess(const std::vector<std::string>& arguments, const ChildOptions& options) {
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
  keep_children_waiting();
  const pid_t parent = ::getpid();
  pid_ = ::fork();
  if (pid_ == 0) become(pointers.data(), options, parent, sender.get());
  if (pid_ < 0) {
    throw Error(arguments[0] + ": cannot start: " + std::strerror(errno), Error::Kind::kFailure);
  }
  sender.close();
  if (const int reason = read_report(report.get()); reason != 0) {
    wait();
    throw Error(arguments[0] + ": cannot start: " + std::strerror(reason));
  }
}

std::optional<int> ChildProcess::reap(int flags) {
  if (pid_ < 0) return status_;
  int status = 0;
  pid_t ended = 0;
  do {
    ended = ::waitpid(pid_, &status, flags);
  } while (ended < 0 && errno == EINTR);
  if (ended == 0) return std::nullopt;
  if (ended < 0) {  // Somebody else has taken its status, which must not look like success.
    pid_ = -1;
    return status_ = kLostStatus;
  }
  pid_ = -1;
  status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  return status_;
}

int ChildProcess::wait() {
  return *reap(0);
}

std::optional<int> ChildProcess::ended() {
  return reap(WNOHANG);
}

void ChildProcess::signal(int number) const {
  if (pid_ >= 0) ::kill(pid_, number);
}

void ChildProcess::stop() {
  signal(SIGTERM);
  wait();
}

}  // namespace saccade
