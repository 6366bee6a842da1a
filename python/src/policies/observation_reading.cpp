#include "python/src/policies/observation_reading.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "envs/episode/id_set.h"
#include "envs/episode/observation_check.h"

namespace saccade::python {

namespace py = pybind11;

namespace {

template <class Number>
using Array = py::array_t<Number, py::array::c_style | py::array::forcecast>;

void want_shape(const py::array& array, std::vector<py::ssize_t> shape, const std::string& thing) {
  bool same = array.ndim() == static_cast<py::ssize_t>(shape.size());
  for (std::size_t i = 0; same && i < shape.size(); ++i) {
    same = array.shape(static_cast<py::ssize_t>(i)) == shape[i];
  }
  if (same) return;
  std::string wanted;
  for (const py::ssize_t size : shape)
    wanted += (wanted.empty() ? "" : ", ") + std::to_string(size);
  throw Error(thing + ": found an array of " + std::to_string(array.ndim()) + " axes and " +
              std::to_string(array.size()) + " numbers, wanted the shape [" + wanted + "]");
}

template <class Number>
Array<Number> array_of(const py::handle& object, std::vector<py::ssize_t> shape,
                       const std::string& thing) {
  auto array = py::cast<Array<Number>>(object);
  want_shape(array, std::move(shape), thing);
  return array;
}

/// [rows] places, or none that is known.
std::vector<Vec2> places_in(const py::handle& object, py::ssize_t rows, const std::string& thing) {
  std::vector<Vec2> places(static_cast<std::size_t>(rows), kNowhere);
  if (object.is_none()) return places;
  const auto array = array_of<float>(object, {rows, 2}, thing);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Vec2 place{array.data()[2 * i], array.data()[2 * i + 1]};
    if (std::isfinite(place.x) && std::isfinite(place.y)) places[i] = place;
  }
  return places;
}

class ObservationReader {
 public:
  ObservationReader(const AgentKind& kind, const RowLayout& layout)
      : kind_(kind), layout_(layout), seen_(kind.observation, kind.action) {}

  Observation read(const py::list& types, const py::list& sensors, const py::list& masks) {
    std::size_t next = 0;
    for (std::size_t t = 0; t < kind_.observation.types.size(); ++t) {
      if (!kind_.observation.types[t].critic_only) add(t, py::cast<py::tuple>(types[next++]));
    }
    next = 0;
    for (std::size_t i = 0; i < kind_.observation.rays.size(); ++i) {
      feel(i, py::cast<py::tuple>(sensors[next++]));
    }
    for (std::size_t i = 0; i < kind_.observation.images.size(); ++i) {
      look(i, py::cast<py::tuple>(sensors[next++]));
    }
    IdSet met;
    check_sight(kind_.observation, seen_, met);
    for (std::size_t h = 0; h < kind_.action.heads.size(); ++h) allow(h, masks[h]);
    check_heads(kind_.action, seen_);
    return std::move(seen_);
  }

 private:
  void add(std::size_t t, const py::tuple& type) {
    const EntityType& declared = kind_.observation.types[t];
    const std::string thing = "entity type " + declared.name;
    const auto width = static_cast<py::ssize_t>(declared.features.size());
    const auto features = py::cast<Array<float>>(type[0]);
    const py::ssize_t rows = features.ndim() == 2 ? features.shape(0) : 0;
    want_shape(features, {rows, width}, thing);
    Array<std::int32_t> ids;
    if (!type[2].is_none()) ids = array_of<std::int32_t>(type[2], {rows}, thing + ", ids");
    const std::vector<Vec2> positions = places_in(type[3], rows, thing + ", positions");
    const std::vector<Vec2> velocities = places_in(type[4], rows, thing + ", velocities");
    for (py::ssize_t i = 0; i < rows; ++i) {
      const auto row = static_cast<std::size_t>(i);
      const EntityId id = type[2].is_none() ? next_id_++ : ids.data()[i];
      seen_.add(static_cast<int>(t), id, {features.data() + i * width, declared.features.size()},
                positions[row], velocities[row]);
    }
  }

  /// Where a sensor is, or all 0.
  static std::vector<float> pose(const py::handle& object, const std::string& thing) {
    if (object.is_none()) return {0, 0, 0};
    const auto array = array_of<float>(object, {3}, thing);
    return {array.data(), array.data() + 3};
  }

  void feel(std::size_t i, const py::tuple& sensor) {
    if (sensor[0].is_none()) return;
    const RayModality& rays = kind_.observation.rays[i];
    const std::size_t width = 1 + rays.hits.size();
    const auto values = array_of<float>(sensor[0], {rays.count, static_cast<py::ssize_t>(width)},
                                        "rays " + rays.name);
    std::vector<float> distances;
    std::vector<int> hits;
    for (int k = 0; k < rays.count; ++k) {
      const float* const ray = values.data() + static_cast<std::size_t>(k) * width;
      const float* const hit = std::find(ray + 1, ray + width, 1.0F);
      distances.push_back(ray[0]);
      hits.push_back(hit == ray + width ? -1 : static_cast<int>(hit - ray - 1));
    }
    const std::vector<float> at = pose(sensor[2], "pose of rays " + rays.name);
    seen_.set_rays(static_cast<int>(i), {at[0], at[1]}, at[2], distances, hits);
  }

  void look(std::size_t i, const py::tuple& sensor) {
    if (sensor[0].is_none()) return;
    const ImageModality& image = kind_.observation.images[i];
    const auto channels = static_cast<py::ssize_t>(image.channels.size());
    const auto values =
        array_of<float>(sensor[0], {image.height, image.width, channels}, "image " + image.name);
    const std::vector<float> at = pose(sensor[2], "pose of image " + image.name);
    seen_.set_image(static_cast<int>(i), {at[0], at[1]},
                    {values.data(), static_cast<std::size_t>(values.size())});
  }

  void allow(std::size_t h, const py::handle& object) {
    const ActionHead& head = kind_.action.heads[h];
    const std::string thing = "action head " + head_name(head);
    if (object.is_none()) {
      if (is_masked(head)) throw Error(thing + ": found no mask, wanted that of the step's info");
      return;
    }
    const auto mask = array_of<std::int8_t>(object, {place_count(head, layout_)}, thing + ", mask");
    const bool none =
        std::count(mask.data(), mask.data() + mask.size(), std::int8_t{0}) == mask.size();
    if (is_optional(head) && none) return seen_.skip_head(static_cast<int>(h));
    if (!is_masked(head)) return;
    std::vector<std::uint8_t> allowed;
    for (const int place : choice_places(head, layout_, seen_)) {
      allowed.push_back(mask.data()[place] == 0 ? 0 : 1);
    }
    seen_.set_mask(static_cast<int>(h), allowed);
  }

  const AgentKind& kind_;
  const RowLayout& layout_;
  Observation seen_;
  EntityId next_id_ = 0;
};

}  // namespace

Observation read_observation(const AgentKind& kind, const RowLayout& layout, const py::list& types,
                             const py::list& sensors, const py::list& masks) {
  return ObservationReader(kind, layout).read(types, sensors, masks);
}

}  // namespace saccade::python
