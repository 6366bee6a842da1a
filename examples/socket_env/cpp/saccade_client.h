// Lets Saccade train in an environment of your own program, by the protocol of docs/socket.md.
//
// One header for C++17 and POSIX sockets, without any library.  Derive from Environment, describe
// it as JSON, and call serve(): it connects to Saccade and answers until Saccade has had enough.
// All connections are served by the calling thread; several threads or processes may call serve().
// Numbers are copied as they are: the machine must be little-endian, as nearly all are.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <functional>
#include <list>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace saccade_client {

/// The entities of one type that an agent sees: any number of them.
struct Entities {
  std::vector<std::int32_t> ids;  ///< [count] 0 or more; an entity keeps its id for the episode.
  std::vector<float> features;    ///< [count x features of the type]
  std::vector<float> positions;   ///< [count x 2] in the world, or empty; nan twice: has none.
  std::vector<float> velocities;  ///< [count x 2] per second, or empty; only with positions.

  void clear() {
    ids.clear();
    features.clear();
    positions.clear();
    velocities.clear();
  }
};

struct Rays {
  bool present = true;
  float x = 0, y = 0, heading = 0;  ///< Where they begin, and where ray 0 points, rad.
  std::vector<float> distances;     ///< [rays]
  std::vector<std::int32_t> hits;   ///< [rays] index into what they can hit; -1: nothing.
};

struct Image {
  bool present = true;
  float x = 0, y = 0;         ///< The point of the world at its centre.
  std::vector<float> pixels;  ///< [height x width x channels], the top row first.
};

struct Head {
  bool present = true;             ///< Only an optional head may be absent.
  bool masked = false;             ///< As the description says.
  std::vector<std::uint8_t> mask;  ///< [choices] 1 allowed, 0 not.
};

/// One agent now, in the order of the description.
struct Agent {
  bool present = true;
  float reward = 0;                ///< Of the last step.
  std::vector<Entities> entities;  ///< One for each entity type.
  std::vector<Rays> rays;
  std::vector<Image> images;
  std::vector<Head> heads;
};

/// The world after a reset or a step.
struct State {
  bool terminated = false;    ///< The task has ended.
  bool truncated = false;     ///< Time is up.
  std::int32_t outcome = -1;  ///< Index into the outcomes of the description, or -1.
  std::vector<float> counts;  ///< Since the reset, one for each count of the description.
  std::vector<Agent> agents;
};

struct Color {
  std::uint8_t r = 255, g = 255, b = 255, a = 255;
};

struct Shape {
  enum Kind : std::uint32_t { kCircle, kPolygon, kLine, kText };
  Kind kind = kCircle;
  Color fill;
  Color outline{0, 0, 0, 0};
  float outline_width = 0;
  std::int32_t entity = -1;  ///< Id of the entity that it shows, or -1.
  bool anchor = true;        ///< Whether the entity is where the shape is.
  /// Circle: x, y, radius.  Polygon, convex: x, y of 3 points or more.  Line: x, y, x, y, width.
  /// Text: x, y of its centre, height.
  std::vector<float> numbers;
  std::string text;
};

struct Scene {
  float min_x = 0, min_y = 0, max_x = 1, max_y = 1;  ///< The part of the world to be shown.
  Color background{24, 26, 31, 255};
  std::vector<Shape> shapes;
};

/// A world; one for each connection.
class Environment {
 public:
  virtual ~Environment() = default;
  /// Starts an episode, which depends on nothing but the seed, and fills in the state, which holds
  /// what was there last.  `progress` of the training is in [0, 1].
  virtual void reset(std::uint64_t seed, double progress, State& state) = 0;
  /// Takes one step.  `actions` holds one agent's numbers after the other's.
  virtual void step(const std::vector<float>& actions, State& state) = 0;
  /// Called only if the description has "draws": true.
  virtual void draw(Scene& /*scene*/) {}
};

struct Options {
  std::string host = "127.0.0.1";
  std::uint16_t port = 5555;
  std::string name = "cpp";  ///< What messages of Saccade call this program.
  double patience = 60;      ///< Seconds to wait for Saccade to listen.
};

namespace detail {

enum Kind : std::uint32_t {
  kWelcome = 1,
  kRefuse,
  kReset,
  kStep,
  kDraw,
  kClose,  // From Saccade.
  kHello = 16,
  kState,
  kScene,
  kFailure  // From here.
};
constexpr std::size_t kHeader = 12;

/// What is sent: a header of three numbers, then content.
class Writer {
 public:
  template <class Number>
  void put(const Number& number) {
    bytes_.append(reinterpret_cast<const char*>(&number), sizeof(Number));
  }
  void put_flag(bool flag) { put<std::uint32_t>(flag ? 1 : 0); }
  template <class Number>
  void put_all(const std::vector<Number>& numbers) {
    bytes_.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(Number));
  }
  void put_text(const std::string& text) {
    put(static_cast<std::uint32_t>(text.size()));
    bytes_ += text;
  }

  void begin(Kind kind, std::uint32_t number) {
    bytes_.clear();
    put<std::uint32_t>(0);
    put<std::uint32_t>(kind);
    put(number);
  }
  const std::string& finish() {
    const auto size = static_cast<std::uint32_t>(bytes_.size() - kHeader);
    std::memcpy(bytes_.data(), &size, sizeof(size));
    return bytes_;
  }

 private:
  std::string bytes_;
};

inline void put_agent(const Agent& agent, Writer& to) {
  to.put(agent.reward);
  to.put_flag(agent.present);
  if (!agent.present) return;
  for (const Entities& entities : agent.entities) {
    to.put(static_cast<std::uint32_t>(entities.ids.size()));
    to.put_all(entities.ids);
    to.put_all(entities.features);
    const bool placed = !entities.positions.empty(), moving = !entities.velocities.empty();
    to.put<std::uint32_t>(moving ? 2 : placed ? 1 : 0);
    to.put_all(entities.positions);
    to.put_all(entities.velocities);
  }
  for (const Rays& rays : agent.rays) {
    to.put_flag(rays.present);
    if (!rays.present) continue;
    for (const float number : {rays.x, rays.y, rays.heading}) to.put(number);
    to.put_all(rays.distances);
    to.put_all(rays.hits);
  }
  for (const Image& image : agent.images) {
    to.put_flag(image.present);
    if (!image.present) continue;
    for (const float number : {image.x, image.y}) to.put(number);
    to.put_all(image.pixels);
  }
  for (const Head& head : agent.heads) {
    to.put<std::uint32_t>(!head.present ? 0 : head.masked ? 2 : 1);
    if (head.present && head.masked) to.put_all(head.mask);
  }
}

inline void put_state(const State& state, Writer& to) {
  to.put_flag(state.terminated);
  to.put_flag(state.truncated);
  to.put(state.outcome);
  to.put_all(state.counts);
  for (const Agent& agent : state.agents) put_agent(agent, to);
}

inline void put_scene(const Scene& scene, Writer& to) {
  for (const float number : {scene.min_x, scene.min_y, scene.max_x, scene.max_y}) to.put(number);
  to.put(scene.background);
  to.put(static_cast<std::uint32_t>(scene.shapes.size()));
  for (const Shape& shape : scene.shapes) {
    to.put(shape.fill);
    to.put(shape.outline);
    to.put(shape.outline_width);
    to.put(shape.entity);
    to.put_flag(shape.anchor);
    to.put<std::uint32_t>(shape.kind);
    if (shape.kind == Shape::kPolygon) {
      to.put(static_cast<std::uint32_t>(shape.numbers.size() / 2));
    }
    to.put_all(shape.numbers);
    if (shape.kind == Shape::kText) to.put_text(shape.text);
  }
}

/// One connection and its environment, which is made with its first request.
class Connection {
 public:
  explicit Connection(int descriptor) : descriptor_(descriptor) {
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  ~Connection() { ::close(descriptor_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  int descriptor() const { return descriptor_; }
  bool is_welcome() const { return is_welcome_; }  ///< Whether Saccade uses it.

  void send_hello(const std::string& name, const std::string& description) {
    writer_.begin(kHello, 0);
    writer_.put<std::uint32_t>(0x43434153);  // "SACC"
    writer_.put<std::uint32_t>(1);           // Version of the protocol.
    writer_.put_text(name);
    writer_.put_text(description);
    send();
  }

  /// Reads what is there and answers every request; false: Saccade closed the connection.
  bool answer(const std::function<std::unique_ptr<Environment>()>& make) {
    const std::size_t had = bytes_.size();
    bytes_.resize(had + 65536);
    const ssize_t count = ::recv(descriptor_, bytes_.data() + had, 65536, 0);
    bytes_.resize(had + (count > 0 ? static_cast<std::size_t>(count) : 0));
    if (count == 0 || (count < 0 && errno != EINTR)) return false;
    std::size_t at = 0;
    bool is_open = true;
    while (is_open && bytes_.size() - at >= kHeader) {
      std::uint32_t header[3];
      std::memcpy(header, bytes_.data() + at, kHeader);
      if (bytes_.size() - at - kHeader < header[0]) break;
      const char* const content = bytes_.data() + at + kHeader;
      at += kHeader + header[0];
      is_open = answer(header, content, make);
    }
    bytes_.erase(0, at);
    return is_open;
  }

 private:
  bool answer(const std::uint32_t (&header)[3], const char* content,
              const std::function<std::unique_ptr<Environment>()>& make) {
    if (header[1] == kClose) return false;
    if (header[1] == kRefuse) {
      const std::string text(content, header[0]);  // Its size, then itself.
      throw std::runtime_error("Saccade refused: " + (text.size() > 4 ? text.substr(4) : text));
    }
    is_welcome_ = true;
    if (header[1] < kReset || header[1] > kDraw) return true;  // A welcome needs no answer.
    try {
      if (!environment_) environment_ = make();
      work(static_cast<Kind>(header[1]), header[0], header[2], content);
    } catch (const std::exception& error) {
      writer_.begin(kFailure, header[2]);
      writer_.put_text(error.what());
      send();
      throw;
    }
    return send();
  }

  void work(Kind kind, std::uint32_t size, std::uint32_t number, const char* content) {
    if (kind == kReset) {
      std::uint64_t seed = 0;
      double progress = 1;
      if (size < sizeof(seed) + sizeof(progress)) throw std::runtime_error("reset: too short");
      std::memcpy(&seed, content, sizeof(seed));
      std::memcpy(&progress, content + sizeof(seed), sizeof(progress));
      environment_->reset(seed, progress, state_);
    } else if (kind == kStep) {
      actions_.resize(size / sizeof(float));
      if (!actions_.empty()) std::memcpy(actions_.data(), content, actions_.size() * sizeof(float));
      environment_->step(actions_, state_);
    }
    writer_.begin(kind == kDraw ? kScene : kState, number);
    if (kind != kDraw) return put_state(state_, writer_);
    Scene scene;
    environment_->draw(scene);
    put_scene(scene, writer_);
  }

  bool send() {
    const std::string& bytes = writer_.finish();
    for (std::size_t at = 0; at < bytes.size();) {
      const ssize_t count = ::send(descriptor_, bytes.data() + at, bytes.size() - at, MSG_NOSIGNAL);
      if (count < 0 && errno != EINTR) return false;
      if (count > 0) at += static_cast<std::size_t>(count);
    }
    return true;
  }

  int descriptor_;
  bool is_welcome_ = false;
  std::string bytes_;  // Received, and not yet understood.
  Writer writer_;
  State state_;
  std::vector<float> actions_;
  std::unique_ptr<Environment> environment_;
};

/// Null if nobody listens there.
inline std::unique_ptr<Connection> connect(const Options& options) {
  auto connection = std::make_unique<Connection>(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(options.port);
  if (::inet_pton(AF_INET, options.host.c_str(), &address.sin_addr) != 1) {
    throw std::runtime_error("host: found '" + options.host + "', wanted an IPv4 address");
  }
  const auto* const place = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(connection->descriptor(), place, sizeof(address)) != 0) return nullptr;
  return connection;
}

inline std::unique_ptr<Connection> connect_patiently(const Options& options) {
  const auto end =
      std::chrono::steady_clock::now() + std::chrono::duration<double>(options.patience);
  for (;;) {
    if (auto connection = connect(options)) return connection;
    if (std::chrono::steady_clock::now() > end) {
      throw std::runtime_error("no Saccade listens on " + options.host + ":" +
                               std::to_string(options.port));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

}  // namespace detail

/// Connects to Saccade, and answers until it closes the connections.  `description` is the JSON of
/// docs/socket.md; `make` makes an environment for each connection that is used.  One connection
/// more than Saccade uses is kept open: this is how Saccade gets as many environments as it wants.
/// Throws std::runtime_error when Saccade refuses something, or does not listen.
inline void serve(const std::string& description,
                  const std::function<std::unique_ptr<Environment>()>& make,
                  const Options& options = {}) {
  std::list<std::unique_ptr<detail::Connection>> connections;
  connections.push_back(detail::connect_patiently(options));
  connections.back()->send_hello(options.name, description);
  while (!connections.empty()) {
    std::vector<pollfd> ready;
    for (const auto& connection : connections)
      ready.push_back({connection->descriptor(), POLLIN, 0});
    if (::poll(ready.data(), ready.size(), -1) < 0) continue;
    std::size_t index = 0;
    bool want_more = false;
    for (auto it = connections.begin(); index < ready.size(); ++index) {
      const bool was_welcome = (*it)->is_welcome();
      const bool is_open = ready[index].revents == 0 || (*it)->answer(make);
      want_more = want_more || (!was_welcome && (*it)->is_welcome());
      it = is_open ? std::next(it) : connections.erase(it);
    }
    if (!want_more) continue;
    if (auto spare = detail::connect(options)) {
      spare->send_hello(options.name, description);
      connections.push_back(std::move(spare));
    }
  }
}

}  // namespace saccade_client
