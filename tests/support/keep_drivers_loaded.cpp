// For the leak checker only.  Graphics drivers are loaded on demand and keep memory for the life of
// the process; when they are unloaded, that memory can no longer be told from a leak of ours.  So
// they stay loaded, and what leaks inside of them is theirs.
#ifdef __SANITIZE_ADDRESS__
#include <chrono>
#include <filesystem>
#include <iterator>
#include <thread>

extern "C" {
int dlclose(void*);
const char* __lsan_default_suppressions();
const char* __lsan_default_options();

int dlclose(void* /*library*/) {
  return 0;
}

const char* __lsan_default_suppressions() {
  return "leak:_dri.so\n"
         "leak:libGLX_mesa.so\n";
}

const char* __lsan_default_options() {
  return "print_suppressions=0";  // What is printed is what the program prints.
}
}

namespace {

// The drivers' threads still run at exit.  Clang 14's leak checker can crash when it meets one that
// is just beginning or ending: before it starts, they get time to come to rest.
struct Rest {
  ~Rest() {
    const std::filesystem::directory_iterator threads("/proc/self/task");
    if (std::distance(begin(threads), end(threads)) < 2) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
} rest;

}  // namespace

#endif
