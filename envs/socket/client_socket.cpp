#include "envs/socket/client_socket.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <memory>
#include <system_error>

#include "envs/core/error.h"

namespace saccade {
namespace {

std::string reason(int number) {
  return std::generic_category().message(number);
}

std::string address_text(const std::string& host, std::uint16_t port) {
  const bool is_v6 = host.find(':') != std::string::npos;
  return (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

[[noreturn]] void refuse_place(const SocketPlace& place, int number) {
  std::string text = "cannot listen on " + place.text() + ": " + reason(number);
  if (number == EADDRINUSE) text += ": another program listens there; choose another port";
  throw Error(text);
}

using AddressList = std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)>;

AddressList resolve(const SocketPlace& place) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  addrinfo* found = nullptr;
  if (::getaddrinfo(place.host.c_str(), std::to_string(place.port).c_str(), &hints, &found) != 0) {
    throw Error("host: found \"" + place.host + "\", wanted an IP address such as 127.0.0.1");
  }
  return {found, &::freeaddrinfo};
}

/// The numbers of an address that the system has filled in.
SocketPlace place_of(const sockaddr_storage& storage) {
  char host[INET6_ADDRSTRLEN] = "";
  if (storage.ss_family == AF_INET) {
    const auto& v4 = reinterpret_cast<const sockaddr_in&>(storage);
    ::inet_ntop(AF_INET, &v4.sin_addr, host, sizeof(host));
    return {host, ntohs(v4.sin_port)};
  }
  const auto& v6 = reinterpret_cast<const sockaddr_in6&>(storage);
  ::inet_ntop(AF_INET6, &v6.sin6_addr, host, sizeof(host));
  return {host, ntohs(v6.sin6_port)};
}

template <class Ask>
SocketPlace asked_place(int descriptor, const Ask& ask) {
  sockaddr_storage storage{};
  socklen_t size = sizeof(storage);
  if (ask(descriptor, reinterpret_cast<sockaddr*>(&storage), &size) != 0) return {"?", 0};
  return place_of(storage);
}

int milliseconds_until(ClientSocket::Clock::time_point end) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - ClientSocket::Clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1'000'000'000));
}

/// Waits until it is ready for `events`; false: the time is up.
bool wait_for(int descriptor, short events, ClientSocket::Clock::time_point end) {
  pollfd ready{descriptor, events, 0};
  for (;;) {
    const int count = ::poll(&ready, 1, milliseconds_until(end));
    if (count > 0) return true;
    if (count == 0 || errno != EINTR) return false;
  }
}

bool is_later(int number) {
  return number == EAGAIN || number == EWOULDBLOCK || number == EINTR;
}

}  // namespace

std::string SocketPlace::text() const {
  return address_text(host, port);
}

bool is_loopback(const SocketPlace& place) {
  return place.host.starts_with("127.") || place.host == "::1";
}

OwnedDescriptor listen_at(SocketPlace& place) {
  const AddressList address = resolve(place);
  OwnedDescriptor listener(
      ::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (listener.get() < 0) refuse_place(place, errno);
  const int on = 1;
  ::setsockopt(listener.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  if (::bind(listener.get(), address->ai_addr, address->ai_addrlen) != 0 ||
      ::listen(listener.get(), SOMAXCONN) != 0) {
    refuse_place(place, errno);
  }
  place.port = asked_place(listener.get(), ::getsockname).port;
  return listener;
}

ClientSocket::ClientSocket(OwnedDescriptor descriptor)
    : descriptor_(std::move(descriptor)),
      address_(asked_place(descriptor_.get(), ::getpeername).text()) {
  const int on = 1;
  ::setsockopt(descriptor_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
}

std::optional<ClientSocket> ClientSocket::accept(int listener) {
  OwnedDescriptor descriptor(::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC));
  if (descriptor.get() >= 0) return ClientSocket(std::move(descriptor));
  if (is_later(errno) || errno == ECONNABORTED) return std::nullopt;
  throw Error("cannot take a connection: " + reason(errno), Error::Kind::kFailure);
}

bool ClientSocket::take_arrived() {
  const std::span<std::byte> room = reader_.room();
  const ssize_t count = ::recv(descriptor_.get(), room.data(), room.size(), MSG_DONTWAIT);
  if (count < 0) return is_later(errno);
  reader_.received(static_cast<std::size_t>(count));
  return count > 0;
}

void ClientSocket::limit_wait(double seconds) {
  timeval limit{};
  limit.tv_sec = static_cast<time_t>(seconds);
  limit.tv_usec = static_cast<suseconds_t>((seconds - std::floor(seconds)) * 1e6);
  ::setsockopt(descriptor_.get(), SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
}

// One call of the system for an answer that comes whole: the socket itself has the time limit.
std::optional<ReceivedFrame> ClientSocket::receive(Clock::time_point end) {
  for (bool is_first = true;; is_first = false) {
    if (const std::optional<ReceivedFrame> frame = reader_.next()) return frame;
    // By then bytes or a signal have ended a wait of the socket's before its time.
    if (!is_first && Clock::now() >= end) return std::nullopt;
    const std::span<std::byte> room = reader_.room();
    const ssize_t count = ::recv(descriptor_.get(), room.data(), room.size(), 0);
    if (count > 0) {
      reader_.received(static_cast<std::size_t>(count));
    } else if (count < 0 && errno != EINTR && is_later(errno)) {
      return std::nullopt;
    } else if (count == 0 || errno != EINTR) {
      detail::refuse(reader_.has_part() ? "closed the connection in the middle of a frame"
                                        : "closed the connection");
    }
  }
}

void ClientSocket::send(std::span<const std::byte> bytes, Clock::time_point end) {
  while (!bytes.empty()) {
    const ssize_t count =
        ::send(descriptor_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (count >= 0) {
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    } else if (!is_later(errno)) {
      detail::refuse("closed the connection");
    } else if (!wait_for(descriptor_.get(), POLLOUT, end)) {
      detail::refuse("did not read what was sent to it");
    }
  }
}

void ClientSocket::send_last(std::span<const std::byte> bytes) noexcept {
  static_cast<void>(
      ::send(descriptor_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT));
}

bool ClientSocket::is_quiet() const {
  std::byte byte{};
  const ssize_t count = ::recv(descriptor_.get(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return count < 0 && is_later(errno);
}

}  // namespace saccade
