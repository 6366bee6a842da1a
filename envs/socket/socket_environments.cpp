#include "envs/socket/socket_environments.h"

#include <charconv>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "envs/remote/remote_environment.h"
#include "envs/socket/client_pool.h"

namespace saccade {
namespace {

/// The pools of one scheme: one for each address, made when an environment is.
class ClientPools {
 public:
  explicit ClientPools(ClientWatch watch) : watch_(std::move(watch)) {}

  std::shared_ptr<ClientPool> at(const std::string& id, const SocketPlace& place) {
    const std::lock_guard lock(mutex_);
    std::shared_ptr<ClientPool>& pool = pools_[place];
    if (!pool) pool = std::make_shared<ClientPool>(id, place, watch_);
    return pool;
  }

 private:
  ClientWatch watch_;
  std::mutex mutex_;
  std::map<SocketPlace, std::shared_ptr<ClientPool>> pools_;
};

std::uint16_t parse_port(std::string_view id, std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error == std::errc() && end == text.data() + text.size() && port > 0) return port;
  throw Error("environment " + std::string(id) +
              ": wanted a port in [1, 65535] behind the colon, such as socket:5555");
}

std::vector<OptionSpec> socket_options() {
  constexpr double kShortest = 0.01, kLongest = 1e6;
  return {
      {.name = "host",
       .default_value = std::string("127.0.0.1"),
       .help = "IP address to listen on; beyond loopback there is no encryption and no password."},
      {.name = "timeout",
       .default_value = 30.0,
       .help = "Longest time that a client may take for an answer, s.",
       .min = kShortest,
       .max = kLongest},
      {.name = "wait",
       .default_value = 120.0,
       .help = "Longest time to wait for a client to connect, s.",
       .min = kShortest,
       .max = kLongest},
  };
}

EnvironmentManual socket_manual() {
  return {.task =
              "Whatever the other program simulates: it connects to this port and says what "
              "its agents see and do. docs/socket.md has the protocol and clients in Python "
              "and C++."};
}

EnvironmentEntry make_entry(std::string_view id, std::string_view place,
                            const std::shared_ptr<ClientPools>& pools) {
  const std::uint16_t port = parse_port(id, place);
  return {.id = std::string(id),
          .summary = "An environment in another program, which connects to this port.",
          .options = socket_options(),
          .make =
              [pools, port, id = std::string(id)](const Options& options) {
                const std::shared_ptr<ClientPool> pool =
                    pools->at(id, {options.get<std::string>("host"), port});
                return pool->make_environment(
                    {options.get<double>("timeout"), options.get<double>("wait")});
              },
          .manual = socket_manual()};
}

}  // namespace

void add_socket_environments(Registry& registry, const ClientWatch& watch) {
  registry.add(EnvironmentScheme{
      .name = "socket",
      .form = "socket:PORT",
      .summary = "An environment in another program, which connects to this port.",
      .entry = [pools = std::make_shared<ClientPools>(watch)](std::string_view id,
                                                              std::string_view place) {
        return make_entry(id, place, pools);
      }});
}

}  // namespace saccade
