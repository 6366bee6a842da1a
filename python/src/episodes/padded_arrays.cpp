#include "python/src/episodes/padded_arrays.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace saccade::python {

namespace py = pybind11;

namespace {

// What stands for a place that is not known: NaN would make equal observations unequal.
constexpr float kUnknown = std::numeric_limits<float>::infinity();

template <class Number>
py::array_t<Number> filled(std::vector<py::ssize_t> shape, Number value) {
  py::array_t<Number> array(std::move(shape));
  std::fill_n(array.mutable_data(), array.size(), value);
  return array;
}

float known(float number) {
  return std::isfinite(number) ? number : kUnknown;
}

void write_places(const std::vector<Vec2>& places, float* out) {
  for (const Vec2& place : places) {
    *out++ = known(place.x);
    *out++ = known(place.y);
  }
}

}  // namespace

PaddedArrays::PaddedArrays(const AgentKind& kind, const RowLayout& layout, std::vector<int> rows,
                           int count, bool entities)
    : kind_(kind), layout_(layout), rows_(std::move(rows)), count_(count), entities_(entities) {
  for (std::size_t t = 0; t < kind.observation.types.size(); ++t) {
    if (!kind.observation.types[t].critic_only) add_type(t);
  }
  for (const RayModality& rays : kind.observation.rays) {
    add_sensor({rays.count, 1 + static_cast<py::ssize_t>(rays.hits.size())});
  }
  for (const ImageModality& image : kind.observation.images) {
    add_sensor({image.height, image.width, static_cast<py::ssize_t>(image.channels.size())});
  }
  for (const ActionHead& head : kind.action.heads) {
    Mask& mask = masks_.emplace_back();
    if (!has_mask(head)) continue;
    const int places = place_count(head, layout);
    mask.size = static_cast<std::size_t>(places);
    mask.values = filled<std::int8_t>({count, places}, 0);
    mask.data = mask.values.mutable_data();
  }
}

void PaddedArrays::add_type(std::size_t index) {
  const int rows = rows_[index];
  const auto width = static_cast<int>(kind_.observation.types[index].features.size());
  Type& type = types_.emplace_back();
  type.index = index;
  type.rows = rows;
  type.width = width;
  type.features = filled<float>({count_, rows, width}, 0);
  type.feature_data = type.features.mutable_data();
  type.mask = filled<std::int8_t>({count_, rows}, 0);
  type.mask_data = type.mask.mutable_data();
  if (!entities_) return;
  type.ids = filled<std::int32_t>({count_, rows}, kNoEntity);
  type.positions = filled<float>({count_, rows, 2}, kUnknown);
  type.velocities = filled<float>({count_, rows, 2}, kUnknown);
  type.id_data = type.ids.mutable_data();
  type.position_data = type.positions.mutable_data();
  type.velocity_data = type.velocities.mutable_data();
}

void PaddedArrays::add_sensor(std::vector<py::ssize_t> shape) {
  shape.insert(shape.begin(), count_);
  Sensor& sensor = sensors_.emplace_back();
  sensor.values = filled<float>(std::move(shape), 0);
  sensor.presence = filled<std::int8_t>({count_}, 0);
  sensor.pose = filled<float>({count_, 3}, kUnknown);
  sensor.size = static_cast<std::size_t>(sensor.values.size() / std::max(count_, 1));
  sensor.value_data = sensor.values.mutable_data();
  sensor.presence_data = sensor.presence.mutable_data();
  sensor.pose_data = sensor.pose.mutable_data();
}

void PaddedArrays::fill(int at, const Observation& seen) {
  check_room(kind_, layout_, seen);
  const auto place = static_cast<std::size_t>(at);
  for (Type& type : types_) fill_type(type, place, seen.rows()[type.index]);
  const std::vector<RayModality>& fans = kind_.observation.rays;
  for (std::size_t i = 0; i < fans.size(); ++i) {
    fill_rays(sensors_[i], place, seen.rays()[i], fans[i].hits.size());
  }
  for (std::size_t i = 0; i < kind_.observation.images.size(); ++i) {
    fill_image(sensors_[fans.size() + i], place, seen.images()[i]);
  }
  for (std::size_t h = 0; h < masks_.size(); ++h) {
    Mask& mask = masks_[h];
    if (mask.size == 0) continue;
    write_mask(kind_.action.heads[h], h, layout_, seen, {mask.data + place * mask.size, mask.size});
  }
}

void PaddedArrays::fill_type(Type& type, std::size_t at, const Observation::Rows& rows) {
  const std::size_t first = at * static_cast<std::size_t>(type.rows);
  std::copy(rows.features.begin(), rows.features.end(),
            type.feature_data + first * static_cast<std::size_t>(type.width));
  std::fill_n(type.mask_data + first, rows.count(), std::int8_t{1});
  if (!entities_) return;
  std::copy(rows.ids.begin(), rows.ids.end(), type.id_data + first);
  write_places(rows.positions, type.position_data + 2 * first);
  write_places(rows.velocities, type.velocity_data + 2 * first);
}

void PaddedArrays::fill_rays(Sensor& sensor, std::size_t at, const Observation::Rays& rays,
                             std::size_t hits) {
  if (!rays.present) return;
  sensor.presence_data[at] = 1;
  float* ray = sensor.value_data + at * sensor.size;
  for (std::size_t i = 0; i < rays.distances.size(); ++i, ray += 1 + hits) {
    ray[0] = rays.distances[i];
    if (rays.hits[i] >= 0) ray[1 + rays.hits[i]] = 1;
  }
  float* pose = sensor.pose_data + 3 * at;
  pose[0] = known(rays.origin.x);
  pose[1] = known(rays.origin.y);
  pose[2] = rays.heading;
}

void PaddedArrays::fill_image(Sensor& sensor, std::size_t at, const Observation::Image& image) {
  if (!image.present) return;
  sensor.presence_data[at] = 1;
  std::copy(image.pixels.begin(), image.pixels.end(), sensor.value_data + at * sensor.size);
  float* pose = sensor.pose_data + 3 * at;
  pose[0] = known(image.origin.x);
  pose[1] = known(image.origin.y);
  pose[2] = 0;
}

py::tuple PaddedArrays::take() const {
  py::list types, sensors, masks;
  for (const Type& type : types_) {
    const bool fixed = kind_.observation.types[type.index].fixed_count >= 0;
    const py::object none = py::none();
    types.append(py::make_tuple(type.features, fixed ? none : py::object(type.mask),
                                entities_ ? py::object(type.ids) : none,
                                entities_ ? py::object(type.positions) : none,
                                entities_ ? py::object(type.velocities) : none));
  }
  for (const Sensor& sensor : sensors_) {
    sensors.append(py::make_tuple(sensor.values, sensor.presence, sensor.pose));
  }
  for (const Mask& mask : masks_) {
    masks.append(mask.size == 0 ? py::object(py::none()) : py::object(mask.values));
  }
  return py::make_tuple(types, sensors, masks);
}

}  // namespace saccade::python
