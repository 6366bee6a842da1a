#include "agents/policy/policy_network.h"

#include <algorithm>

#include "agents/policy/network_checks.h"
#include "agents/policy/tokens.h"
#include "nn/heads/distributions.h"
#include "nn/layers/initialise.h"

namespace saccade {
namespace {

std::vector<nn::EncoderInput> encoder_inputs(const ObservationSpace& space, int image_patch) {
  std::vector<nn::EncoderInput> inputs;
  for (const TokenType& type : token_types(space, image_patch)) {
    inputs.push_back({type.name, type.width(), type.fixed_count, type.context});
  }
  return inputs;
}

template <class T>
void add_to(const T* from, std::size_t size, T* to) {
  for (std::size_t i = 0; i < size; ++i) to[i] += from[i];
}

}  // namespace

template <class T>
PolicyNetwork<T>::PolicyNetwork(const ObservationSpace& observation, const ActionSpace& action,
                                const PolicyConfig& config)
    : width_(config.encoder.width), initial_log_std_(static_cast<double>(config.initial_log_std)) {
  check_network(observation, action, config);
  const std::vector<nn::EncoderInput> inputs = encoder_inputs(observation, config.image_patch);
  encoder_ = nn::make_encoder<T>(config.encoder, inputs, "policy.", layout_);
  for (const ActionHead& head : action.heads) add_head(head, config);
  if (config.separate_value) {
    value_encoder_ = nn::make_encoder<T>(config.encoder, inputs, "value.", layout_);
  }
  value_ = nn::Linear<T>::create(layout_, "value.head", width_, 1);
}

template <class T>
void PolicyNetwork<T>::add_head(const ActionHead& head, const PolicyConfig& config) {
  using Kind = typename NetworkHead<T>::Kind;
  const std::string name = "policy.head." + head_name(head);
  NetworkHead<T> made;
  made.action_width = saccade::action_width(head);
  made.action_begin = action_width_;
  if (const auto* select = std::get_if<SelectEntityHead>(&head)) {
    made.kind = Kind::kSelect;
    made.types = select->types;
    made.pointer = nn::Pointer<T>::create(layout_, name, config.encoder.width);
    selects_ = true;
  } else if (const auto* categorical = std::get_if<CategoricalHead>(&head)) {
    made.width = static_cast<int>(categorical->labels.size());
    made.linear = nn::Linear<T>::create(layout_, name, config.encoder.width, made.width);
  } else {
    made.kind = Kind::kContinuous;
    made.width = made.action_width;
    made.linear = nn::Linear<T>::create(layout_, name, config.encoder.width, made.width);
    made.log_std = layout_.add(name + ".log_std", 1, made.width);
  }
  action_width_ += made.action_width;
  heads_.push_back(std::move(made));
}

template <class T>
void PolicyNetwork<T>::initialise(T* parameters, nn::Random& random) const {
  constexpr double kHeadGain = 0.01;
  encoder_->initialise(parameters, random);
  for (const NetworkHead<T>& head : heads_) {
    if (head.kind == NetworkHead<T>::Kind::kSelect) {
      head.pointer.initialise(parameters, random, kHeadGain);
    } else {
      head.linear.initialise(parameters, random, kHeadGain);
      nn::fill_constant(parameters, head.log_std, initial_log_std_);
    }
  }
  if (value_encoder_) value_encoder_->initialise(parameters, random);
  value_.initialise(parameters, random, 1);
}

template <class T>
NetworkPass<T> PolicyNetwork<T>::make_pass() const {
  NetworkPass<T> pass;
  pass.encoder = encoder_->make_pass();
  if (value_encoder_) pass.value_encoder = value_encoder_->make_pass();
  pass.heads.resize(heads_.size());
  for (std::size_t h = 0; h < heads_.size(); ++h) pass.heads[h].width = heads_[h].width;
  return pass;
}

template <class T>
void PolicyNetwork<T>::forward(const T* parameters, const NetworkInput<T>& input,
                               NetworkPass<T>& pass) const {
  encoder_->forward(parameters, input.sets(), *pass.encoder);
  for (std::size_t h = 0; h < heads_.size(); ++h) forward_head(parameters, input, h, pass);
  if (value_encoder_) value_encoder_->forward(parameters, input.sets(), *pass.value_encoder);
  const T* readout = value_encoder_ ? pass.value_encoder->readout : pass.encoder->readout;
  value_.forward(parameters, readout, input.samples, pass.value.resize(input.samples, 1));
  pass.d_value.resize(input.samples, 1);
}

template <class T>
void PolicyNetwork<T>::forward_value(const T* parameters, const NetworkInput<T>& input,
                                     NetworkPass<T>& pass) const {
  const nn::Encoder<T>& encoder = value_encoder_ ? *value_encoder_ : *encoder_;
  nn::EncoderPass<T>& encoded = value_encoder_ ? *pass.value_encoder : *pass.encoder;
  encoder.forward(parameters, input.sets(), encoded);
  value_.forward(parameters, encoded.readout, input.samples, pass.value.resize(input.samples, 1));
}

template <class T>
void PolicyNetwork<T>::list_candidates(const NetworkHead<T>& head, const NetworkInput<T>& input,
                                       const nn::EncoderPass<T>& encoded, HeadPass<T>& out) const {
  out.offsets.assign(1, 0);
  out.rows.clear();
  const auto rows_of = [&input](std::size_t type, int s) {
    const std::int32_t* offsets = input.types[type].offsets;
    return offsets[s + 1] - offsets[s];
  };
  for (int s = 0; s < input.samples; ++s) {
    for (const int wanted : head.types) {
      std::int32_t first = encoded.token_offsets[s];
      for (std::size_t t = 0; t < static_cast<std::size_t>(wanted); ++t) first += rows_of(t, s);
      const std::int32_t count = rows_of(static_cast<std::size_t>(wanted), s);
      for (std::int32_t row = first; row < first + count; ++row) out.rows.push_back(row);
    }
    out.offsets.push_back(static_cast<std::int32_t>(out.rows.size()));
  }
}

template <class T>
void PolicyNetwork<T>::forward_head(const T* parameters, const NetworkInput<T>& input,
                                    std::size_t index, NetworkPass<T>& pass) const {
  const NetworkHead<T>& head = heads_[index];
  HeadPass<T>& out = pass.heads[index];
  const T* readout = pass.encoder->readout;
  if (head.kind == NetworkHead<T>::Kind::kSelect) {
    list_candidates(head, input, *pass.encoder, out);
    const nn::Candidates candidates{input.samples, out.offsets.data(), out.rows.data()};
    head.pointer.forward(parameters, readout, pass.encoder->tokens, candidates, out.pointer,
                         out.output.resize(out.rows.size()));
  } else {
    head.linear.forward(parameters, readout, input.samples,
                        out.output.resize(input.samples, head.width));
  }
  out.d_output.resize(out.output.size());
  if (head.kind == NetworkHead<T>::Kind::kContinuous) return;
  for (int s = 0; s < input.samples; ++s) {
    nn::log_softmax(out.of(s), input.masks[index].of(s));
  }
}

template <class T>
void PolicyNetwork<T>::backward(const T* parameters, const NetworkInput<T>& input,
                                NetworkPass<T>& pass, T* gradient) const {
  const auto width = static_cast<std::size_t>(width_);
  const std::size_t size = static_cast<std::size_t>(input.samples) * width;
  T* d_readout = pass.d_readout.resize(size);
  std::fill_n(d_readout, size, T{0});
  T* d_tokens = nullptr;
  if (selects_) {
    const auto tokens = static_cast<std::size_t>(pass.encoder->token_offsets[input.samples]);
    d_tokens = pass.d_tokens.resize(tokens * width);
    std::fill_n(d_tokens, tokens * width, T{0});
  }
  backward_value(parameters, input, pass, gradient);
  for (std::size_t h = 0; h < heads_.size(); ++h) {
    backward_head(parameters, h, input.samples, pass, gradient);
  }
  encoder_->backward(parameters, input.sets(), *pass.encoder, d_readout, d_tokens, gradient);
}

template <class T>
void PolicyNetwork<T>::backward_value(const T* parameters, const NetworkInput<T>& input,
                                      NetworkPass<T>& pass, T* gradient) const {
  if (!value_encoder_) {
    value_.backward(parameters, pass.encoder->readout, pass.d_value.data(), input.samples,
                    pass.d_readout.data(), gradient);
    return;
  }
  T* d_readout = pass.d_value_readout.resize(input.samples, width_);
  value_.backward(parameters, pass.value_encoder->readout, pass.d_value.data(), input.samples,
                  d_readout, gradient);
  value_encoder_->backward(parameters, input.sets(), *pass.value_encoder, d_readout, nullptr,
                           gradient);
}

template <class T>
void PolicyNetwork<T>::backward_head(const T* parameters, std::size_t index, int samples,
                                     NetworkPass<T>& pass, T* gradient) const {
  const NetworkHead<T>& head = heads_[index];
  HeadPass<T>& out = pass.heads[index];
  if (head.kind == NetworkHead<T>::Kind::kSelect) {
    const nn::Candidates candidates{samples, out.offsets.data(), out.rows.data()};
    head.pointer.backward(parameters, pass.encoder->readout, pass.encoder->tokens, candidates,
                          out.pointer, out.d_output.data(), pass.d_readout.data(),
                          pass.d_tokens.data(), gradient);
    return;
  }
  T* d_readout = pass.d_head.resize(samples, width_);
  head.linear.backward(parameters, pass.encoder->readout, out.d_output.data(), samples, d_readout,
                       gradient);
  add_to(d_readout, pass.d_head.size(), pass.d_readout.data());
}

template class PolicyNetwork<float>;
template class PolicyNetwork<double>;

}  // namespace saccade
