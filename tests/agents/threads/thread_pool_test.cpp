#include "agents/threads/thread_pool.h"

#include <atomic>
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

TEST_CASE("a loop beside those of the caller is worked on once, whatever the caller does meanwhile",
          "[threads]") {
  ThreadPool pool(GENERATE(1, 2, 4));
  for (int round = 0; round < 100; ++round) {
    std::vector<int> beside(static_cast<std::size_t>(round % 9));
    std::vector<int> hits(50);
    const auto count = [&beside](int i) { ++beside[static_cast<std::size_t>(i)]; };
    pool.begin_beside(static_cast<int>(beside.size()), count);
    for (int loop = 0; loop < 20; ++loop) {
      pool.parallel_for(static_cast<int>(hits.size()),
                        [&](int i) { ++hits[static_cast<std::size_t>(i)]; });
      REQUIRE(hits == std::vector<int>(hits.size(), loop + 1));  // It is done on return.
    }
    pool.end_beside();
    REQUIRE(beside == std::vector<int>(beside.size(), 1));
  }
}

TEST_CASE("a loop of the caller does not wait for the one beside it", "[threads]") {
  ThreadPool pool(2);
  std::atomic<bool> may_end{false};
  const auto wait = [&may_end](int /*i*/) { may_end.wait(false); };
  pool.begin_beside(1, wait);
  int done = 0;
  pool.parallel_for(1, [&done](int /*i*/) { ++done; });
  std::atomic<int> more{0};
  pool.parallel_for(100, [&more](int /*i*/) { ++more; });  // The worker may be busy for good.
  CHECK(done == 1);
  CHECK(more == 100);
  may_end = true;
  may_end.notify_all();
  pool.end_beside();
}

TEST_CASE("workers take up the loop beside while the caller is busy with other things",
          "[threads]") {
  ThreadPool pool(2);
  std::atomic<int> begun{0};
  const auto begin = [&begun](int /*i*/) {
    ++begun;
    begun.notify_all();
  };
  pool.begin_beside(1, begin);
  begun.wait(0);  // Else this test would not end.
  pool.end_beside();
  CHECK(begun == 1);
}

TEST_CASE("what a loop beside throws is thrown where it is awaited", "[threads]") {
  ThreadPool pool(GENERATE(1, 3));
  const auto fail = [](int i) {
    if (i > 1) throw std::runtime_error("at " + std::to_string(i));
  };
  pool.begin_beside(6, fail);
  int done = 0;
  CHECK_NOTHROW(pool.parallel_for(1, [&done](int /*i*/) { ++done; }));
  CHECK_THROWS_WITH(pool.end_beside(), "at 2");
  CHECK(done == 1);
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
