#include "render/display/display.h"

#include <X11/Xlib.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "envs/core/error.h"

namespace saccade::render {
namespace {

std::unique_ptr<ChildProcess> start_server(int number_to) {
  try {
    return std::make_unique<ChildProcess>(
        std::vector<std::string>{"Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24",
                                 "-nolisten", "tcp", "-noreset"},
        ChildOptions{.out = number_to});
  } catch (const Error& error) {
    throw Error("there is no display, and " + std::string(error.what()) +
                    "; drawing without a display needs Xvfb (Debian: xvfb)",
                error.kind());
  }
}

// The name of the display: Xvfb writes its number and a line feed once it accepts connections.
std::string read_name(int descriptor) {
  constexpr int kMilliseconds = 30000;
  std::string name = ":";
  pollfd ready{.fd = descriptor, .events = POLLIN, .revents = 0};
  char c = 0;
  while (::poll(&ready, 1, kMilliseconds) > 0 && ::read(descriptor, &c, 1) == 1) {
    if (c == '\n') return name;
    name += c;
  }
  throw Error("Xvfb started but did not come up", Error::Kind::kFailure);
}

}  // namespace

void CloseDisplay::operator()(_XDisplay* display) const {
  XCloseDisplay(display);
}

DisplayConnection connect_display() {
  const char* name = std::getenv("DISPLAY");
  if (name == nullptr || *name == '\0') return nullptr;
  return DisplayConnection(XOpenDisplay(name));
}

DisplayConnection require_display() {
  if (DisplayConnection connection = connect_display()) return connection;
  const char* name = std::getenv("DISPLAY");
  const bool named = name != nullptr && *name != '\0';
  const std::string found = named ? "display " + std::string(name) + " does not answer"
                                  : "there is no display (DISPLAY is not set)";
  throw Error(found + "; on a machine without one, record instead: --record FILE.mp4");
}

OffscreenDisplay::OffscreenDisplay() : users_(connect_display()) {
  if (users_) return;
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
    throw Error("cannot make a pipe to Xvfb", Error::Kind::kFailure);
  }
  const OwnedDescriptor reader(ends[0]);
  OwnedDescriptor writer(ends[1]);
  server_ = start_server(writer.get());
  writer.close();
  const std::string name = read_name(reader.get());
  if (const char* former = std::getenv("DISPLAY")) {
    had_name_ = true;
    former_name_ = former;
  }
  ::setenv("DISPLAY", name.c_str(), 1);
}

OffscreenDisplay::~OffscreenDisplay() {
  if (!server_) return;
  if (had_name_) {
    ::setenv("DISPLAY", former_name_.c_str(), 1);
  } else {
    ::unsetenv("DISPLAY");
  }
}

}  // namespace saccade::render
