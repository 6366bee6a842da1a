// What becomes of the other ranks when one fails in the middle of a step.
#include "experiments/ranks/train_rank.h"

#include <catch2/catch.hpp>
#include <csignal>
#include <new>
#include <string>
#include <vector>

#include "agents/ranks/orders.h"

using namespace saccade;
using Catch::Matchers::Contains;

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

/// Keeps what rank 0 sends; as another rank, takes `orders` one after the other and keeps what it
/// tells.
class ScriptedRank final : public JoinedRanks {
 public:
  explicit ScriptedRank(int rank, std::vector<Bytes> script = {})
      : orders(std::move(script)), rank_(rank) {}

  int rank() const override { return rank_; }
  int size() const override { return 2; }
  void broadcast(Bytes& bytes) override {
    if (leads()) {
      orders.push_back(bytes);
    } else {
      bytes = orders.at(next_++);
    }
  }
  void all_gather(const Bytes& own, std::vector<Bytes>& all) override {
    told = own;
    all.assign(2, own);
  }
  void exchange(std::span<const float> /*out*/, std::span<const std::size_t> /*out_counts*/,
                std::span<float> /*in*/, std::span<const std::size_t> /*in_counts*/) override {}
  void complete(std::span<float> /*numbers*/, std::span<const std::size_t> /*ends*/) override {}
  void give_up() override {}

  std::vector<Bytes> orders;
  Bytes told;

 private:
  int rank_;
  std::size_t next_ = 0;
};

/// What rank 1 tells when it is to train cartpole in an environment of this spec.
std::string told_of(const EnvironmentSpec& wanted) {
  RegisteredEnvironments environments;
  const ExperimentConfig config =
      load_experiment("cartpole", {"rollout.envs_per_shard=1"}, environments);
  ScriptedRank leader(0);
  LeadingRank(&leader).begin(config, wanted);  // Which ends at once.
  const Bytes tell = {static_cast<std::byte>(Order::kEpisodes)};
  ScriptedRank ranks(1, {leader.orders.at(0), tell, leader.orders.at(1)});
  follow_as_rank(ranks, {}, environments);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) std::signal(signal, SIG_DFL);
  return {reinterpret_cast<const char*>(ranks.told.data()), ranks.told.size()};
}

EnvironmentSpec cartpole_spec() {
  RegisteredEnvironments environments;
  return spec_of(environment_factory(load_experiment("cartpole", {}, environments), environments));
}

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

TEST_CASE("A rank whose environment is another one than rank 0's is named", "[ranks]") {
  EnvironmentSpec other = cartpole_spec();
  CHECK_THAT(told_of(other), Contains("learner.env.episodes"));  // Its own, of those that run.
  other.kinds[0].observation.types[0].features.emplace_back("heat");
  CHECK_THAT(told_of(other), Contains("rank 1: found an environment with observation") &&
                                 Contains("heat") && Contains("the same versions"));
  other = cartpole_spec();
  other.outcomes.emplace_back("melted");
  CHECK_THAT(told_of(other),
             Contains("wanted that of rank 0, with outcomes") && Contains("melted"));
}

TEST_CASE("Work in which others take part ends the job when what goes wrong is no Error",
          "[ranks]") {
  LoneRank told(0), untold(0), strange(0);
  {
    LeadingRank leading(&told);
    CHECK(leading.attempt([] { return 7; }) == 7);
    CHECK_THROWS_AS(leading.attempt([]() -> int { throw Error("of all ranks"); }), Error);
  }
  CHECK_FALSE(told.has_given_up);
  LeadingRank leading(&untold);
  CHECK_THROWS_AS(leading.attempt([]() -> int { throw std::bad_alloc(); }), std::bad_alloc);
  CHECK(untold.has_given_up);
  LeadingRank odd(&strange);
  CHECK_THROWS_AS(odd.attempt([]() -> int { throw 7; }), int);
  CHECK(strange.has_given_up);
}
