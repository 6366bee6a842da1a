// What a central critic makes of the vectors c_1 .. c_n of a team of n agents: each queries all of
// them, its own included, in a pre-LN transformer block (attention_block.h).
//
//   u_i = norm(block(c_i; c_1 .. c_n))
//
// The value of agent i is read from u_i.  However many agents there are, and in whichever order:
// the others are a set.  Who is absent is no member of it.  Of one agent alone, the block attends
// to its own vector with the weight 1.
//
// A value function of what all agents observe is that of MAPPO (Yu et al. 2022), there of their
// concatenated observations; without the others it is that of IPPO (de Witt et al. 2020).
#pragma once

#include "agents/critic/teams.h"
#include "nn/blocks/attention_block.h"
#include "nn/encoders/encoder.h"
#include "nn/layers/layer_norm.h"

namespace saccade {

/// What a forward leaves for its backward.  Owned by the caller, reused.  Shapes: B samples, D
/// width.
template <class T>
struct CentralCriticPass {
  Teams alone;                      ///< Where no teams are told.
  nn::Buffer<T> x;                  ///< [B x D] the critic's vectors, team after team.
  nn::AttentionBlockPass<T> block;  ///< Of `x`.
  nn::LayerNormPass<T> norm;        ///< Of block.out.
  nn::Buffer<T> normed;             ///< [B x D] norm(block.out)
  nn::Buffer<T> out;                ///< [B x D] the same, in the order of the samples.
  nn::Buffer<T> d_out;              ///< [B x D] to be filled before a backward.
  nn::Buffer<T> d_x;                ///< [B x D] scratch of backward.
};

/// Immutable and shareable between threads.
template <class T>
class CentralCritic {
 public:
  /// Adds "value.team..." to `layout`.  The block has the width, heads, mlp_ratio and activation of
  /// the encoder, of which the width is a multiple of the heads.
  CentralCritic(const nn::EncoderConfig& config, nn::ParameterLayout& layout);
  void initialise(T* parameters, nn::Random& random) const;

  /// Fills pass.out from the critic's vectors [samples x width].
  void forward(const T* parameters, const T* vectors, int samples, const Teams& teams,
               CentralCriticPass<T>& pass) const;

  /// Given pass.d_out: overwrites d_vectors [samples x width], adds to `gradient`.  `teams` are
  /// those of the latest forward.
  void backward(const T* parameters, int samples, const Teams& teams, CentralCriticPass<T>& pass,
                T* d_vectors, T* gradient) const;

 private:
  static const Teams& known(const Teams& teams, const CentralCriticPass<T>& pass) {
    return teams.offsets.empty() ? pass.alone : teams;
  }
  static nn::AttentionBatch<T> batch_of(const Teams& teams);
  // Row i of `to` is row members[i] of `from`; scatter: the other way round.
  void gather(const Teams& teams, const T* from, T* to) const;
  void scatter(const Teams& teams, const T* from, T* to) const;

  int width_;
  nn::AttentionBlock<T> block_;
  nn::LayerNorm<T> norm_;
};

}  // namespace saccade
