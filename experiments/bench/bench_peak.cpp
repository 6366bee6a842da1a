#include "experiments/bench/bench_peak.h"

#include <Eigen/Core>
#include <algorithm>
#include <cstdint>
#include <numeric>
#include <thread>
#include <vector>

#include "experiments/bench/bench_timing.h"
#include "nn/lanes.h"
#include "nn/product.h"

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

/// Calls work() again and again, on each thread its own copy, for a tenth of a second; returns
/// calls per second of all threads together.
template <class Work>
double calls_per_second(int threads, const Work& work) {
  constexpr double kSeconds = 0.1;
  std::vector<std::int64_t> calls(static_cast<std::size_t>(threads));
  std::vector<std::thread> workers;
  const Stopwatch watch;
  for (std::int64_t& count : calls) {
    workers.emplace_back([&watch, &count, own = work]() mutable {
      for (; watch.seconds() < kSeconds; ++count) own();
    });
  }
  for (std::thread& worker : workers) worker.join();
  return static_cast<double>(std::accumulate(calls.begin(), calls.end(), std::int64_t{0})) /
         watch.seconds();
}

template <class Work>
double best_gflops(int threads, double operations, const Work& work) {
  double best = 0;
  for (int i = 0; i < 3; ++i) best = std::max(best, calls_per_second(threads, work));
  return best * operations / 1e9;
}

using Matrix = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

void multiply_own(const Matrix& a, const Matrix& b, Matrix& c) {
  const auto view = [](auto& m) {
    return nn::View<std::remove_pointer_t<decltype(m.data())>>(m.data(), static_cast<int>(m.rows()),
                                                               static_cast<int>(m.cols()));
  };
  nn::multiply<float>(view(a), view(b), view(c));
}

}  // namespace

double measure_peak_gflops(int threads) {
  constexpr int kRounds = 100'000;  // Between two looks at the clock.
  return best_gflops(threads, 2.0 * kChains * nn::kLanes<float> * kRounds,
                     [result = 0.0F]() mutable {
                       // Each call begins where the last one ended, so that none can be left out.
                       result = multiply_add_chains(kRounds, 1e-3F + 1e-9F * result);
                     });
}

double measure_product_gflops(const ProductShape& shape, Multiplier by, int threads) {
  const Matrix a = Matrix::Ones(shape.rows, shape.depth), b = Matrix::Ones(shape.depth, shape.cols);
  return best_gflops(threads, 2.0 * shape.rows * shape.depth * shape.cols,
                     [a, b, by, c = Matrix(shape.rows, shape.cols)]() mutable {
                       if (by == Multiplier::kOwn) return multiply_own(a, b, c);
                       c.noalias() = a * b;
                     });
}

}  // namespace saccade
