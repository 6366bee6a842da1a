// From typed rows to tokens of one width: a linear map per entity type.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "nn/layers/entity_sets.h"
#include "nn/layers/linear.h"

namespace saccade::nn {

/// One type of token as an encoder sees it.
struct TokenType {
  std::string name;      ///< Names the parameters.
  int width = 0;         ///< Features of each row.
  int fixed_count = -1;  ///< Rows in every sample; -1: any number.
  bool context = false;  ///< No entity but a sensor's token (ray, image patch): see Fusion.
};

/// Two orders of the same tokens.  Embedding by type is one product per type, so it writes type
/// after type; attention reads sample after sample (within a sample, types in order).
struct TokenOrder {
  int samples = 0;
  int tokens = 0;                        ///< Of all types.
  std::vector<std::int32_t> type_begin;  ///< [types + 1] type-major ranges, of all types.
  std::vector<std::int32_t> offsets;     ///< [samples + 1] sample-major ranges.
  std::vector<std::int32_t> by_type;     ///< Sample-major position -> type-major row.

  /// The sample-major order leaves out types before `first` and from `last` on.
  template <class T>
  void assign(const EntitySets<T>& sets, std::size_t first, std::size_t last);
  template <class T>
  void assign(const EntitySets<T>& sets) {
    assign(sets, 0, sets.types.size());
  }
};

/// x = features W_type + b_type.  The bias says what kind of thing it is; it starts as a random
/// unit vector, so that a normalisation that follows keeps the size of the features visible.
template <class T>
struct Embedding {
  std::vector<Linear<T>> types;

  /// Adds `prefix + "entity.<type>.embed.{weight,bias}"`.
  static Embedding create(ParameterLayout& layout, const std::string& prefix,
                          const std::vector<TokenType>& inputs, int width);
  void initialise(T* parameters, Random& random) const;

  /// Overwrites x [tokens x width], type-major.
  void forward(const T* parameters, const EntitySets<T>& sets, const TokenOrder& order, T* x) const;
  /// Adds to `gradient`.
  void backward(const T* parameters, const EntitySets<T>& sets, const TokenOrder& order,
                const T* d_x, T* gradient) const;
};

}  // namespace saccade::nn
