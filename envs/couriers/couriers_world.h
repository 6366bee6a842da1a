// The rules of `couriers`: two couriers carry parcels across a square.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "envs/core/observation_space.h"
#include "envs/core/random.h"

namespace saccade {

struct CouriersSettings {
  int parcels = 6;             ///< That are in the world at once.
  double fragile_share = 0.5;  ///< Probability that a parcel is fragile.
};

/// The square spans [-kHalf, kHalf] in both directions, m.  A courier goes straight to what it has
/// chosen: to a parcel, or with one to where that is wanted.
class CouriersWorld {
 public:
  static constexpr int kCouriers = 2;
  static constexpr double kHalf = 10;
  static constexpr double kWalk = 1;        ///< m in a step.
  static constexpr double kRun = 2;         ///< m in a step.
  static constexpr int kFullStrength = 40;  ///< A step of walking gives 1.
  static constexpr int kTiring = 4;         ///< Strength that a step of running takes.
  static constexpr double kBreaking = 0.1;  ///< Probability that it breaks a fragile parcel.
  static constexpr double kTrip =
      5;  ///< Least way from where a parcel lies to where it is wanted, m.

  struct Point {
    double x = 0;
    double y = 0;
  };

  struct Parcel {
    EntityId id = 0;
    Point place;  ///< Where it lies; unused while it is carried.
    Point goal;   ///< Where it is wanted.
    bool fragile = false;
    int carrier = -1;  ///< The courier that carries it, or -1.
  };

  /// Its id is its number.
  struct Courier {
    Point place;
    int strength = kFullStrength;
    int carried = -1;  ///< Index of its parcel, or -1.
    int chosen = -1;   ///< Index of the parcel that it last went for, or -1.
    bool running = false;
  };

  struct Order {
    int parcel = -1;  ///< Index of the parcel, or -1: stays.  With one, a courier keeps to that.
    bool run = false;
  };

  /// What happened in a step, or since the start of the episode.
  struct Tally {
    int delivered = 0;
    int broken = 0;
    int in_vain = 0;  ///< Times a courier found that the other one had taken its parcel.

    void add(const Tally& other);
  };

  explicit CouriersWorld(const CouriersSettings& settings) : settings_(settings) {}

  void reset(std::uint64_t seed);

  /// Both move at once.  Of two that reach a parcel in the same step the first one gets it.
  /// Returns what each of them did.
  std::array<Tally, kCouriers> step(const std::array<Order, kCouriers>& orders);

  const std::vector<Parcel>& parcels() const { return parcels_; }
  const std::array<Courier, kCouriers>& couriers() const { return couriers_; }
  /// Where a parcel is: in its place or with its courier.
  Point place_of(const Parcel& parcel) const;
  const Tally& total() const { return total_; }

 private:
  Point random_point();
  Parcel new_parcel();
  void go(Courier& courier, Order order);
  /// What comes of it that a courier with a parcel went: whether it delivered it, or broke it.
  Tally carry(Courier& courier);
  /// Takes the parcel that a courier went for if it is there.
  void take(int number);
  /// Whether the courier's parcel does not survive this step.
  bool breaks(const Courier& courier);
  /// Puts a new parcel in the place of one that is gone.
  void replace_carried(Courier& courier);

  CouriersSettings settings_;
  Rng rng_;
  std::vector<Parcel> parcels_;
  std::array<Courier, kCouriers> couriers_;
  EntityId next_id_ = kCouriers;
  Tally total_;
};

}  // namespace saccade
