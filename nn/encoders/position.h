// Position encodings: what is added to the embedding of a token to say where it stands.
//
// A set has no order, and an entity's features usually say where it is.  Fourier features of the
// place resolve distances that a linear map of coordinates cannot; the index matters where the
// order of the rows means something, as it does for a fixed list of slots or rays.
#pragma once

#include <string>

#include "nn/attention/attention_config.h"
#include "nn/kernels/buffer.h"
#include "nn/layers/embedding.h"

namespace saccade::nn {

/// Filled by forward.
template <class T>
struct PositionPass {
  Buffer<T> features;  ///< kFourier: [tokens x kFourierFeatures], type-major; read by backward.
  Buffer<T> sines;     ///< kSinusoidal: [sine_rows x width], the encoding of each index; kept from
                       ///< pass to pass.
  int sine_rows = 0;
};

template <class T>
class Position {
 public:
  /// Indices from this on share the last learned vector.
  static constexpr int kLearnedIndices = 256;
  /// Fourier features: wavelengths, each half of the one before, in x and in y.
  static constexpr int kOctaves = 8;
  static constexpr int kFourierFeatures = 4 * kOctaves;

  /// Adds `prefix + "position"` if the kind learns anything.
  Position(const PositionConfig& config, int width, const std::string& prefix,
           ParameterLayout& layout);
  void initialise(T* parameters, Random& random) const;

  /// Adds the encoding to x [tokens x width], type-major.  Nothing is added where a place is
  /// unknown; relative to an agent whose place is unknown every place is.
  void forward(const T* parameters, const EntitySets<T>& sets, const TokenOrder& order,
               PositionPass<T>& pass, T* x) const;
  /// Adds to `gradient`, given d_x.
  void backward(const EntitySets<T>& sets, const TokenOrder& order, const PositionPass<T>& pass,
                const T* d_x, T* gradient) const;

 private:
  const T* sines(int rows, PositionPass<T>& pass) const;
  void fill_places(const EntitySets<T>& sets, const TokenOrder& order, T* features) const;
  void fill_place(const T* place, T move_x, T move_y, T* features) const;

  PositionConfig config_;
  int width_;
  Slice table_;  // kLearnedIndex: [kLearnedIndices x width]; kFourier: [kFourierFeatures x width].
};

}  // namespace saccade::nn
