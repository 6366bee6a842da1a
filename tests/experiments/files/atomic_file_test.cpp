#include "experiments/files/atomic_file.h"

#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <csignal>
#include <iterator>

#include "envs/core/error.h"
#include "experiments/files/growing_file.h"
#include "support/program.h"

namespace saccade {
namespace {

namespace fs = std::filesystem;
using Catch::Matchers::Contains;

/// While it lives, no file of this process can grow beyond a few bytes, as on a full disk.
class FullDisk {
 public:
  FullDisk() {
    getrlimit(RLIMIT_FSIZE, &old_);
    old_handler_ = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit tiny{16, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &tiny);
  }
  ~FullDisk() {
    setrlimit(RLIMIT_FSIZE, &old_);
    std::signal(SIGXFSZ, old_handler_);
  }
  FullDisk(const FullDisk&) = delete;
  FullDisk& operator=(const FullDisk&) = delete;

 private:
  rlimit old_{};
  void (*old_handler_)(int) = nullptr;
};

std::ptrdiff_t files_in(const fs::path& folder) {
  return std::distance(fs::directory_iterator(folder), fs::directory_iterator());
}

std::string message_of_write(const fs::path& file, const std::string& text) {
  try {
    write_atomically(file, text);
  } catch (const Error& error) {
    CHECK(error.kind() == Error::Kind::kFailure);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a file is replaced as a whole") {
  const testing::TemporaryFolder folder;
  const fs::path file = folder.path() / "file";
  write_atomically(file, "first and long");
  write_atomically(file, "second");
  CHECK(read_file(file) == "second");
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("a full disk leaves the old file as it was and nothing else behind") {
  const testing::TemporaryFolder folder;
  const fs::path file = folder.path() / "file";
  write_atomically(file, "old");
  std::string message;
  {
    const FullDisk full;
    message = message_of_write(file, std::string(1000, 'x'));
  }
  CHECK_THAT(message, Contains("cannot write '" + file.string() + "'"));
  CHECK(read_file(file) == "old");
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("writing where there is no folder names the file and the reason") {
  const testing::TemporaryFolder folder;
  CHECK_THAT(message_of_write(folder.path() / "none/file", "x"), Contains("No such file"));
}

TEST_CASE("a link is replaced at once") {
  const testing::TemporaryFolder folder;
  const fs::path link = folder.path() / "latest";
  link_atomically(link, "one");
  link_atomically(link, "two");
  CHECK(fs::read_symlink(link) == "two");
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("temporary files of dead processes go, those of living ones stay") {
  const testing::TemporaryFolder folder;
  const pid_t dead = fork();
  if (dead == 0) _exit(0);
  waitpid(dead, nullptr, 0);
  const auto name = [&](const std::string& end) { return folder.path() / ("file" + end); };
  const auto of = [&](pid_t process) { return name(".tmp-" + std::to_string(process)); };
  const std::vector<fs::path> stay = {name(""), name(".tmp-"), name(".tmp-x"), of(getppid())};
  for (const fs::path& file : stay) write_atomically(file, "x");
  write_atomically(of(dead), "x");
  fs::create_symlink("file", name("-link.tmp-" + std::to_string(dead)));
  write_atomically(of(getpid()), "x");  // An earlier process may have had our number.
  remove_dead_temporaries(folder.path());
  for (const fs::path& file : stay) CHECK(fs::exists(file));
  CHECK(files_in(folder.path()) == std::ssize(stay));
}

TEST_CASE("a prepared file is in place once it is committed") {
  const testing::TemporaryFolder folder;
  const fs::path file = folder.path() / "config.toml";
  const fs::path prepared = prepare_file(file, "x");
  CHECK_FALSE(fs::exists(file));
  CHECK(is_temporary_of(prepared.filename().string(), "config.toml"));
  CHECK_FALSE(is_temporary_of(prepared.filename().string(), "config"));
  commit_file(prepared, file);
  CHECK(read_file(file) == "x");
  CHECK(files_in(folder.path()) == 1);
}

TEST_CASE("of a piece that does not fit into a growing file nothing stays") {
  const testing::TemporaryFolder folder;
  const fs::path file = folder.path() / "file";
  GrowingFile growing(file);
  growing.append("whole\n");
  {
    const FullDisk full;
    CHECK_THROWS_WITH(growing.append(std::string(100, 'x')), Contains("cannot write"));
  }
  CHECK(read_file(file) == "whole\n");
  growing.append("again\n");
  growing.sync();
  CHECK(read_file(file) == "whole\nagain\n");
}

TEST_CASE("a folder is no file, and a file is no folder") {
  const testing::TemporaryFolder folder;
  write_atomically(folder.path() / "file", "x");
  CHECK_THROWS_WITH(read_file(folder.path()), Contains("it is a folder"));
  CHECK_THROWS_WITH(read_file(folder.path() / "none"), Contains("No such file"));
  CHECK_THROWS_WITH(read_file("/proc/self/mem"), Contains("mem': Input/output error"));
  CHECK_THROWS_WITH(make_folder(folder.path() / "file/inner"), Contains("cannot make the folder"));
}

TEST_CASE("what may never end is refused without being opened") {
  const testing::TemporaryFolder folder;
  const fs::path pipe = folder.path() / "pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  for (const fs::path& file : {pipe, fs::path("/dev/zero"), fs::path("/dev/null")}) {
    CHECK_THROWS_WITH(read_file(file),
                      Contains("'" + file.string() + "'") && Contains("it is not a regular file"));
  }
}

TEST_CASE("a file that is too large is refused before it is read") {
  const testing::TemporaryFolder folder;
  const fs::path file = folder.path() / "file";
  write_atomically(file, "12345");
  CHECK(read_file(file, 5) == "12345");
  CHECK_THROWS_WITH(read_file(file, 4), Contains("it has 5 bytes, wanted at most 4"));
  fs::resize_file(file, kMaxFileBytes + 1);  // A hole: it takes no room.
  CHECK_THROWS_WITH(read_file(file), Contains("wanted at most 4294967296"));
}

TEST_CASE("a file of the kernel, which tells no size, is read whole and not beyond the limit") {
  CHECK(!read_file("/proc/self/status").empty());
  CHECK_THROWS_WITH(read_file("/proc/self/status", 10), Contains("wanted at most 10"));
}

}  // namespace saccade
