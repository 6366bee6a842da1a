#include "experiments/bench/bench_operations.h"

#include <fmt/format.h>

#include "envs/core/random.h"
#include "experiments/bench/bench_flops.h"
#include "experiments/bench/bench_timing.h"
#include "nn/kernels/set_kernels.h"
#include "nn/layers/layer_norm.h"
#include "nn/layers/linear.h"
#include "nn/layers/mlp.h"

namespace saccade {

void OperationBench::run(const std::string& name, double flops, const std::function<void()>& call) {
  if (!wants(name)) return;
  const double seconds = seconds_per_call(seconds_, call);
  results_.push_back({name, 1e6 * seconds, flops / seconds / 1e9});
}

std::vector<float> bench_values(std::size_t count) {
  Rng rng(1);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(rng.uniform(-1, 1));
  return values;
}

namespace {

/// What the layers of one shape read and write.
struct LayerArrays {
  LayerArrays(int rows, int in, int out, std::size_t parameter_count)
      : parameters(bench_values(parameter_count)),
        x(bench_values(static_cast<std::size_t>(rows) * static_cast<std::size_t>(in))),
        d_y(bench_values(static_cast<std::size_t>(rows) * static_cast<std::size_t>(out))),
        y(d_y.size()),
        d_x(x.size()),
        gradient(parameter_count) {}

  std::vector<float> parameters, x, d_y, y, d_x, gradient;
};

void measure_linear(OperationBench& bench, int rows, int width) {
  nn::ParameterLayout layout;
  const auto linear = nn::Linear<float>::create(layout, "linear", width, width);
  LayerArrays at(rows, width, width, layout.size());
  const double flops = 2.0 * rows * width * width;
  const std::string name = fmt::format("linear {}x{}x{}", rows, width, width);
  bench.run(name + " forward", flops,
            [&] { linear.forward(at.parameters.data(), at.x.data(), rows, at.y.data()); });
  bench.run(name + " backward", 2 * flops, [&] {
    linear.backward(at.parameters.data(), at.x.data(), at.d_y.data(), rows, at.d_x.data(),
                    at.gradient.data());
  });
}

void measure_mlp(OperationBench& bench, int rows, int width) {
  nn::ParameterLayout layout;
  const auto mlp =
      nn::Mlp<float>::create(layout, "mlp", width, 2 * width, width, nn::Activation::kRelu);
  LayerArrays at(rows, width, width, layout.size());
  nn::MlpPass<float> pass;
  const double flops = 2.0 * 2 * rows * width * 2 * width;
  const std::string name = fmt::format("mlp {}x{}x{} relu", rows, width, 2 * width);
  const auto forward = [&] {
    mlp.forward(at.parameters.data(), at.x.data(), rows, pass, at.y.data());
  };
  forward();
  bench.run(name + " forward", flops, forward);
  bench.run(name + " backward", 2 * flops, [&] {
    mlp.backward(at.parameters.data(), at.x.data(), pass, at.d_y.data(), rows, at.d_x.data(),
                 at.gradient.data());
  });
}

void measure_layer_norm(OperationBench& bench, int rows, int width) {
  nn::ParameterLayout layout;
  const auto norm = nn::LayerNorm<float>::create(layout, "norm", width);
  LayerArrays at(rows, width, width, layout.size());
  nn::LayerNormPass<float> pass;
  const double elements = static_cast<double>(rows) * width;
  const std::string name = fmt::format("layer norm {}x{}", rows, width);
  const auto forward = [&] {
    norm.forward(at.parameters.data(), at.x.data(), rows, pass, at.y.data());
  };
  forward();
  bench.run(name + " forward", kLayerNormForward * elements, forward);
  bench.run(name + " backward", kLayerNormBackward * elements, [&] {
    norm.backward(at.parameters.data(), pass, at.d_y.data(), rows, at.d_x.data(),
                  at.gradient.data());
  });
}

void measure_activation(OperationBench& bench, nn::Activation activation, const char* label) {
  constexpr std::size_t kCount = std::size_t{512} * 128;
  const std::vector<float> x = bench_values(kCount);
  std::vector<float> y(kCount), d_x(kCount);
  const std::string name = fmt::format("{} {}", label, kCount);
  bench.run(name + " forward", kCount,
            [&] { nn::activate(activation, x.data(), kCount, y.data()); });
  bench.run(name + " backward", kCount, [&] {
    nn::activate_backward(activation, x.data(), y.data(), x.data(), kCount, d_x.data());
  });
}

/// Enough sets of n rows to make 512 rows, as a minibatch's share would.
void measure_sets(OperationBench& bench, int n, int width) {
  constexpr int kHeads = 4;
  const int sets = 512 / n;
  const int all = sets * n;
  const auto rows = bench_values(static_cast<std::size_t>(all) * static_cast<std::size_t>(width));
  // What flows back to rows comes from scores and mixtures at once.
  const auto vectors = bench_values(static_cast<std::size_t>(2 * kHeads * width));
  std::vector<float> weights = bench_values(static_cast<std::size_t>(2 * kHeads * all));
  std::vector<float> mixed(vectors.size()), spread(rows.size());
  const auto measure = [&](const char* what, int heads, auto call) {
    bench.run(fmt::format("{} {} sets of {}, width {}", what, sets, n, width),
              2.0 * heads * all * width, [&] {
                for (int s = 0; s < sets; ++s) call(s * n, nn::at(s * n, width));
              });
  };
  measure("mix", kHeads, [&](int begin, std::ptrdiff_t row) {
    nn::mix_rows(weights.data() + begin, all, kHeads, rows.data() + row, n, width, mixed.data());
  });
  measure("spread", 2 * kHeads, [&](int begin, std::ptrdiff_t row) {
    nn::spread_rows<float>(weights.data() + begin, all, vectors.data(), 2 * kHeads, n, width,
                           nullptr, spread.data() + row);
  });
  measure("score", kHeads, [&](int begin, std::ptrdiff_t row) {
    nn::score_rows(vectors.data(), kHeads, rows.data() + row, n, width, weights.data() + begin,
                   all);
  });
}

void measure_softmax(OperationBench& bench, int n) {
  std::vector<float> x = bench_values(static_cast<std::size_t>(n)), d = x;
  const std::string name = fmt::format("softmax {}", n);
  bench.run(name + " forward", kSoftmaxForward * n, [&] { nn::softmax_row(x.data(), n); });
  bench.run(name + " backward", kSoftmaxBackward * n,
            [&] { nn::softmax_row_backward(x.data(), n, d.data()); });
}

}  // namespace

void measure_layers(OperationBench& bench) {
  for (const int rows : {32, 512, 4096}) {
    for (const int width : {32, 64, 128}) measure_linear(bench, rows, width);
  }
  for (const int rows : {32, 512, 4096}) {
    for (const int width : {64, 128}) measure_mlp(bench, rows, width);
    for (const int width : {64, 128}) measure_layer_norm(bench, rows, width);
  }
  measure_activation(bench, nn::Activation::kRelu, "relu");
  measure_activation(bench, nn::Activation::kGelu, "gelu");
  measure_activation(bench, nn::Activation::kTanh, "tanh");
}

void measure_set_operations(OperationBench& bench) {
  for (const int n : {4, 16, 64, 256}) {
    measure_softmax(bench, n);
    for (const int width : {64, 128}) measure_sets(bench, n, width);
  }
}

}  // namespace saccade
