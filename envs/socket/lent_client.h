// One client in the hands of one environment.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "envs/remote/channel.h"
#include "envs/socket/client_pool.h"

namespace saccade {

/// Goes back to its pool in the end, unless it was given up.
class LentClient final : public Channel {
 public:
  /// `timeout`: seconds for an answer.
  LentClient(std::shared_ptr<ClientPool> pool, std::unique_ptr<PooledClient> client,
             double timeout);
  ~LentClient() override;
  LentClient(const LentClient&) = delete;
  LentClient& operator=(const LentClient&) = delete;

  std::span<const std::byte> exchange(FrameKind request, std::span<const std::byte> content,
                                      FrameKind wanted) override;
  void give_up(const std::string& why) override;
  const std::string& label() const override { return label_; }

 private:
  ReceivedFrame receive(FrameKind request, ClientSocket::Clock::time_point end);

  std::shared_ptr<ClientPool> pool_;
  std::unique_ptr<PooledClient> client_;  // Null once it is given up.
  std::string label_;
  double timeout_;
  std::vector<std::byte> request_;  // Reused.
};

}  // namespace saccade
