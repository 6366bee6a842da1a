#include "experiments/bench/bench_peak.h"

#ifdef SACCADE_WITH_LIBXSMM
#include <libxsmm.h>
#endif
#include <Eigen/Core>
#include <algorithm>
#include <cstdint>
#include <functional>
#include <numeric>
#include <thread>
#include <vector>

#include "experiments/bench/bench_timing.h"
#include "nn/kernels/lanes.h"
#include "nn/kernels/product.h"

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
    for (Packet& chain : chains) chain = nn::multiply_add(chain, factor, term);
  }
  float sum = 0;
  for (const Packet& chain : chains) sum += nn::sum_lanes(chain);
  return sum;
}

/// Calls work() again and again, on each thread its own copy, for a twentieth of a second; returns
/// calls per second of all threads together.
template <class Work>
double calls_per_second(int threads, const Work& work) {
  constexpr double kSeconds = 0.05;
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
  nn::matmul<float>(view(a), view(b), view(c));
}

/// The function of c = a b for matrices of these shapes.
std::function<void(const Matrix&, const Matrix&, Matrix&)> product_by(
    Multiplier by, [[maybe_unused]] const ProductShape& shape) {
#ifdef SACCADE_WITH_LIBXSMM
  if (by == Multiplier::kLibxsmm) {
    // It takes columns side by side: c^T = b^T a^T.
    const float one = 1, zero = 0;
    const auto kernel = libxsmm_smmdispatch(shape.cols, shape.rows, shape.depth, nullptr, nullptr,
                                            nullptr, &one, &zero, nullptr, nullptr);
    return [kernel](const Matrix& a, const Matrix& b, Matrix& c) {
      kernel(b.data(), a.data(), c.data());
    };
  }
#endif
  if (by == Multiplier::kOwn) return multiply_own;
  return [](const Matrix& a, const Matrix& b, Matrix& c) { c.noalias() = a * b; };
}

}  // namespace

const char* name_of(Multiplier multiplier) {
  switch (multiplier) {
    case Multiplier::kOwn:
      return "ours";
    case Multiplier::kEigen:
      return "Eigen";
    case Multiplier::kLibxsmm:
      return "libxsmm";
  }
  return "";
}

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
                     [a, b, multiply = product_by(by, shape),
                      c = Matrix(shape.rows, shape.cols)]() mutable { multiply(a, b, c); });
}

}  // namespace saccade
