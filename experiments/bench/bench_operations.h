// The operations of which networks are made, each by itself on one thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace saccade {

/// How long one call of an operation takes.
struct Measurement {
  std::string name;  ///< "linear 512x64x64 forward".
  double microseconds = 0;
  double gflops = 0;  ///< Its arithmetic as its formula needs it, per time.
};

/// Measures the operations whose name contains a filter.
class OperationBench {
 public:
  /// `seconds` to measure each; an empty `filter` lets all through.
  OperationBench(double seconds, std::string filter)
      : seconds_(seconds), filter_(std::move(filter)) {}

  /// Measures one operation, whose arithmetic is `flops` per call.
  void run(const std::string& name, double flops, const std::function<void()>& call);
  bool wants(const std::string& name) const { return name.find(filter_) != std::string::npos; }
  const std::vector<Measurement>& results() const { return results_; }

 private:
  double seconds_;
  std::string filter_;
  std::vector<Measurement> results_;
};

/// Uniform in [-1, 1), the same at each call.
std::vector<float> bench_values(std::size_t count);

/// Linear layers, perceptrons, layer normalisation, activations: 32, 512 and 4096 rows.
void measure_layers(OperationBench& bench);
/// Softmax, and scores, mixtures and their gradients over sets of 4, 16, 64 and 256.
void measure_set_operations(OperationBench& bench);
/// The attention encoder over sets of 4, 16, 64 and 256 entities.
void measure_encoders(OperationBench& bench);

}  // namespace saccade
