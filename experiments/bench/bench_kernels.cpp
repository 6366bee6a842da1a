// saccade bench kernels: the layers by themselves, on one thread.
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "envs/core/random.h"
#include "experiments/bench/bench_flops.h"
#include "experiments/bench/bench_peak.h"
#include "experiments/bench/bench_timing.h"
#include "experiments/commands/cli.h"
#include "nn/encoder.h"
#include "nn/linear.h"

namespace saccade {

namespace {

CommandSyntax bench_kernels_syntax() {
  CommandSyntax syntax;
  syntax.name = "bench kernels";
  syntax.summary =
      "Measures linear layers and the attention encoder on one thread, forward and backward, in\n"
      "GFLOP per second of the matrix products that they compute.";
  syntax.options = {
      {"milliseconds", "N", "How long to measure each.", "200"},
      {"json", "", "Print one JSON object."},
  };
  return syntax;
}

struct Measurement {
  std::string name;
  double microseconds = 0;  ///< Per call.
  double gflops = 0;
};

Measurement measure(const std::string& name, double flops, double budget,
                    const std::function<void()>& call) {
  const double seconds = seconds_per_call(budget, call);
  return {name, 1e6 * seconds, flops / seconds / 1e9};
}

std::vector<float> random_values(std::size_t count) {
  Rng rng(1);
  std::vector<float> values(count);
  for (float& value : values) value = static_cast<float>(rng.uniform(-1, 1));
  return values;
}

void measure_linear(int rows, int in, int out, double budget, std::vector<Measurement>& results) {
  nn::ParameterLayout layout;
  const auto linear = nn::Linear<float>::create(layout, "linear", in, out);
  const std::vector<float> parameters = random_values(layout.size());
  const auto size = [rows](int width) {
    return static_cast<std::size_t>(rows) * static_cast<std::size_t>(width);
  };
  const std::vector<float> x = random_values(size(in));
  const std::vector<float> d_y = random_values(size(out));
  std::vector<float> y(size(out));
  std::vector<float> d_x(size(in));
  std::vector<float> gradient(layout.size());
  const double flops = 2.0 * rows * in * out;
  const std::string name = fmt::format("linear {}x{}x{}", rows, in, out);
  results.push_back(measure(name + " forward", flops, budget,
                            [&] { linear.forward(parameters.data(), x.data(), rows, y.data()); }));
  results.push_back(measure(name + " backward", 2 * flops, budget, [&] {
    linear.backward(parameters.data(), x.data(), d_y.data(), rows, d_x.data(), gradient.data());
  }));
}

/// So many samples of one agent and shape.entities - 1 others.
class EncoderBench {
 public:
  EncoderBench(const NetworkShape& shape, int samples)
      : shape_(shape),
        samples_(samples),
        self_(random_values(features(1))),
        others_(random_values(features(shape.entities - 1))) {
    const nn::EncoderConfig config{.width = shape.width,
                                   .heads = shape.heads,
                                   .self_attention_blocks = shape.blocks - 1,
                                   .mlp_ratio = shape.mlp_ratio};
    encoder_ = nn::make_encoder<float>(
        config, {{"self", shape.features, 1}, {"other", shape.features, -1}}, "", layout_);
    parameters_.resize(layout_.size());
    gradient_.resize(layout_.size());
    nn::Random random(1);
    encoder_->initialise(parameters_.data(), random);
    pass_ = encoder_->make_pass();
    for (int s = 0; s <= samples; ++s) {
      self_offsets_.push_back(s);
      other_offsets_.push_back(s * (shape.entities - 1));
    }
    d_readout_ = random_values(static_cast<std::size_t>(samples * shape.width));
  }

  void measure_into(double budget, std::vector<Measurement>& results) {
    const nn::EntityRows<float> rows[] = {{self_.data(), shape_.features, self_offsets_.data()},
                                          {others_.data(), shape_.features, other_offsets_.data()}};
    const nn::EntitySets<float> sets{samples_, rows};
    const ForwardFlops flops = forward_flops(shape_);
    const double forward = samples_ * (flops.embedding + flops.blocks);
    const std::string name =
        fmt::format("encoder {} samples x {} entities, width {}, {} block{}", samples_,
                    shape_.entities, shape_.width, shape_.blocks, shape_.blocks == 1 ? "" : "s");
    results.push_back(measure(name + " forward", forward, budget,
                              [&] { encoder_->forward(parameters_.data(), sets, *pass_); }));
    const double backward = samples_ * (flops.embedding + 2 * flops.blocks);
    results.push_back(measure(name + " backward", backward, budget, [&] {
      encoder_->backward(parameters_.data(), sets, *pass_, d_readout_.data(), nullptr,
                         gradient_.data());
    }));
  }

 private:
  std::size_t features(int entities) const {
    return static_cast<std::size_t>(samples_ * entities * shape_.features);
  }

  NetworkShape shape_;
  int samples_;
  std::vector<float> self_, others_, d_readout_;
  std::vector<std::int32_t> self_offsets_, other_offsets_;
  nn::ParameterLayout layout_;
  std::unique_ptr<nn::Encoder<float>> encoder_;
  std::unique_ptr<nn::EncoderPass<float>> pass_;
  std::vector<float> parameters_, gradient_;
};

std::vector<Measurement> measure_all(double budget) {
  std::vector<Measurement> results;
  measure_linear(1024, 8, 64, budget, results);
  measure_linear(64, 64, 64, budget, results);
  measure_linear(1024, 64, 64, budget, results);
  measure_linear(1024, 64, 128, budget, results);
  for (const int blocks : {1, 2}) {
    for (const int entities : {16, 64}) {
      EncoderBench(NetworkShape{.entities = entities, .blocks = blocks}, 64)
          .measure_into(budget, results);
    }
  }
  return results;
}

}  // namespace

int bench_kernels_command(const std::vector<std::string>& arguments) {
  const auto line = parse_command_line(bench_kernels_syntax(), arguments);
  if (!line) return 0;
  const std::vector<Measurement> results =
      measure_all(line->whole<int>("milliseconds", 1, 1'000'000) / 1e3);
  const double peak = measure_peak_gflops(1);
  nlohmann::ordered_json json = {{"peak_gflops", peak}};
  for (const Measurement& result : results) {
    json["kernels"][result.name] = {{"microseconds", result.microseconds},
                                    {"gflops", result.gflops}};
    if (line->given("json")) continue;
    fmt::print("{:<64}{:>10.1f} us{:>8.1f} GFLOP/s\n", result.name, result.microseconds,
               result.gflops);
  }
  if (line->given("json")) {
    fmt::print("{}\n", json.dump());
  } else {
    fmt::print("{:<64}{:>13}{:>8.1f} GFLOP/s\n", "multiply-adds in registers", "", peak);
  }
  return 0;
}

}  // namespace saccade
