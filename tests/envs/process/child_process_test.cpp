#include "envs/process/child_process.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <string>
#include <thread>

#include "envs/core/error.h"

namespace saccade {
namespace {

using Catch::Contains;

// A pipe: what is written to .second can be read from .first.
std::pair<OwnedDescriptor, OwnedDescriptor> pipe_ends() {
  std::array<int, 2> ends{};
  REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
  return {OwnedDescriptor(ends[0]), OwnedDescriptor(ends[1])};
}

std::string read_all(const OwnedDescriptor& from) {
  std::string text;
  for (char c = 0; ::read(from.get(), &c, 1) == 1;) text += c;
  return text;
}

TEST_CASE("a child's exit status and a missing program are told") {
  CHECK(ChildProcess({"sh", "-c", "exit 7"}, {}).wait() == 7);
  CHECK(ChildProcess({"sh", "-c", "kill -9 $$"}, {}).wait() == 128 + 9);
  CHECK_THROWS_WITH(ChildProcess({"no-such-program-here"}, {}),
                    Contains("no-such-program-here") && Contains("No such file"));
}

TEST_CASE("a child's exit status is told where the system was asked to forget it") {
  ::signal(SIGCHLD, SIG_IGN);  // A program may be started like that.
  CHECK(ChildProcess({"sh", "-c", "exit 7"}, {}).wait() == 7);
}

TEST_CASE("a child is asked whether it has ended without waiting for it") {
  ChildProcess child({"sleep", "60"}, {});
  CHECK_FALSE(child.ended());
  child.signal(SIGTERM);
  CHECK(child.wait() == 128 + SIGTERM);
  CHECK(child.ended() == 128 + SIGTERM);
  child.signal(SIGTERM);  // To nobody.
}

TEST_CASE("a child writes where it is told") {
  auto [reader, writer] = pipe_ends();
  ChildProcess child({"sh", "-c", "echo said"}, {.out = writer.get()});
  writer.close();
  CHECK(read_all(reader) == "said\n");
}

TEST_CASE("a child writes where it is told also if this program was started without stdin") {
  auto [reader, writer] = pipe_ends();
  const OwnedDescriptor kept(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  ::close(STDIN_FILENO);
  OwnedDescriptor first(::fcntl(writer.get(), F_DUPFD_CLOEXEC, 0));  // Takes the free number.
  writer.close();
  CHECK(first.get() == STDIN_FILENO);
  ChildProcess child({"sh", "-c", "echo said >&2"}, {.error = first.get()});
  first.close();
  CHECK(read_all(reader) == "said\n");
  ::dup2(kept.get(), STDIN_FILENO);
}

TEST_CASE("a child gets its signal when the thread that started it ends") {
  std::pair<OwnedDescriptor, OwnedDescriptor> ends = pipe_ends();
  std::optional<ChildProcess> child;
  std::thread([&] {
    child.emplace(std::vector<std::string>{"sh", "-c",
                                           "trap 'echo told; exit 3' TERM; echo ready; "
                                           "while :; do sleep 0.01; done"},
                  ChildOptions{.out = ends.second.get(), .signal_at_parents_end = SIGTERM});
    for (char c = 0; ::read(ends.first.get(), &c, 1) == 1 && c != '\n';) {
    }
  }).join();
  ends.second.close();
  CHECK(child->wait() == 3);
  CHECK(read_all(ends.first) == "told\n");
}

}  // namespace
}  // namespace saccade
