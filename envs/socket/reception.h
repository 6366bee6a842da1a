// Where clients arrive: each says what environment it has, and is admitted or sent away.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "envs/remote/hello.h"
#include "envs/socket/client_socket.h"
#include "envs/socket/client_watch.h"

namespace saccade {

/// A connection that was admitted: an environment, ready for its next reset.
struct PooledClient {
  ClientSocket socket;
  std::string label;               ///< "socket:5555, client 'arena 3' (127.0.0.1:4242)"
  std::uint32_t last_request = 0;  ///< Its number.
};

class Reception {
 public:
  /// Begins to listen.  Throws Error when that is not possible.  `id` is what messages begin with.
  Reception(const std::string& id, SocketPlace place, ClientWatch watch);

  /// Waits for something to happen, but not for long, and returns who was admitted.  A client whose
  /// hello does not come within `timeout` is sent away.  Called by one thread at a time.
  std::vector<std::unique_ptr<PooledClient>> look(std::chrono::duration<double> timeout);

  const SocketPlace& place() const { return place_; }
  /// What the first client said; the same as what all others did.  Not before one was admitted.
  const RemoteSpec& remote() const { return *remote_; }
  /// Who was sent away last and why, or "".
  const std::string& last_refusal() const { return last_refusal_; }

 private:
  /// One that has not said yet what it has.
  struct Arrival {
    ClientSocket socket;
    ClientSocket::Clock::time_point begin, end;
  };

  void wait() const;
  void accept(std::chrono::duration<double> timeout);
  bool has_room() const;
  void make_room();
  /// Whether it is to be kept; if it was let in, it is added to `admitted`.
  bool advance(Arrival& arrival, std::vector<std::unique_ptr<PooledClient>>& admitted);
  void refuse(ClientSocket& socket, const std::string& name, std::string why);

  std::string id_;
  SocketPlace place_;
  ClientWatch watch_;
  OwnedDescriptor listener_;
  std::vector<Arrival> arrivals_;
  std::optional<RemoteSpec> remote_;
  std::string last_refusal_;
  std::set<std::string> said_;  // Refusals: each is told once.
};

}  // namespace saccade
