// Commands that are still at work: the page of a training, signals, runs that somebody else trains.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <csignal>
#include <thread>

#include "envs/process/child_process.h"
#include "experiments/commands/many_runs.h"
#include "experiments/files/descriptor.h"
#include "experiments/pool/run_progress.h"
#include "experiments/run/run_summary.h"

namespace saccade {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using namespace saccade::testing;
using Arguments = std::vector<std::string>;
using Catch::Matchers::Contains;

/// A started command whose output can be read while it is at work.
class Command {
 public:
  explicit Command(Arguments arguments) {
    std::array<int, 2> ends{};
    REQUIRE(::pipe2(ends.data(), O_CLOEXEC) == 0);
    output_ = OwnedDescriptor(ends[0]);
    const OwnedDescriptor writer(ends[1]);
    arguments.insert(arguments.begin(), SACCADE_PROGRAM);
    child_.emplace(arguments, ChildOptions{.out = writer.get()});
  }

  /// Waits until it has printed the text; returns all that it has printed.
  const std::string& read_until(const std::string& text) {
    char c = 0;
    while (printed_.find(text) == std::string::npos && ::read(output_.get(), &c, 1) == 1) {
      printed_ += c;
    }
    return printed_;
  }

  int end(int signal = 0) {
    if (signal != 0) child_->signal(signal);
    for (char c = 0; ::read(output_.get(), &c, 1) == 1;) printed_ += c;
    return child_->wait();
  }

  const std::string& printed() const { return printed_; }

 private:
  OwnedDescriptor output_;
  std::optional<ChildProcess> child_;
  std::string printed_;
};

std::string page_at(std::uint16_t port) {
  asio::io_context context;
  asio::ip::tcp::socket socket(context);
  socket.connect({asio::ip::make_address("127.0.0.1"), port});
  asio::write(socket, asio::buffer(std::string("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")));
  std::string page;
  boost::system::error_code ended;
  asio::read(socket, asio::dynamic_buffer(page), ended);
  return page;
}

void wait_until_begun(const fs::path& run_folder) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (read_progress(run_folder).step == 0) {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

const std::string kOneRun = "config = 'cartpole'\n" + kSmall;

TEST_CASE("train --serve shows the run's page until the run ends", "[threads]") {
  const TemporaryFolder folder;
  Command train(
      {"train", "cartpole", "--steps", "1000000000", "--serve", "0", "--out", out_of(folder)});
  const std::string& printed = train.read_until("/\n");
  const std::size_t at = printed.find("Live page: http://127.0.0.1:");
  REQUIRE(at != std::string::npos);
  const auto port = static_cast<std::uint16_t>(std::stoi(printed.substr(at + 28)));
  wait_until_begun(folder.path() / "out");
  const std::string page = page_at(port);
  CHECK_THAT(page, Contains("200 OK") && Contains("cartpole") && Contains("</html>"));
  CHECK(train.end(SIGINT) == 130);
  CHECK_THROWS_AS(page_at(port), boost::system::system_error);
}

TEST_CASE("a sweep that is interrupted saves its runs") {
  const TemporaryFolder folder;
  const fs::path file = write_sweep(folder, kOneRun);
  Command sweep({"sweep", file.string(), "--set", "steps=1000000000", "--out", out_of(folder)});
  wait_until_begun(folder.path() / "out/cartpole-1");
  CHECK(sweep.end(SIGINT) == 130);
  CHECK_THAT(sweep.printed(), Contains("the runs finish their updates and are saved") &&
                                  Contains("the same command goes on where it was"));
  // (Not that of the last row of metrics.csv, whose evaluation may have been given up.)
  const std::int64_t step = read_summary(folder.path() / "out/cartpole-1").value().steps;
  CHECK(fs::exists(folder.path() /
                   fmt::format("out/cartpole-1/checkpoints/step-{}.safetensors", step)));
  CHECK_THAT(read_text(folder.path() / "out/cartpole-1/summary.json"), Contains("interrupted"));
}

TEST_CASE("a run that another process trains is waited for") {
  const TemporaryFolder folder;
  const fs::path file = write_sweep(folder, kOneRun);
  REQUIRE(saccade::testing::run({"sweep", file.string(), "--out", out_of(folder)}).status == 0);
  std::optional<Descriptor> other(std::in_place, folder.path() / "out/cartpole-1",
                                  O_RDONLY | O_DIRECTORY);
  REQUIRE(other->try_lock());
  Command sweep({"sweep", file.string(), "--out", out_of(folder)});
  CHECK_THAT(sweep.read_until("another process trains it"), Contains("waits: another"));
  other.reset();
  CHECK(sweep.end() == 0);
}

TEST_CASE("train --seeds ends each run when its time is up") {
  const TemporaryFolder folder;
  const ProgramResult result =
      saccade::testing::run({"train", "cartpole", "--steps", "1000000000", "--seeds", "1..2",
                             "--for", "1s", "--out", out_of(folder)});
  CHECK(result.status == 0);
  for (const char* name : {"out/cartpole-1", "out/cartpole-2"}) {
    CHECK_THAT(read_text(folder.path() / name / "summary.json"), Contains("\"ended\": \"time\""));
  }
}

}  // namespace
}  // namespace saccade
