#include <box2d/box2d.h>
#include <sys/resource.h>

#include <catch2/catch.hpp>
#include <limits>
#include <new>

// Sanitizers need more address space than any limit leaves.
#ifndef __SANITIZE_ADDRESS__

namespace {

/// While it lives, this process gets no more than 1 GiB of address space.
class LittleMemory {
 public:
  LittleMemory() {
    getrlimit(RLIMIT_AS, &old_);
    const rlimit little{rlim_t{1} << 30, old_.rlim_max};
    setrlimit(RLIMIT_AS, &little);
  }
  ~LittleMemory() { setrlimit(RLIMIT_AS, &old_); }
  LittleMemory(const LittleMemory&) = delete;
  LittleMemory& operator=(const LittleMemory&) = delete;

 private:
  rlimit old_{};
};

}  // namespace

TEST_CASE("without memory Box2D throws instead of going on with none", "[memory-limit]") {
  b2BlockAllocator allocator;  // Its code lies in Box2D's library, and so does the call.
  const LittleMemory little;
  CHECK_THROWS_AS(allocator.Allocate(std::numeric_limits<int32>::max()), std::bad_alloc);
}

#endif
