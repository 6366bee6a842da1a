#include "agents/follow_leader.h"

#include <exception>
#include <memory>
#include <optional>

#include "agents/evaluate.h"
#include "agents/learner_impl.h"
#include "agents/ranks/orders.h"
#include "agents/ranks/pack_tensors.h"
#include "agents/ranks/telling.h"

namespace saccade {

namespace {

class Follower {
 public:
  Follower(Ranks& ranks, const std::function<FollowedRun(const Bytes&)>& begin)
      : ranks_(ranks), begin_(begin) {}

  /// Whether there will be more.
  bool obey(Order order, const Bytes& bytes) {
    if (order == Order::kEnd) return false;
    if (order == Order::kBegin) {
      begin(bytes);
    } else if (learner_) {
      take_part(order, bytes);
    } else if (order != Order::kPolicies) {  // In which nobody tells anything.
      tell_all(ranks_, [this](Packer&) { throw Error(failure_.what(), failure_.kind()); });
    }
    return true;
  }

 private:
  void begin(const Bytes& bytes) {
    try {
      run_ = begin_(bytes);
      learner_ = std::make_unique<Learner>(run_.make_environment, run_.config, run_.total_steps,
                                           run_.seed, run_.threads, &ranks_);
    } catch (const Error& error) {
      failure_ = error;
    } catch (const std::exception& error) {
      failure_ = Error(error.what(), Error::Kind::kFailure);
    }
  }

  void take_part(Order order, const Bytes& bytes) {
    Unpacker in(bytes);
    if (order == Order::kUpdate) {
      learner_->update();
      learner_->take_episodes();
    } else if (order == Order::kEpisodes) {
      learner_->save();
    } else if (order == Order::kRestore) {
      learner_->restore(take_tensors(in));
    } else if (order == Order::kPolicies) {
      learner_->begin_with(take_tensors(in));
    } else {
      EvaluationPlan plan = unpack_plan(bytes);
      plan.threads = run_.threads;
      plan.ranks = &ranks_;
      evaluate(&learner_->policies(), run_.make_environment, learner_->spec(), plan);
    }
  }

  Ranks& ranks_;
  const std::function<FollowedRun(const Bytes&)>& begin_;
  FollowedRun run_;
  std::unique_ptr<Learner> learner_;
  Error failure_{"nothing was begun", Error::Kind::kFailure};  // Why there is no learner.
};

}  // namespace

void lead(Ranks& ranks, const Bytes& run) {
  give_order(&ranks, Order::kBegin, run);
}

void stop_leading(Ranks& ranks) {
  give_order(&ranks, Order::kEnd);
}

void follow_leader(Ranks& ranks, const std::function<FollowedRun(const Bytes& run)>& begin) {
  Follower follower(ranks, begin);
  for (bool goes_on = true; goes_on;) {
    Bytes bytes;
    const Order order = take_order(ranks, bytes);
    try {
      goes_on = follower.obey(order, bytes);
    } catch (const Error&) {
      // All ranks have met it, and rank 0 says so.
    }
  }
}

}  // namespace saccade
