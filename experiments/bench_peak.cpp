#include "experiments/bench_peak.h"

#include <algorithm>
#include <thread>
#include <vector>

#include <Eigen/Core>

#include "experiments/bench_timing.h"

namespace saccade {

namespace {

using Packet = Eigen::internal::packet_traits<float>::type;
constexpr int kLanes = Eigen::internal::packet_traits<float>::size;
// Enough chains to hide the latency of a multiply-add (4 cycles, 2 per cycle), few enough to stay
// in 16 registers.
constexpr int kChains = 12;

/// Runs `rounds` multiply-adds in each chain.  The result keeps the compiler from dropping them.
float multiply_add_chains(int rounds, float start) {
  Packet chains[kChains];
  for (int i = 0; i < kChains; ++i) {
    chains[i] = Eigen::internal::pset1<Packet>(start + static_cast<float>(i));
  }
  const Packet factor = Eigen::internal::pset1<Packet>(0.999F);
  const Packet term = Eigen::internal::pset1<Packet>(start);
  for (int round = 0; round < rounds; ++round) {
    for (Packet& chain : chains) chain = Eigen::internal::pmadd(chain, factor, term);
  }
  float sum = 0;
  for (const Packet& chain : chains) sum += Eigen::internal::predux(chain);
  return sum;
}

double measure_once(int threads) {
  constexpr int kRounds = 20'000'000;
  std::vector<float> results(static_cast<std::size_t>(threads));
  std::vector<std::thread> workers;
  const Stopwatch watch;
  for (float& result : results) {
    workers.emplace_back([&result] { result = multiply_add_chains(kRounds, 1e-3F); });
  }
  for (std::thread& worker : workers) worker.join();
  return 2.0 * kRounds * kChains * kLanes * threads / watch.seconds() / 1e9;
}

}  // namespace

double measure_peak_gflops(int threads) {
  double best = 0;
  for (int i = 0; i < 3; ++i) best = std::max(best, measure_once(threads));
  return best;
}

}  // namespace saccade
