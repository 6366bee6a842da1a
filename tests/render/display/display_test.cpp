#include "render/display/display.h"

#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <optional>
#include <string>
#include <vector>

#include "render/scratch_folder.h"

namespace saccade::render {
namespace {

// Starts anew whenever its last client leaves.
class ForgetfulServer {
 public:
  ForgetfulServer() {
    std::array<int, 2> ends{};
    REQUIRE(::pipe(ends.data()) == 0);
    const OwnedDescriptor reader(ends[0]);
    const OwnedDescriptor writer(ends[1]);
    server_.emplace(std::vector<std::string>{"Xvfb", "-displayfd", "1", "-screen", "0", "64x64x24"},
                    ChildOptions{.out = writer.get()});
    for (char c = 0; ::read(reader.get(), &c, 1) == 1 && c != '\n';) name_ += c;
  }
  const std::string& name() const { return name_; }

 private:
  std::optional<ChildProcess> server_;
  std::string name_ = ":";
};

TEST_CASE("while a connection is held, the display answers") {
  const ForgetfulServer server;
  const Variable display("DISPLAY", server.name().c_str());
  const DisplayConnection held = require_display();
  for (int i = 0; i < 300; ++i) REQUIRE(connect_display());  // Without it, some of them fail.
}

TEST_CASE("the server that was started goes, and DISPLAY is as it was") {
  const Variable none("DISPLAY", nullptr);
  {
    const OffscreenDisplay display;
    CHECK(connect_display());
  }
  CHECK_FALSE(connect_display());
  CHECK(std::getenv("DISPLAY") == nullptr);
}

}  // namespace
}  // namespace saccade::render
