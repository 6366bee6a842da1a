// Running normalisation of observations, per type of token and feature.
//
// All tokens of a type share statistics, however many there are.  They are frozen while a rollout
// runs: each worker sums what it sees, and between rollouts the sums are merged in a fixed order.
#pragma once

#include <span>
#include <vector>

#include "agents/policy/feature_batch.h"
#include "agents/policy/tokens.h"
#include "agents/state/moments.h"
#include "agents/state/tensors.h"

namespace saccade {

/// What one worker saw since the last merge.
class FeatureSums {
 public:
  explicit FeatureSums(const std::vector<TokenSpec>& tokens);

  /// Adds rows of one type, [rows x width].
  void add(int type, std::span<const float> rows);
  void clear();
  /// For another process, and from it.
  void pack(Packer& out) const;
  void unpack(Unpacker& in);

 private:
  friend class Normaliser;
  struct Type {
    double count = 0;
    std::vector<double> sum;      ///< [width]
    std::vector<double> squares;  ///< [width]
  };
  std::vector<Type> types_;
};

class Normaliser {
 public:
  /// A disabled one leaves observations as they are and has no tensors.  `limit` is how far a
  /// feature may be from 0 once it is normalised.
  Normaliser(const std::vector<TokenSpec>& tokens, bool enabled, float limit = 10);

  bool enabled() const { return enabled_; }

  /// Replaces x by (x - mean) / deviation, clipped to [-limit, limit], in samples [first, first +
  /// count). The deviation is taken to be at least 0.01, so that a feature that never changed does
  /// not explode when it does.  Before the first merge nothing changes but the clipping.
  void normalise(FeatureBatch& batch, int first, int count) const;

  /// Takes in what was seen.
  void merge(const FeatureSums& sums);

  /// "observation.<type>.mean", ".variance" and ".count", after `prefix`.
  void save(TensorMap& tensors, const std::string& prefix = "") const;
  /// Throws Error, with nothing changed, when one is missing, has another size or holds numbers
  /// that no observations give.
  void load(const TensorMap& tensors);

 private:
  struct Type {
    std::string name;
    std::vector<Moments> moments;  ///< [width]
    std::vector<float> shift;      ///< [width] the mean, as applied.
    std::vector<float> scale;      ///< [width] 1 / deviation, as applied.
  };
  static void refresh(Type& type);

  bool enabled_;
  float limit_;
  std::vector<Type> types_;
};

}  // namespace saccade
