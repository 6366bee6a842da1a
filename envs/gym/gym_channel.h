// One environment of a worker in the hands of a RemoteEnvironment.
#pragma once

#include <memory>
#include <string>

#include "envs/gym/gym_pool.h"
#include "envs/remote/channel.h"

namespace saccade {

/// Its lease goes back to the pool in the end.
class GymChannel final : public Channel {
 public:
  /// `timeout`: seconds for an answer.
  GymChannel(std::shared_ptr<GymPool> pool, std::unique_ptr<GymLease> lease, double timeout);
  ~GymChannel() override;
  GymChannel(const GymChannel&) = delete;
  GymChannel& operator=(const GymChannel&) = delete;

  std::span<const std::byte> exchange(FrameKind request, std::span<const std::byte> content,
                                      FrameKind wanted) override;
  void give_up(const std::string& why) override;
  const std::string& label() const override { return label_; }

 private:
  ReceivedFrame receive(FrameKind request);

  std::shared_ptr<GymPool> pool_;
  std::unique_ptr<GymLease> lease_;
  std::string label_;
  double timeout_;
};

}  // namespace saccade
