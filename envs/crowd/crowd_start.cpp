#include "envs/crowd/crowd_start.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace saccade {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kClearance = 0.2;  // m between the discs of any two at the start.
constexpr int kTries = 100;         // Without a place before the area is widened.

/// NumPy's RandomState: `random` makes 53 bits of two draws.  (The standard fixes the numbers of
/// this generator, but not those of its distributions.)
class CrowdRandom {
 public:
  explicit CrowdRandom(std::uint64_t seed)
      : twister_(static_cast<std::uint32_t>(seed ^ (seed >> 32))) {}

  double uniform() {
    const auto high = static_cast<double>(twister_() >> 5);
    const auto low = static_cast<double>(twister_() >> 6);
    return (high * 67108864.0 + low) / 9007199254740992.0;
  }

 private:
  std::mt19937 twister_;
};

bool is_near(CrowdPoint a, CrowdPoint b, double distance) {
  const double x = a.x - b.x, y = a.y - b.y;
  return std::sqrt(x * x + y * y) < distance;
}

/// Draws the people one after the other.
class CrowdPlacement {
 public:
  CrowdPlacement(const CrowdSettings& settings, const Person& robot, std::uint64_t seed)
      : settings_(settings), random_(seed), all_{robot} {}

  std::vector<Person> draw() {
    int count = settings_.humans_min;
    const int choices = settings_.humans_max - settings_.humans_min + 1;
    if (choices > 1) count += static_cast<int>(choices * random_.uniform());
    for (int i = 0; i < count; ++i) {
      Person person;
      if (settings_.vary_people) {
        person.preferred_speed = 0.5 + random_.uniform();
        person.radius = 0.3 + 0.2 * random_.uniform();
      }
      settings_.square ? cross_square(person) : cross_circle(person);
      all_.push_back(person);
    }
    return {all_.begin() + 1, all_.end()};
  }

 private:
  // Near a point of the circle, and on to the opposite place.
  void cross_circle(Person& person) {
    for (int attempt = 0;; ++attempt) {
      const double wide = widening(attempt) * person.preferred_speed;
      const double angle = 2 * kPi * random_.uniform();
      const double aside_x = (random_.uniform() - 0.5) * wide;
      const double aside_y = (random_.uniform() - 0.5) * wide;
      person.place = {settings_.circle_radius * std::cos(angle) + aside_x,
                      settings_.circle_radius * std::sin(angle) + aside_y};
      if (is_free(person.place, person, true, true)) break;
    }
    person.goal = {-person.place.x, -person.place.y};
  }

  // From the left or right half of the square to the other.
  void cross_square(Person& person) {
    const double side = random_.uniform() > 0.5 ? -1 : 1;
    for (int attempt = 0;; ++attempt) {
      person.place = point_of_half(side, widening(attempt));
      if (is_free(person.place, person, true, false)) break;
    }
    for (int attempt = 0;; ++attempt) {
      person.goal = point_of_half(-side, widening(attempt));
      if (is_free(person.goal, person, false, true)) break;
    }
  }

  CrowdPoint point_of_half(double side, double wide) {
    const double width = wide * settings_.square_width;
    const double x = random_.uniform() * width * 0.5 * side;
    return {x, (random_.uniform() - 0.5) * width};
  }

  /// Where there is no room, the area in which places are drawn grows.
  static double widening(int attempt) {
    const int times = attempt / kTries;
    return 1 + times;
  }

  bool is_free(CrowdPoint point, const Person& person, bool of_places, bool of_goals) const {
    return std::none_of(all_.begin(), all_.end(), [&](const Person& other) {
      const double distance = person.radius + other.radius + kClearance;
      return (of_places && is_near(point, other.place, distance)) ||
             (of_goals && is_near(point, other.goal, distance));
    });
  }

  const CrowdSettings& settings_;
  CrowdRandom random_;
  std::vector<Person> all_;  // The robot first.
};

}  // namespace

Person robot_at_start(const CrowdSettings& settings) {
  return {.place = {0, -settings.circle_radius}, .goal = {0, settings.circle_radius}};
}

std::vector<Person> people_at_start(const CrowdSettings& settings, const Person& robot,
                                    std::uint64_t seed) {
  return CrowdPlacement(settings, robot, seed).draw();
}

}  // namespace saccade
