#include "agents/heads/held_noise.h"

namespace saccade {

void HeldNoise::advance(Rng& rng, std::uint64_t every, std::size_t count) {
  if (age_ == 0 || (every > 0 && age_ >= every)) {
    seed_ = rng();
    age_ = 0;
    numbers_.clear();
  }
  ++age_;
  if (numbers_.size() == count) return;
  numbers_.resize(count);
  Rng own(seed_);
  for (float& number : numbers_) number = static_cast<float>(own.normal());
}

}  // namespace saccade
