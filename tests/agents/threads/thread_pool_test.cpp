#include "agents/threads/thread_pool.h"

#include <catch2/catch.hpp>
#include <stdexcept>
#include <string>
#include <system_error>
#include <vector>

#include "envs/core/error.h"

namespace saccade {
namespace {

TEST_CASE("every index is worked on once", "[threads]") {
  ThreadPool pool(GENERATE(1, 2, 4));
  for (int round = 0; round < 200; ++round) {
    std::vector<int> hits(static_cast<std::size_t>(round % 7));
    pool.parallel_for(static_cast<int>(hits.size()),
                      [&](int i) { ++hits[static_cast<std::size_t>(i)]; });
    for (const int hit : hits) REQUIRE(hit == 1);
  }
}

TEST_CASE("the exception of the lowest index reaches the caller, and the pool goes on",
          "[threads]") {
  ThreadPool pool(GENERATE(1, 4));
  std::string message;
  try {
    pool.parallel_for(20, [](int i) {
      if (i % 5 == 3) throw std::runtime_error("at " + std::to_string(i));
    });
  } catch (const std::runtime_error& error) {
    message = error.what();
  }
  CHECK(message == "at 3");
  std::vector<int> hits(10);
  pool.parallel_for(10, [&](int i) { hits[static_cast<std::size_t>(i)] = 1; });
  CHECK(hits == std::vector<int>(10, 1));
}

TEST_CASE("when memory ends while threads are started, those that run are ended", "[threads]") {
  int left = 2;
  const auto start = [&left](std::function<void()> work) {
    if (left-- == 0) throw std::bad_alloc();
    return std::thread(std::move(work));
  };
  CHECK_THROWS_AS(ThreadPool(5, start), std::bad_alloc);
}

TEST_CASE("when the system has no more threads, those that run are ended and the error says so",
          "[threads]") {
  int left = 2;
  const auto start = [&left](std::function<void()> work) {
    if (left-- == 0) {
      throw std::system_error(std::make_error_code(std::errc::resource_unavailable_try_again));
    }
    return std::thread(std::move(work));
  };
  try {
    const ThreadPool pool(5, start);
    FAIL("wanted an error");
  } catch (const Error& error) {
    CHECK(error.kind() == Error::Kind::kFailure);
    CHECK_THAT(error.what(),
               Catch::StartsWith("threads: found 3 that the system grants, wanted 5"));
  }
}

}  // namespace
}  // namespace saccade
