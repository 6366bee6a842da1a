#include "experiments/bench/bench_peak.h"

#include <algorithm>
#include <cstdint>
#include <thread>
#include <vector>

#include "experiments/bench/bench_timing.h"
#include "nn/row_ops.h"

namespace saccade {

namespace {

using Packet = nn::Lanes<float>;
// Enough chains to hide the latency of a multiply-add (4 cycles, 2 per cycle), few enough to stay
// in 16 registers.
constexpr int kChains = 12;

/// Runs `rounds` multiply-adds in each chain.  The result keeps the compiler from dropping them.
float multiply_add_chains(int rounds, float start) {
  Packet chains[kChains];
  for (int i = 0; i < kChains; ++i) {
    chains[i] = Packet(start + static_cast<float>(i));
  }
  const Packet factor = Packet(0.999F);
  const Packet term = Packet(start);
  for (int round = 0; round < rounds; ++round) {
    for (Packet& chain : chains) chain = xsimd::fma(chain, factor, term);
  }
  float sum = 0;
  for (const Packet& chain : chains) sum += nn::sum_lanes(chain);
  return sum;
}

double measure_once(int threads) {
  constexpr double kSeconds = 0.1;
  constexpr int kRounds = 100'000;  // Between two looks at the clock.
  std::vector<std::int64_t> rounds(static_cast<std::size_t>(threads));
  std::vector<float> results(rounds.size());
  std::vector<std::thread> workers;
  const Stopwatch watch;
  for (std::size_t i = 0; i < rounds.size(); ++i) {
    workers.emplace_back([&watch, &done = rounds[i], &result = results[i]] {
      for (; watch.seconds() < kSeconds; done += kRounds) {
        // Each round of calls begins where the last one ended, so that none can be left out.
        result = multiply_add_chains(kRounds, 1e-3F + 1e-9F * result);
      }
    });
  }
  for (std::thread& worker : workers) worker.join();
  const double seconds = watch.seconds();
  double operations = 0;
  for (const std::int64_t count : rounds) {
    operations += 2.0 * kChains * nn::kLanes<float> * static_cast<double>(count);
  }
  return operations / seconds / 1e9;
}

}  // namespace

double measure_peak_gflops(int threads) {
  double best = 0;
  for (int i = 0; i < 3; ++i) best = std::max(best, measure_once(threads));
  return best;
}

}  // namespace saccade
