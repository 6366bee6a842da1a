// The clients that are there: lent to one environment after the other.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "envs/remote/remote_environment.h"
#include "envs/socket/reception.h"

namespace saccade {

/// What the options of an environment say of time, in seconds.
struct SocketPatience {
  double answer = 30;   ///< For an answer, or a hello.
  double client = 120;  ///< For a client that is not in use.
};

/// Clients at one address.  An environment takes one, and when it goes, the client is there for the
/// next one.  Clients arrive while somebody waits for one; several threads may.
class ClientPool : public std::enable_shared_from_this<ClientPool> {
 public:
  /// Begins to listen.  Throws Error when that is not possible.
  ClientPool(const std::string& id, const SocketPlace& place, const ClientWatch& watch);
  /// Says 'close' to the clients.
  ~ClientPool();
  ClientPool(const ClientPool&) = delete;
  ClientPool& operator=(const ClientPool&) = delete;

  /// A client that is not in use, or the next one that arrives.  Throws Error when none does in
  /// time, or the wait is interrupted.
  std::unique_ptr<Channel> take(const SocketPatience& patience);
  /// The environment of such a client.
  std::unique_ptr<RemoteEnvironment> make_environment(const SocketPatience& patience);

  const SocketPlace& place() const { return reception_.place(); }

 private:
  friend class LentClient;
  using Clock = ClientSocket::Clock;
  struct Waiting {
    Clock::time_point begin, end;
    bool is_said = false;
  };

  std::unique_ptr<PooledClient> take_idle();
  void wait(std::unique_lock<std::mutex>& lock, const SocketPatience& patience, Waiting& waiting);
  void let_in(std::unique_lock<std::mutex>& lock, const SocketPatience& patience);
  void give_back(std::unique_ptr<PooledClient> client);
  std::string present_text() const;
  [[noreturn]] void refuse(const SocketPatience& patience) const;

  std::string id_;
  ClientWatch watch_;
  Reception reception_;  // Of the thread that has set is_looking_.
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_looking_ = false;
  // A client that was in use before comes first: the first use of one makes its program open
  // another connection.
  std::vector<std::unique_ptr<PooledClient>> used_;
  std::deque<std::unique_ptr<PooledClient>> fresh_;
  int in_use_ = 0;
  Clock::time_point said_{};
};

}  // namespace saccade
