#include "envs/socket/reception.h"

#include <poll.h>

#include <thread>
#include <utility>

#include "envs/remote/byte_writer.h"

namespace saccade {
namespace {

constexpr std::chrono::milliseconds kPollTime{50};
constexpr std::size_t kMostArrivals = 256;      // That have not said yet what they have.
constexpr std::chrono::seconds kExcessTime{1};  // After which one of too many goes.
constexpr std::size_t kMostSaid = 100;

std::string client_label(const std::string& name) {
  return name.empty() ? "client" : "client '" + name + "'";
}

void check_same(const RemoteSpec& found, const RemoteSpec& first) {
  const std::string difference = remote_difference(found, first);
  if (difference.empty()) return;
  throw Error("description: " + difference +
              " in the first client, wanted the same in every client");
}

Hello read_first(const ReceivedFrame& frame) {
  if (frame.kind != FrameKind::kHello) {
    detail::refuse("found a frame " + frame_label(frame.kind) + ", wanted 'hello' first");
  }
  return read_hello(frame.content);
}

}  // namespace

Reception::Reception(const std::string& id, SocketPlace place, ClientWatch watch)
    : id_(id), place_(std::move(place)), watch_(std::move(watch)), listener_(listen_at(place_)) {
  if (is_loopback(place_)) return;
  watch_.say(id_ + ": listens on " + place_.text() +
             ", where other machines may connect: there is no encryption and no password");
}

void Reception::wait() const {
  std::vector<pollfd> ready;
  if (has_room()) ready.push_back({listener_.get(), POLLIN, 0});
  for (const Arrival& arrival : arrivals_) {
    ready.push_back({arrival.socket.descriptor(), POLLIN, 0});
  }
  ::poll(ready.data(), ready.size(), static_cast<int>(kPollTime.count()));
}

void Reception::accept(std::chrono::duration<double> timeout) {
  try {
    while (has_room()) {
      std::optional<ClientSocket> socket = ClientSocket::accept(listener_.get());
      if (!socket) return;
      make_room();
      const auto end = ClientSocket::Clock::now() +
                       std::chrono::duration_cast<ClientSocket::Clock::duration>(timeout);
      arrivals_.push_back({std::move(*socket), ClientSocket::Clock::now(), end});
    }
  } catch (const Error& error) {
    // The connection stays at the listener, which would be ready again at once.
    std::this_thread::sleep_for(kPollTime);
    last_refusal_ = error.what();
  }
}

// Of many that say nothing, the one that has been silent for longest goes.  Others wait at the
// listener.
bool Reception::has_room() const {
  return arrivals_.size() < kMostArrivals ||
         ClientSocket::Clock::now() > arrivals_.front().begin + kExcessTime;
}

void Reception::make_room() {
  if (arrivals_.size() < kMostArrivals) return;
  refuse(arrivals_.front().socket, "", "sent no 'hello' before many others came");
  arrivals_.erase(arrivals_.begin());
}

std::vector<std::unique_ptr<PooledClient>> Reception::look(std::chrono::duration<double> timeout) {
  wait();
  accept(timeout);
  std::vector<std::unique_ptr<PooledClient>> admitted;
  std::erase_if(arrivals_, [&](Arrival& arrival) { return !advance(arrival, admitted); });
  return admitted;
}

bool Reception::advance(Arrival& arrival, std::vector<std::unique_ptr<PooledClient>>& admitted) {
  ClientSocket& socket = arrival.socket;
  const bool is_open = socket.take_arrived();
  std::string name;
  try {
    const std::optional<ReceivedFrame> frame = socket.reader().next();
    if (!frame && is_open && ClientSocket::Clock::now() < arrival.end) return true;
    if (!frame && is_open) detail::refuse("sent no 'hello' in time");
    if (!frame) detail::refuse("closed the connection before its 'hello' was there");
    Hello hello = read_first(*frame);
    name = hello.name;
    if (remote_) check_same(hello.remote, *remote_);
    if (!remote_) remote_ = std::move(hello.remote);
  } catch (const Error& error) {
    refuse(socket, name, error.what());
    return false;
  }
  socket.reader().limit(kMostAnswerBytes);
  std::string label = id_ + ", " + client_label(name) + " (" + socket.address() + ")";
  admitted.push_back(
      std::make_unique<PooledClient>(PooledClient{std::move(socket), std::move(label)}));
  return false;
}

void Reception::refuse(ClientSocket& socket, const std::string& name, std::string why) {
  constexpr std::size_t kMostShown = 1000;  // It may quote what the client sent.
  if (why.size() > kMostShown) why.replace(kMostShown, std::string::npos, "...");
  ByteWriter text;
  text.put_text(why);
  std::vector<std::byte> frame;
  append_frame(FrameKind::kRefuse, 0, text.bytes(), frame);
  socket.send_last(frame);
  last_refusal_ = client_label(name) + " (" + socket.address() + "): " + why;
  if (said_.size() >= kMostSaid || !said_.insert(name + why).second) return;
  watch_.say(id_ + ": refused " + last_refusal_);
}

}  // namespace saccade
