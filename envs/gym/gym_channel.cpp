#include "envs/gym/gym_channel.h"

#include <fmt/format.h>

#include <utility>

#include "envs/remote/answer_check.h"

namespace saccade {

GymChannel::GymChannel(std::shared_ptr<GymPool> pool, std::unique_ptr<GymLease> lease,
                       double timeout)
    : pool_(std::move(pool)), lease_(std::move(lease)), label_(lease_->label), timeout_(timeout) {
  lease_->line->limit_wait(timeout);
}

GymChannel::~GymChannel() {
  pool_->give_back(std::move(lease_));
}

std::span<const std::byte> GymChannel::exchange(FrameKind request,
                                                std::span<const std::byte> content,
                                                FrameKind wanted) {
  if (lease_->is_given_up) detail::refuse(label_ + ": was given up after an error");
  try {
    const std::uint32_t number = ++lease_->last_request;
    lease_->line->send(request, number, content);
    const ReceivedFrame frame = receive(request);
    check_answer(request, number, wanted, frame);
    return frame.content;
  } catch (const Error& error) {
    lease_->is_given_up = true;
    std::string what = label_ + ": " + error.what();
    if (lease_->line->is_cut()) what += ": " + lease_->worker->end_text();
    detail::refuse(what);
  }
}

ReceivedFrame GymChannel::receive(FrameKind request) {
  std::optional<ReceivedFrame> frame;
  try {
    frame = lease_->line->receive();
  } catch (const Error& error) {
    detail::refuse("answer to " + frame_label(request) + ": " + error.what());
  }
  if (frame) return *frame;
  const std::string what =
      fmt::format("sent no answer to {} within {} s", frame_label(request), timeout_);
  lease_->worker->kill(what);  // Nor will any other environment in it.
  detail::refuse(what);
}

// A worker would have no use for the reason.
void GymChannel::give_up(const std::string& /*why*/) {
  lease_->is_given_up = true;
}

}  // namespace saccade
