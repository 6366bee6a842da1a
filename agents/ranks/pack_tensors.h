// Tensors for other ranks.
#pragma once

#include "agents/state/bytes.h"
#include "agents/state/tensors.h"

namespace saccade {

inline void add_tensors(const TensorMap& tensors, Packer& out) {
  out.add(tensors.size());
  for (const auto& [name, tensor] : tensors) {
    out.add_text(name);
    out.add_text(tensor.dtype);
    out.add_all(tensor.shape);
    out.add_all(tensor.bytes);
  }
}

inline TensorMap take_tensors(Unpacker& in) {
  TensorMap tensors;
  const auto count = in.take<std::size_t>();
  for (std::size_t i = 0; i < count; ++i) {
    Tensor& tensor = tensors[in.take_text()];
    tensor.dtype = in.take_text();
    in.take_all(tensor.shape);
    in.take_all(tensor.bytes);
  }
  return tensors;
}

/// Appends vectors to those of the same names.
inline void append_vectors(const TensorMap& more, TensorMap& to) {
  for (const auto& [name, tensor] : more) {
    const auto [found, is_new] = to.emplace(name, tensor);
    if (is_new) continue;
    found->second.shape.at(0) += tensor.shape.at(0);
    found->second.bytes.insert(found->second.bytes.end(), tensor.bytes.begin(), tensor.bytes.end());
  }
}

}  // namespace saccade
