#include "experiments/header/sizes_code.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "experiments/header/code/selection.h"
#include "experiments/header/text/code_text.h"
#include "nn/attention/attention_kinds.h"

namespace saccade {

namespace {

class Constants {
 public:
  void size(const char* name, std::size_t value, const char* comment) {
    line("std::size_t", name, std::to_string(value), comment);
  }
  void number(const char* name, double value, const char* comment) {
    line("float", name, literal(static_cast<float>(value)), comment);
  }
  void line(const char* type, const char* name, const std::string& value, const char* comment) {
    text_ += fmt::format("constexpr {} {} = {};  // {}\n", type, name, value, comment);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

double inverse_root(std::size_t size) {
  return 1 / std::sqrt(static_cast<double>(size));
}

void add_attention(const HeaderPlan& plan, Constants& constants) {
  const nn::EncoderConfig& encoder = plan.config().encoder;
  const nn::AttentionConfig& attention = encoder.attention;
  const auto heads = static_cast<std::size_t>(encoder.heads);
  const bool scaled = attention.kind->scales && attention.scale;
  constants.size("kHeads", heads, "Of attention.");
  constants.size("kHeadWidth", plan.width() / heads, "Of one of them.");
  constants.size("kLayers", plan.layers().size(), "In which the agent's query weighs tokens.");
  if (plan.needs("folded") || plan.needs("scaled"))
    constants.number("kScale", scaled ? inverse_root(plan.width() / heads) : 1, "Of scores.");
  if (plan.needs("top_k"))
    constants.size("kKept", static_cast<std::size_t>(attention.k), "Scores kept of each query.");
  if (plan.needs("nearest"))
    constants.size("kNear", static_cast<std::size_t>(attention.neighbours), "Keys of a query.");
  if (plan.needs("within")) {
    const auto radius = static_cast<double>(attention.radius);
    constants.line("double", "kNearSquare", literal(header_code::coarse(radius * radius)),
                   "Squared distance to the furthest keys of a query, rounded as those are.");
  }
  if (plan.needs("fourier"))
    constants.number("kFrequency",
                     2 * std::numbers::pi / static_cast<double>(encoder.position.wavelength),
                     "Of the longest wave of places, rad per world unit.");
}

void add_memory(const HeaderPlan& plan, Constants& constants) {
  const nn::MemoryConfig& memory = plan.config().memory;
  const auto heads = static_cast<std::size_t>(memory.heads);
  constants.size("kMemoryLength", static_cast<std::size_t>(memory.length), "Steps remembered.");
  constants.size("kMemoryHeads", heads, "Of attention to them.");
  constants.size("kMemoryHeadWidth", plan.width() / heads, "Of one of them.");
  constants.number("kMemoryScale", inverse_root(plan.width() / heads), "Of their scores.");
}

std::size_t selections(const HeaderPlan& plan) {
  const auto& heads = plan.policy.kind.action.heads;
  return static_cast<std::size_t>(std::count_if(heads.begin(), heads.end(), [](const auto& head) {
    return std::holds_alternative<SelectEntityHead>(head);
  }));
}

const char* activation_of(nn::Activation activation) {
  if (activation == nn::Activation::kRelu) return "relu";
  return activation == nn::Activation::kGelu ? "gelu" : "hyperbolic_tangent";
}

}  // namespace

std::string sizes_code(const HeaderPlan& plan) {
  const nn::EncoderConfig& encoder = plan.config().encoder;
  Constants constants;
  constants.size("kWidth", plan.width(), "Of the agent's vector, and of tokens'.");
  if (plan.needs("tokens") || plan.needs("central"))
    constants.size("kHidden", plan.width() * static_cast<std::size_t>(encoder.mlp_ratio),
                   "Between two layers.");
  if (plan.needs("attention")) add_attention(plan, constants);
  if (plan.needs("attention_memory")) add_memory(plan, constants);
  if (plan.needs("normalise"))
    constants.number("kClip", static_cast<double>(plan.config().observation_clip),
                     "How far normalised features may be from 0.");
  if (plan.needs("select")) {
    constants.size("kSelectHeads", selections(plan), "That choose among entities.");
    constants.number("kSelectScale", inverse_root(plan.width()), "Of their scores.");
  }
  return constants.text() + filled(
                                "\ninline float activate(float x) {\n"
                                "  return $1(x);\n"
                                "}\n",
                                {activation_of(encoder.activation)});
}

}  // namespace saccade
