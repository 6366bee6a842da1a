#include "experiments/explain/verdict.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

namespace saccade {
namespace {

constexpr double kGoodGain = 0.75, kSureGain = 0.5, kPoorGain = 0.25;
/// Nats: where the policy changes by less whatever is taken away, no entity matters.
constexpr double kNoEffect = 0.01;

double low_of(const Estimate& estimate) {
  return estimate.ci95 ? estimate.ci95->low : estimate.value;
}

Verdict verdict_of(const MethodScore& attention) {
  if (low_of(attention.agreement) <= 0) return Verdict::kUnfaithful;
  if (low_of(attention.gain) <= 0 || attention.gain.value < kPoorGain) return Verdict::kUnfaithful;
  const bool good = attention.gain.value >= kGoodGain && low_of(attention.gain) > kSureGain;
  return good ? Verdict::kFaithful : Verdict::kPartly;
}

Verdict worse(Verdict verdict) {
  return verdict == Verdict::kFaithful ? Verdict::kPartly : Verdict::kUnfaithful;
}

double peak_of(const RemovalCurve& curve) {
  return *std::max_element(curve.divergence.begin(), curve.divergence.end());
}

const char* opening_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::kFaithful:
      return "Attention explains this policy";
    case Verdict::kPartly:
      return "Attention explains this policy in part";
    case Verdict::kUnfaithful:
      return "Attention does not explain this policy";
  }
  return "";
}

std::string percent(const Estimate& estimate) {
  const auto text = [](double share) { return fmt::format("{:.0f}%", 100 * share); };
  if (!estimate.ci95) return text(estimate.value);
  return fmt::format("{} [{}, {}]", text(estimate.value), text(estimate.ci95->low),
                     text(estimate.ci95->high));
}

std::string correlation(const Estimate& estimate) {
  if (!estimate.ci95) return fmt::format("{:.2f}", estimate.value);
  return fmt::format("{:.2f} [{:.2f}, {:.2f}]", estimate.value, estimate.ci95->low,
                     estimate.ci95->high);
}

std::string nats(const Estimate& estimate) {
  if (!estimate.ci95) return fmt::format("{:.2g}", estimate.value);
  return fmt::format("{:.2g} [{:.2g}, {:.2g}]", estimate.value, estimate.ci95->low,
                     estimate.ci95->high);
}

/// What it takes no network to know.
std::string nearest_phrase(const Faithfulness& found) {
  const MethodScore* nearest = found.find(kNearestMethod);
  if (nearest == nullptr) return "";
  return fmt::format(" and nearest first {:.0f}%", 100 * nearest->gain.value);
}

std::string best_phrase(const Faithfulness& found) {
  const MethodScore* best = found.best();
  if (best == nullptr) return "";
  if (best->method == kAttentionMethod) return "; no other method explains it better";
  return fmt::format("; of all methods {} explains it best ({:.0f}%)", method_words(best->method),
                     100 * best->gain.value);
}

/// The head that does best, where that is not much the same as all of them.
std::string head_phrase(const Faithfulness& found, const MethodScore& attention) {
  const auto best = std::max_element(
      found.heads.begin(), found.heads.end(),
      [](const MethodScore& a, const MethodScore& b) { return a.gain.value < b.gain.value; });
  if (best == found.heads.end() || best->gain.value < attention.gain.value + 0.05) return "";
  return fmt::format(", {} alone {:.0f}%", best->method, 100 * best->gain.value);
}

}  // namespace

const char* name_of(Verdict verdict) {
  constexpr const char* kNames[] = {"faithful", "partly", "unfaithful"};
  return kNames[static_cast<std::size_t>(verdict)];
}

std::string method_words(const std::string& method) {
  if (method == kGradientMethod) return "gradient x input";
  if (method == kLeaveOneOutMethod) return "leave-one-out";
  if (method == kNearestMethod) return "nearest first";
  if (method == kRandomMethod) return "a random order";
  if (method == kRolloutMethod) return "attention rollout";
  std::string words = method;
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

void reach_verdict(Faithfulness& found) {
  const MethodScore* attention = found.find(kAttentionMethod);
  const MethodScore* truth = found.find(kLeaveOneOutMethod);
  const bool matters = truth != nullptr && peak_of(truth->curves.deletion) >= kNoEffect;
  if (attention == nullptr) {
    found.sentence =
        matters ? fmt::format("This policy's encoder does not attend{}.", best_phrase(found))
                : "This policy's encoder does not attend, and no entity matters to it.";
    return;
  }
  if (!matters) {
    found.verdict = Verdict::kUnfaithful;
    found.sentence =
        "Attention explains nothing here: the decisions do not hang on entities, since without "
        "any of them they are the same.";
    return;
  }
  if (low_of(found.yardstick) <= 0) {
    found.verdict = Verdict::kUnfaithful;
    found.sentence = fmt::format(
        "It cannot be shown that attention explains this policy: not even the order of "
        "leave-one-out is surely better than a random one (by {} nats), so gains mean little; the "
        "weights agree with leave-one-out by {}.",
        nats(found.yardstick), correlation(attention->agreement));
    return;
  }
  Verdict verdict = verdict_of(*attention);
  const bool suspicious = found.randomised.value >= kRandomisedLimit;
  if (suspicious) verdict = worse(verdict);
  found.verdict = verdict;
  found.sentence = fmt::format(
      "{}: its order of the entities is {} as good as that of leave-one-out, where a random order "
      "is 0%{}{}; its weights agree with leave-one-out by {}{}.",
      opening_of(verdict), percent(attention->gain), nearest_phrase(found),
      head_phrase(found, *attention), correlation(attention->agreement), best_phrase(found));
  if (!suspicious) return;
  found.sentence += fmt::format(
      " But the attention of random weights agrees, too, by {:.2f}: a part of this comes from "
      "the network's shape, not from what it learned.",
      found.randomised.value);
}

}  // namespace saccade
