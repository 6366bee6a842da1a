// What becomes of the other ranks when one fails in the middle of a step.
#include "experiments/ranks/train_rank.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <new>

using namespace saccade;

namespace {

/// One of two, whose memory ends with the first order, unless it leads.
class LoneRank final : public JoinedRanks {
 public:
  explicit LoneRank(int rank) : rank_(rank) {}

  int rank() const override { return rank_; }
  int size() const override { return 2; }
  void broadcast(Bytes& /*bytes*/) override {
    ++orders;
    if (!leads()) throw std::bad_alloc();
  }
  void all_gather(const Bytes& /*own*/, std::vector<Bytes>& /*all*/) override {}
  void exchange(std::span<const float> /*out*/, std::span<const std::size_t> /*out_counts*/,
                std::span<float> /*in*/, std::span<const std::size_t> /*in_counts*/) override {}
  void complete(std::span<float> /*numbers*/, std::span<const std::size_t> /*ends*/) override {}
  void give_up() override { has_given_up = true; }

  int orders = 0;
  bool has_given_up = false;

 private:
  int rank_;
};

}  // namespace

TEST_CASE("a leader tells the others that it ends, unless it gives up", "[ranks]") {
  LoneRank ranks(0), failing(0);
  { const LeadingRank leading(&ranks); }
  CHECK(ranks.orders == 1);
  CHECK_FALSE(ranks.has_given_up);
  {
    LeadingRank leading(&failing);
    leading.give_up("expected by a test: out of memory");
  }
  CHECK(failing.orders == 0);
  CHECK(failing.has_given_up);
}

TEST_CASE("a rank that runs out of memory ends the job", "[ranks]") {
  LoneRank ranks(1);
  RegisteredEnvironments environments;
  CHECK_THROWS_AS(follow_as_rank(ranks, {}, environments), std::bad_alloc);
  CHECK(ranks.has_given_up);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
}
