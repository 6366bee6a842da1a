// What several agents see, as NumPy arrays of fixed shape.
#pragma once

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <cstdint>
#include <vector>

#include "python/src/episodes/choices.h"

namespace saccade::python {

/// Arrays for what `count` agents of a kind see.  Made and taken with Python's lock; filled
/// without.
class PaddedArrays {
 public:
  /// `rows` [types] of the arrays; `entities`: whether ids, positions and velocities are wanted,
  /// too.
  PaddedArrays(const AgentKind& kind, const RowLayout& layout, std::vector<int> rows, int count,
               bool entities);

  /// Writes what agent `at` sees; it must not have been filled before.  Throws Error when there are
  /// more entities than rows.
  void fill(int at, const Observation& seen);

  /// (types, sensors, masks), lists in the order of the kind.  Of each type without those for
  /// critics only: (features [count, rows, width], mask [count, rows], ids [count, rows], positions
  /// and velocities [count, rows, 2]); of a type with a fixed count the mask is None, and without
  /// `entities` the last three are.  Of each fan of rays, then each image: (values [count, ...],
  /// presence [count], pose [count, 3]).  Of each head: its mask [count, places], or None.
  pybind11::tuple take() const;

 private:
  struct Type {
    std::size_t index;
    int rows, width;
    pybind11::array_t<float> features;
    pybind11::array_t<std::int8_t> mask;
    pybind11::array_t<std::int32_t> ids;
    pybind11::array_t<float> positions, velocities;
    float* feature_data;
    std::int8_t* mask_data;
    std::int32_t* id_data;
    float *position_data, *velocity_data;
  };
  struct Sensor {
    pybind11::array_t<float> values, pose;
    pybind11::array_t<std::int8_t> presence;
    std::size_t size;
    float *value_data, *pose_data;
    std::int8_t* presence_data;
  };
  struct Mask {
    pybind11::array_t<std::int8_t> values;
    std::size_t size = 0;  // 0: the head has none.
    std::int8_t* data = nullptr;
  };

  void add_type(std::size_t index);
  void add_sensor(std::vector<pybind11::ssize_t> shape);
  void fill_type(Type& type, std::size_t at, const Observation::Rows& rows);
  void fill_rays(Sensor& sensor, std::size_t at, const Observation::Rays& rays, std::size_t hits);
  void fill_image(Sensor& sensor, std::size_t at, const Observation::Image& image);

  const AgentKind& kind_;
  const RowLayout& layout_;
  std::vector<int> rows_;
  int count_;
  bool entities_;
  std::vector<Type> types_;
  std::vector<Sensor> sensors_;  // Rays, then images.
  std::vector<Mask> masks_;      // [heads]
};

}  // namespace saccade::python
