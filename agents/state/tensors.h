// Named arrays: the form in which policies and learners hand over their state, ready for a file.
#pragma once

#include <cstdint>
#include <cstring>
#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "envs/core/error.h"

namespace saccade {

/// The dtype names are those of the safetensors format.
struct Tensor {
  std::string dtype;                ///< "F32", "F64", "I64", "U64" or "U8".
  std::vector<std::int64_t> shape;  ///< Row-major; {} is a scalar.
  std::vector<std::byte> bytes;     ///< Little-endian.

  /// Overwrites what was there, in its memory if that is large enough.
  template <class T>
  void assign(std::span<const T> values, std::initializer_list<std::int64_t> of_shape);
  /// The same as a vector.
  template <class T>
  void assign(const std::vector<T>& values) {
    assign(std::span<const T>(values), {static_cast<std::int64_t>(values.size())});
  }
};

using TensorMap = std::map<std::string, Tensor>;

template <class T>
constexpr const char* dtype_of();
template <>
constexpr const char* dtype_of<float>() {
  return "F32";
}
template <>
constexpr const char* dtype_of<double>() {
  return "F64";
}
template <>
constexpr const char* dtype_of<std::int64_t>() {
  return "I64";
}
template <>
constexpr const char* dtype_of<std::uint64_t>() {
  return "U64";
}
template <>
constexpr const char* dtype_of<std::uint8_t>() {
  return "U8";
}

template <class T>
void Tensor::assign(std::span<const T> values, std::initializer_list<std::int64_t> of_shape) {
  const std::span<const std::byte> raw = std::as_bytes(values);
  dtype = dtype_of<T>();
  shape = of_shape;
  bytes.assign(raw.begin(), raw.end());
}

template <class T>
Tensor make_tensor(std::span<const T> values, std::vector<std::int64_t> shape) {
  Tensor tensor{dtype_of<T>(), std::move(shape), std::vector<std::byte>(values.size_bytes())};
  if (!values.empty()) std::memcpy(tensor.bytes.data(), values.data(), values.size_bytes());
  return tensor;
}

template <class T>
Tensor make_tensor(const std::vector<T>& values) {
  return make_tensor(std::span<const T>(values), {static_cast<std::int64_t>(values.size())});
}

/// Throws Error when there is no such tensor or its type is another.
template <class T>
std::vector<T> read_tensor(const TensorMap& tensors, const std::string& name) {
  const auto found = tensors.find(name);
  if (found == tensors.end()) throw Error("checkpoint: tensor '" + name + "' is missing");
  const Tensor& tensor = found->second;
  if (tensor.dtype != dtype_of<T>()) {
    throw Error("checkpoint: tensor '" + name + "' has type " + tensor.dtype + ", wanted " +
                dtype_of<T>());
  }
  std::vector<T> values(tensor.bytes.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), tensor.bytes.data(), values.size() * sizeof(T));
  return values;
}

/// The same for a tensor of `size` values; throws Error when it has another number.
template <class T>
std::vector<T> read_sized(const TensorMap& tensors, const std::string& name, std::size_t size) {
  std::vector<T> values = read_tensor<T>(tensors, name);
  if (values.size() == size) return values;
  throw Error("checkpoint: tensor '" + name + "' has " + std::to_string(values.size()) +
              " values, wanted " + std::to_string(size));
}

}  // namespace saccade
