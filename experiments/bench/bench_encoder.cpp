// The attention encoder, forward and backward, over batches of sets.
#include <fmt/format.h>

#include "experiments/bench/bench_flops.h"
#include "experiments/bench/bench_operations.h"
#include "nn/encoders/encoder.h"

namespace saccade {

namespace {

/// So many samples of one agent and shape.entities - 1 others.
class EncoderBench {
 public:
  EncoderBench(const NetworkShape& shape, int samples)
      : shape_(shape),
        samples_(samples),
        self_(bench_values(features(1))),
        others_(bench_values(features(shape.entities - 1))) {
    const nn::EncoderConfig config{.width = shape.width,
                                   .heads = shape.heads,
                                   .self_attention_blocks = shape.blocks - 1,
                                   .mlp_ratio = shape.mlp_ratio,
                                   .tokens_are_read = false};
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
    d_readout_ = bench_values(static_cast<std::size_t>(samples * shape.width));
  }

  void measure_into(OperationBench& bench) {
    const nn::EntityRows<float> rows[] = {{self_.data(), shape_.features, self_offsets_.data()},
                                          {others_.data(), shape_.features, other_offsets_.data()}};
    const nn::EntitySets<float> sets{samples_, rows};
    const ForwardFlops flops = forward_flops(shape_);
    const std::string name =
        fmt::format("encoder {} samples x {} entities, width {}, {} block{}", samples_,
                    shape_.entities, shape_.width, shape_.blocks, shape_.blocks == 1 ? "" : "s");
    if (!bench.wants(name + " forward") && !bench.wants(name + " backward")) return;
    const auto forward = [&] {
      encoder_->prepare(parameters_.data(), *pass_);
      encoder_->forward(parameters_.data(), sets, *pass_);
    };
    forward();
    bench.run(name + " forward", samples_ * (flops.inputs + flops.blocks), forward);
    bench.run(name + " backward", samples_ * (flops.inputs + 2 * flops.blocks), [&] {
      encoder_->backward(parameters_.data(), sets, *pass_, d_readout_.data(), nullptr,
                         gradient_.data());
    });
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

}  // namespace

void measure_encoders(OperationBench& bench) {
  for (const int width : {64, 128}) {
    for (const int blocks : {1, 2}) {
      for (const int entities : {4, 16, 64, 256}) {
        const NetworkShape shape{.entities = entities, .width = width, .blocks = blocks};
        EncoderBench(shape, 32).measure_into(bench);
      }
    }
  }
}

}  // namespace saccade
