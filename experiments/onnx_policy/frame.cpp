#include "experiments/onnx_policy/frame.h"

#include <algorithm>
#include <numbers>

namespace saccade::onnx {

namespace {

constexpr double kTurn = 2 * std::numbers::pi;

std::int64_t index_of(const EntityType& type, const std::string& feature) {
  const auto found = std::find(type.features.begin(), type.features.end(), feature);
  return found - type.features.begin();
}

Value as_double(const Value& x) {
  return cast(x, Type::kDouble);
}

/// The angle of (cosine, sine), in (-pi, pi].
Value angle_of(const Value& cosine, const Value& sine) {
  const Value zero = full_like(sine, 0, Type::kDouble);
  // By half of it, which no quadrant disturbs; Atan is to be had in single precision alone.
  const Value tangent = apply("Abs", sine) / (apply("Abs", cosine) + 1.0);
  const Value acute = as_double(apply("Atan", cast(tangent, Type::kFloat))) * 2.0;
  const Value size = where(less(cosine, zero), std::numbers::pi - acute, acute);
  const Value rough = where(less(sine, zero), -size, size);
  // The sine of what is missing.
  return rough + sine * apply("Cos", rough) - cosine * apply("Sin", rough);
}

}  // namespace

MovingFrame::MovingFrame(const EntityType& type, ObservationFrame frame, const Value& self)
    : frame_(frame) {
  if (!moves()) return;
  x_ = y_ = sine_ = full_like(slice(self, 2, 0, 1), 0, Type::kDouble);
  cosine_ = full_like(x_, 1, Type::kDouble);
  const auto feature = [&](const Geometry& group, std::size_t i, float unit) {
    const Value values = column(self, index_of(type, group.features[i]));
    return as_double(values) * static_cast<double>(unit);
  };
  if (const Geometry* group = type.find_geometry(Geometry::kPosition)) {
    x_ = feature(*group, 0, group->unit.x);
    y_ = feature(*group, 1, group->unit.y);
  }
  const Geometry* group = type.find_geometry(Geometry::kHeading);
  if (group == nullptr || !rotates()) return;
  const Value first = feature(*group, 0, group->unit.x);
  if (group->features.size() == 1) {
    cosine_ = apply("Cos", first);
    sine_ = apply("Sin", first);
    return;
  }
  const Value second = feature(*group, 1, group->unit.y);
  const Value length = apply("Sqrt", square(first) + square(second));
  const Value is_known = less(full_like(length, 0, Type::kDouble), length);
  cosine_ = where(is_known, first / length, 1.0);
  sine_ = where(is_known, second / length, 0.0);
}

MovingFrame::Pair MovingFrame::rotate(const Pair& v) const {
  return {v.x * cosine_ + v.y * sine_, v.y * cosine_ - v.x * sine_};
}

Value MovingFrame::heading() const {
  return angle_of(cosine_, sine_);
}

/// Of one feature both are the same.
MovingFrame::Pair MovingFrame::move(const Geometry& group, const Pair& features) const {
  const double unit_x = static_cast<double>(group.unit.x);
  const double unit_y = static_cast<double>(group.unit.y);
  Pair v{as_double(features.x) * unit_x, as_double(features.y) * unit_y};
  if (group.features.size() == 1) {
    const Value angle = v.x - heading();
    v.x = angle - apply("Round", angle / kTurn) * kTurn;
  } else {
    const bool is_place = group.kind == Geometry::kPoint || group.kind == Geometry::kPosition;
    if (is_place) v = {v.x - x_, v.y - y_};
    if (rotates()) v = rotate(v);
  }
  return {cast(v.x / unit_x, Type::kFloat), cast(v.y / unit_y, Type::kFloat)};
}

Value MovingFrame::to_agent(const EntityType& type, const Value& features) const {
  if (!moves() || type.geometry.empty()) return features;
  std::vector<Value> columns;
  for (std::size_t i = 0; i < type.features.size(); ++i)
    columns.push_back(column(features, static_cast<std::int64_t>(i)));
  for (const Geometry& group : type.geometry) {
    const bool is_place = group.kind == Geometry::kPoint || group.kind == Geometry::kPosition;
    if (!rotates() && !is_place) continue;
    Value& x = columns[static_cast<std::size_t>(index_of(type, group.features.front()))];
    Value& y = columns[static_cast<std::size_t>(index_of(type, group.features.back()))];
    const Pair moved = move(group, {x, y});
    y = moved.y;
    x = moved.x;
  }
  return concat(columns, 2);
}

Value MovingFrame::rotate_motions(const Value& motion) const {
  const Value numbers = as_double(motion);
  const Pair place = rotate({column(numbers, 0), column(numbers, 1)});
  const Pair velocity = rotate({column(numbers, 2), column(numbers, 3)});
  return cast(concat({place.x, place.y, velocity.x, velocity.y}, 2), Type::kFloat);
}

Value MovingFrame::rotate_waves(const Value& waves, const Value& heading) const {
  const Value fan = unsqueeze(as_double(heading), {2});  // [B x 1 x 1]
  Pair turn = rotate({apply("Cos", fan), apply("Sin", fan)});
  const Value numbers = as_double(waves);  // [n x 6]
  std::vector<Value> columns;
  for (std::int64_t at = 0; at < 6; at += 2) {
    const Value along = column(numbers, at), across = column(numbers, at + 1);
    columns.push_back(turn.x * along - turn.y * across);
    columns.push_back(turn.y * along + turn.x * across);
    turn = {square(turn.x) - square(turn.y), turn.x * turn.y * 2.0};  // Of twice the angle.
  }
  return cast(concat(columns, 2), Type::kFloat);
}

}  // namespace saccade::onnx
