#include "envs/socket/client_pool.h"

#include <fmt/format.h>

#include <utility>

#include "envs/socket/lent_client.h"

namespace saccade {
namespace {

constexpr std::chrono::milliseconds kLook{50};
constexpr std::chrono::milliseconds kSilence{500};  // What is this quick is not worth a line.
constexpr std::chrono::seconds kPause{10};          // Between two lines.

std::chrono::nanoseconds span_of(double seconds) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(seconds));
}

void tell(FrameKind kind, const ByteWriter& content, PooledClient& client) {
  std::vector<std::byte> frame;
  append_frame(kind, 0, content.bytes(), frame);
  client.socket.send_last(frame);
}

/// It is used for the first time: its program is to open another connection.
void welcome(PooledClient& client) {
  ByteWriter version;
  version.put(kFrameVersion);
  tell(FrameKind::kWelcome, version, client);
}

void close(PooledClient& client) {
  tell(FrameKind::kClose, {}, client);
}

}  // namespace

ClientPool::ClientPool(const std::string& id, const SocketPlace& place, const ClientWatch& watch)
    : id_(id), watch_(watch), reception_(id, place, watch) {}

ClientPool::~ClientPool() {
  for (const auto& client : used_) close(*client);
  for (const auto& client : fresh_) close(*client);
}

std::unique_ptr<Channel> ClientPool::take(const SocketPatience& patience) {
  const Clock::time_point now = Clock::now();
  Waiting waiting{now, now + span_of(patience.client)};
  std::unique_lock lock(mutex_);
  for (;;) {
    if (std::unique_ptr<PooledClient> client = take_idle()) {
      ++in_use_;
      lock.unlock();
      return std::make_unique<LentClient>(shared_from_this(), std::move(client), patience.answer);
    }
    wait(lock, patience, waiting);
  }
}

std::unique_ptr<RemoteEnvironment> ClientPool::make_environment(const SocketPatience& patience) {
  std::unique_ptr<Channel> client = take(patience);  // By now it is known what all clients have.
  return std::make_unique<RemoteEnvironment>(std::move(client), reception_.remote());
}

// One that has gone meanwhile, or speaks without being asked, is of no use.
std::unique_ptr<PooledClient> ClientPool::take_idle() {
  while (!used_.empty()) {
    std::unique_ptr<PooledClient> client = std::move(used_.back());
    used_.pop_back();
    if (client->socket.is_quiet()) return client;
  }
  while (!fresh_.empty()) {
    std::unique_ptr<PooledClient> client = std::move(fresh_.front());
    fresh_.pop_front();
    if (!client->socket.is_quiet()) continue;
    welcome(*client);
    return client;
  }
  return nullptr;
}

// For a moment.
void ClientPool::wait(std::unique_lock<std::mutex>& lock, const SocketPatience& patience,
                      Waiting& waiting) {
  const Clock::time_point now = Clock::now();
  if (watch_.is_interrupted()) {
    detail::refuse("interrupted while waiting for a client on " + place().text());
  }
  if (is_looking_) {
    changed_.wait_for(lock, kLook);
  } else {
    let_in(lock, patience);
  }
  if (!used_.empty() || !fresh_.empty()) return;
  if (now >= waiting.end) refuse(patience);
  if (waiting.is_said || now < waiting.begin + kSilence || now < said_ + kPause) return;
  waiting.is_said = true;
  said_ = now;
  watch_.say(fmt::format("{}: waiting for {} on {}{}", id_,
                         in_use_ == 0 ? "a client" : "one more client", place().text(),
                         present_text()));
}

void ClientPool::let_in(std::unique_lock<std::mutex>& lock, const SocketPatience& patience) {
  is_looking_ = true;
  lock.unlock();
  std::vector<std::unique_ptr<PooledClient>> admitted;
  try {
    admitted = reception_.look(std::chrono::duration<double>(patience.answer));
  } catch (...) {
    lock.lock();
    is_looking_ = false;
    throw;
  }
  lock.lock();
  is_looking_ = false;
  for (std::unique_ptr<PooledClient>& client : admitted) fresh_.push_back(std::move(client));
  changed_.notify_all();
}

std::string ClientPool::present_text() const {
  if (in_use_ == 0) return "";
  return fmt::format("; {} {} there and in use", in_use_, in_use_ == 1 ? "is" : "are");
}

void ClientPool::refuse(const SocketPatience& patience) const {
  std::string text =
      fmt::format("no {}client came to {} within {} s{}", in_use_ == 0 ? "" : "further ",
                  place().text(), patience.client, present_text());
  if (in_use_ > 0) {
    text += "; a client program is to keep one connection open more than are in use";
  }
  // Only whoever looks may read it; another one looks, and is told the same.
  if (!is_looking_ && !reception_.last_refusal().empty()) {
    text += "; the last one was refused: " + reception_.last_refusal();
  }
  detail::refuse(text);
}

void ClientPool::give_back(std::unique_ptr<PooledClient> client) {
  {
    const std::lock_guard lock(mutex_);
    --in_use_;
    if (client) used_.push_back(std::move(client));
  }
  changed_.notify_all();
}

}  // namespace saccade
