#include "envs/couriers/couriers_world.h"

#include <algorithm>
#include <cmath>

namespace saccade {
namespace {

using Point = CouriersWorld::Point;

double distance(Point a, Point b) {
  const double x = a.x - b.x, y = a.y - b.y;
  return std::sqrt(x * x + y * y);
}

bool same(Point a, Point b) {
  return a.x == b.x && a.y == b.y;
}

/// Moves `from` toward `to` by at most `reach`; there exactly if it is as near.
Point toward(Point from, Point to, double reach) {
  const double way = distance(from, to);
  if (way <= reach) return to;
  return {from.x + reach * (to.x - from.x) / way, from.y + reach * (to.y - from.y) / way};
}

}  // namespace

void CouriersWorld::Tally::add(const Tally& other) {
  delivered += other.delivered;
  broken += other.broken;
  in_vain += other.in_vain;
}

void CouriersWorld::reset(std::uint64_t seed) {
  rng_.seed(seed);
  next_id_ = kCouriers;
  total_ = {};
  parcels_.clear();
  for (Courier& courier : couriers_) courier = {.place = random_point()};
  for (int i = 0; i < settings_.parcels; ++i) parcels_.push_back(new_parcel());
}

CouriersWorld::Point CouriersWorld::random_point() {
  const double x = rng_.uniform(-kHalf, kHalf);
  return {x, rng_.uniform(-kHalf, kHalf)};
}

CouriersWorld::Parcel CouriersWorld::new_parcel() {
  Parcel parcel;
  parcel.id = next_id_++;
  parcel.place = random_point();
  do {
    parcel.goal = random_point();
  } while (distance(parcel.place, parcel.goal) < kTrip);
  parcel.fragile = rng_.uniform() < settings_.fragile_share;
  return parcel;
}

CouriersWorld::Point CouriersWorld::place_of(const Parcel& parcel) const {
  if (parcel.carrier < 0) return parcel.place;
  return couriers_[static_cast<std::size_t>(parcel.carrier)].place;
}

std::array<CouriersWorld::Tally, CouriersWorld::kCouriers> CouriersWorld::step(
    const std::array<Order, kCouriers>& orders) {
  std::array<Tally, kCouriers> tallies;
  for (std::size_t c = 0; c < kCouriers; ++c) {
    const bool carries = couriers_[c].carried >= 0;
    go(couriers_[c], orders[c]);
    if (carries) tallies[c] = carry(couriers_[c]);
  }
  for (int c = 0; c < kCouriers; ++c) take(c);
  for (std::size_t c = 0; c < kCouriers; ++c) {
    Courier& courier = couriers_[c];
    if (courier.carried < 0 && courier.chosen >= 0 &&
        parcels_[static_cast<std::size_t>(courier.chosen)].carrier >= 0) {
      tallies[c].in_vain = 1;
      courier.chosen = -1;
    }
    total_.add(tallies[c]);
  }
  return tallies;
}

CouriersWorld::Tally CouriersWorld::carry(Courier& courier) {
  Tally tally;
  if (same(courier.place, parcels_[static_cast<std::size_t>(courier.carried)].goal)) {
    tally.delivered = 1;
  } else if (breaks(courier)) {
    tally.broken = 1;
  } else {
    return tally;
  }
  replace_carried(courier);
  return tally;
}

void CouriersWorld::take(int number) {
  Courier& courier = couriers_[static_cast<std::size_t>(number)];
  if (courier.carried >= 0 || courier.chosen < 0) return;
  Parcel& parcel = parcels_[static_cast<std::size_t>(courier.chosen)];
  if (parcel.carrier >= 0 || !same(courier.place, parcel.place)) return;
  parcel.carrier = number;
  courier.carried = courier.chosen;
}

void CouriersWorld::go(Courier& courier, Order order) {
  courier.chosen = courier.carried >= 0 ? courier.carried : order.parcel;
  courier.running = order.run && courier.chosen >= 0 && courier.strength >= kTiring;
  courier.strength =
      courier.running ? courier.strength - kTiring : std::min(courier.strength + 1, kFullStrength);
  if (courier.chosen < 0) return;
  const Parcel& parcel = parcels_[static_cast<std::size_t>(courier.chosen)];
  const Point goal = courier.carried >= 0 ? parcel.goal : parcel.place;
  courier.place = toward(courier.place, goal, courier.running ? kRun : kWalk);
}

bool CouriersWorld::breaks(const Courier& courier) {
  if (!courier.running || !parcels_[static_cast<std::size_t>(courier.carried)].fragile) {
    return false;
  }
  return rng_.uniform() < kBreaking;
}

void CouriersWorld::replace_carried(Courier& courier) {
  parcels_[static_cast<std::size_t>(courier.carried)] = new_parcel();
  courier.carried = -1;
  courier.chosen = -1;
}

}  // namespace saccade
