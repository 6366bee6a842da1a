// The controller that comes with Gymnasium's BipedalWalker-v3: it often walks, and often falls.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace saccade::testing {

/// A new one for each episode.
class WalkerHeuristic {
 public:
  /// The torques for what the agent sees of itself, with the lidar or without.
  std::vector<float> decide(const std::vector<float>& s) {
    Targets hip, knee;
    if (state_ == kStayOnOneLeg) stay(s, hip, knee);
    if (state_ == kPutOtherDown) put_down(s, hip, knee);
    if (state_ == kPushOff) push_off(s, knee);
    std::vector<float> torques;
    for (const std::size_t leg : {0U, 1U}) {
      const std::size_t first = 4 + 5 * leg;
      double turn_hip = hip[leg] ? 0.9 * (*hip[leg] - s[first]) - 0.25 * s[first + 1] : 0;
      double turn_knee = knee[leg] ? 4.0 * (*knee[leg] - s[first + 2]) - 0.25 * s[first + 3] : 0;
      turn_hip -= 0.9 * (0 - s[0]) - 1.5 * s[1];  // To keep the hull level.
      turn_knee -= 15.0 * s[3];                   // To damp its rise and fall.
      for (const double turn : {turn_hip, turn_knee}) {
        torques.push_back(static_cast<float>(std::clamp(0.5 * turn, -1.0, 1.0)));
      }
    }
    return torques;
  }

 private:
  enum State { kStayOnOneLeg, kPutOtherDown, kPushOff };
  using Targets = std::array<std::optional<double>, 2>;  // rad; none: as it is.

  static constexpr double kSpeed = 0.29;
  static constexpr double kSupportKnee = 0.1;

  std::size_t standing() const { return 1 - moving_; }

  void stay(const std::vector<float>& s, Targets& hip, Targets& knee) {
    hip[moving_] = 1.1;
    knee[moving_] = -0.6;
    support_knee_ += 0.03;
    if (s[2] > kSpeed) support_knee_ += 0.03;
    support_knee_ = std::min(support_knee_, kSupportKnee);
    knee[standing()] = support_knee_;
    if (s[4 + 5 * standing()] < 0.10) state_ = kPutOtherDown;
  }

  void put_down(const std::vector<float>& s, Targets& hip, Targets& knee) {
    hip[moving_] = 0.1;
    knee[moving_] = kSupportKnee;
    knee[standing()] = support_knee_;
    if (s[8 + 5 * moving_] == 0) return;
    state_ = kPushOff;
    support_knee_ = std::min(static_cast<double>(s[6 + 5 * moving_]), kSupportKnee);
  }

  void push_off(const std::vector<float>& s, Targets& knee) {
    knee[moving_] = support_knee_;
    knee[standing()] = 1.0;
    if (s[6 + 5 * standing()] <= 0.88 && s[2] <= 1.2 * kSpeed) return;
    state_ = kStayOnOneLeg;
    moving_ = standing();
  }

  State state_ = kStayOnOneLeg;
  std::size_t moving_ = 0;  // The leg that is in the air.
  double support_knee_ = kSupportKnee;
};

}  // namespace saccade::testing
