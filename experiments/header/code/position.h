// What is added to the vectors of tokens to say where they stand.
#pragma once

#include <cstddef>

//@if sinusoidal
#include "experiments/header/code/functions/trigonometry.h"
//@end
//@if fourier
#include "experiments/header/code/functions/trigonometry.h"
#include "experiments/header/code/places.h"
#include "experiments/header/code/rows.h"
//@end
#include "experiments/header/code/sizes.h"

namespace saccade::header_code {

//@if learned_index
/// Row min(index, 255) of a table, index that of the token among those of its type.
inline void add_positions(const float* table, std::size_t count, float* x) {
  for (std::size_t i = 0; i < count; ++i) {
    const float* const row = table + (i < 255 ? i : 255) * kWidth;
    for (std::size_t c = 0; c < kWidth; ++c) x[i * kWidth + c] += row[c];
  }
}
//@end

//@if sinusoidal
/// Sines and cosines of the same index over the periods [kWidth / 2, rounded up].
inline void add_sinusoids(const double* periods, double amplitude, std::size_t count, float* x) {
  for (std::size_t i = 0; i < count; ++i, x += kWidth) {
    for (std::size_t c = 0; c < kWidth; c += 2) {
      const SineCosine wave = sine_cosine(static_cast<double>(i) / periods[c / 2]);
      x[c] += static_cast<float>(amplitude * wave.sine);
      if (c + 1 < kWidth) x[c + 1] += static_cast<float>(amplitude * wave.cosine);
    }
  }
}
//@end

//@if fourier
/// sin and cos of the longest wave, then of those half as long.
inline void fill_octaves(float place, float* waves) {
  const SineCosine first = sine_cosine(static_cast<double>(kFrequency * place));
  float sine = static_cast<float>(first.sine), cosine = static_cast<float>(first.cosine);
  for (std::size_t k = 0; k < 8; ++k) {
    waves[2 * k] = sine;
    waves[2 * k + 1] = cosine;
    const float doubled = 2 * sine * cosine;
    cosine = 1 - 2 * sine * sine;
    sine = doubled;
  }
}

/// A linear map of waves of each place + (move_x, move_y); nothing where the place is unknown.
inline void add_fourier(const Work& work, std::size_t tokens, float move_x, float move_y,
                        const float* table) {
  for (std::size_t token = 0; token < tokens; ++token) {
    if ((work.known[token] & kPlaceKnown) == 0) continue;
    float waves[32];
    fill_octaves(work.motion[4 * token] + move_x, waves);
    fill_octaves(work.motion[4 * token + 1] + move_y, waves + 16);
    add_product<kWidth>(waves, 32, 1, 32, table, work.x + token * kWidth);
  }
}
//@end

}  // namespace saccade::header_code
