#include "envs/gym/gym_worker.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <system_error>
#include <thread>

#include "envs/core/error.h"

namespace saccade {
namespace {

constexpr std::chrono::milliseconds kLook{2};
constexpr std::chrono::seconds kGrace{3};  // For environments to close themselves.
constexpr std::chrono::seconds kDying{1};  // Until a process whose socket is closed has ended.

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ",") + name;
  return text;
}

std::vector<std::string> command_line(const GymCommand& command, int number) {
  std::vector<std::string> words = {command.python, command.program, std::to_string(number),
                                    joined(command.rows), command.place};
  words.insert(words.end(), command.arguments.begin(), command.arguments.end());
  return words;
}

/// Hands two descriptors over.  Returns false when nobody takes them.
bool send_descriptors(int control, std::array<int, 2> descriptors) {
  std::byte word{};
  iovec content{&word, 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(descriptors))> space{};
  msghdr message{};
  message.msg_iov = &content;
  message.msg_iovlen = 1;
  message.msg_control = space.data();
  message.msg_controllen = space.size();
  cmsghdr* rights = CMSG_FIRSTHDR(&message);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(sizeof(descriptors));
  std::memcpy(CMSG_DATA(rights), descriptors.data(), sizeof(descriptors));
  ssize_t sent = 0;
  do {
    sent = ::sendmsg(control, &message, MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  return sent >= 0;
}

}  // namespace

// No signal at the end of the thread that starts it, which may be one of a pool: it sees the end of
// this program by itself.  What environments print goes where errors go.
GymWorker::GymWorker(const GymCommand& command, int number) {
  std::array<int, 2> ends{};
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0) {
    detail::refuse("no socket for a worker: " + std::generic_category().message(errno));
  }
  control_ = OwnedDescriptor(ends[0]);
  const OwnedDescriptor far(ends[1]);
  const ChildOptions options{
      .in = far.get(), .out = STDERR_FILENO, .error = STDERR_FILENO, .signal_at_parents_end = 0};
  process_ = std::make_unique<ChildProcess>(command_line(command, number), options);
  label_ = "worker " + std::to_string(number) + " (process " + std::to_string(process_->id()) + ")";
}

GymWorker::~GymWorker() {
  leave();
  const auto end = std::chrono::steady_clock::now() + kGrace;
  while (!process_->ended() && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(kLook);
  }
  process_->signal(SIGKILL);
  process_->wait();
}

void GymWorker::connect(GymLine& line) {
  const bool is_sent = send_descriptors(control_.get(), {line.far_end(), line.memory()});
  line.hand_over();
  if (!is_sent) detail::refuse("its process has ended");
}

bool GymWorker::is_alive() {
  const std::lock_guard lock(mutex_);
  return killed_.empty() && !process_->ended();
}

void GymWorker::kill(const std::string& why) {
  const std::lock_guard lock(mutex_);
  if (killed_.empty()) killed_ = why;
  process_->signal(SIGKILL);
}

std::optional<int> GymWorker::status() {
  const auto end = std::chrono::steady_clock::now() + kDying;
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      if (const std::optional<int> status = process_->ended()) return status;
    }
    if (std::chrono::steady_clock::now() >= end) return std::nullopt;
    std::this_thread::sleep_for(kLook);
  }
}

std::string GymWorker::end_text() {
  const std::optional<int> found = status();
  const std::lock_guard lock(mutex_);
  if (!killed_.empty()) return "was ended, because another of its environments " + killed_;
  if (!found) return "has closed its sockets, and runs on";
  constexpr int kSignals = 128;
  if (*found <= kSignals) return "exit status " + std::to_string(*found);
  const int number = *found - kSignals;
  const char* name = ::strsignal(number);
  return "signal " + std::to_string(number) + (name ? " (" + std::string(name) + ")" : "");
}

}  // namespace saccade
