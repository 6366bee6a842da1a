#include "experiments/play/attention_summary.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace saccade {

AttentionSummary::AttentionSummary(std::vector<std::string> types, int blocks, int heads)
    : types_(std::move(types)),
      blocks_(blocks),
      heads_(heads),
      counts_(types_.size()),
      even_(types_.size()),
      shares_(slot(blocks, 0) * types_.size()),
      spread_(slot(blocks, 0)) {}

std::size_t AttentionSummary::slot(int block, int head) const {
  return static_cast<std::size_t>(block) * static_cast<std::size_t>(heads_) +
         static_cast<std::size_t>(head);
}

void AttentionSummary::add(const AttentionWeights& weights) {
  ++decisions_;
  for (const int type : weights.types) {
    counts_[static_cast<std::size_t>(type)] += 1;
    even_[static_cast<std::size_t>(type)] += 1.0 / static_cast<double>(weights.types.size());
  }
  for (std::size_t i = 0; i < spread_.size(); ++i) add_head(weights, i);
}

void AttentionSummary::add_head(const AttentionWeights& weights, std::size_t slot) {
  const std::size_t entities = weights.types.size();
  double entropy = 0;
  for (std::size_t e = 0; e < entities; ++e) {
    const auto weight = static_cast<double>(weights.weights[slot * entities + e]);
    shares_[slot * types_.size() + static_cast<std::size_t>(weights.types[e])] += weight;
    if (weight > 0) entropy -= weight * std::log(weight);
  }
  spread_[slot] += std::exp(entropy);
}

double AttentionSummary::mean_count(int type) const {
  return counts_[static_cast<std::size_t>(type)] /
         static_cast<double>(std::max<std::int64_t>(decisions_, 1));
}

TypeAttention AttentionSummary::attention(int block, int head, int type) const {
  const auto t = static_cast<std::size_t>(type);
  const double share = shares_[slot(block, head) * types_.size() + t];
  return {.share = share / static_cast<double>(std::max<std::int64_t>(decisions_, 1)),
          .focus = even_[t] > 0 ? share / even_[t] : 0};
}

double AttentionSummary::spread(int block, int head) const {
  return spread_[slot(block, head)] / static_cast<double>(std::max<std::int64_t>(decisions_, 1));
}

namespace {

std::string block_table(const AttentionSummary& summary, int block) {
  std::string text = fmt::format("{:<16}{:>9}", "type", "in view");
  for (int head = 0; head < summary.heads(); ++head) {
    text += fmt::format("{:>17}", fmt::format("head {}", head + 1));
  }
  text += '\n';
  for (int type = 0; type < static_cast<int>(summary.types().size()); ++type) {
    text += fmt::format("{:<16}{:>9.2f}", summary.types()[static_cast<std::size_t>(type)],
                        summary.mean_count(type));
    for (int head = 0; head < summary.heads(); ++head) {
      const TypeAttention attention = summary.attention(block, head, type);
      text += fmt::format("{:>8.1f}% {:>6.2f}x", 100 * attention.share, attention.focus);
    }
    text += '\n';
  }
  text += fmt::format("{:<25}", "entities attended to");
  for (int head = 0; head < summary.heads(); ++head) {
    text += fmt::format("{:>9.1f}{:8}", summary.spread(block, head), "");
  }
  return text + '\n';
}

nlohmann::ordered_json head_json(const AttentionSummary& summary, int block, int head) {
  nlohmann::ordered_json json = {{"spread", summary.spread(block, head)}};
  for (int type = 0; type < static_cast<int>(summary.types().size()); ++type) {
    const TypeAttention attention = summary.attention(block, head, type);
    const std::string& name = summary.types()[static_cast<std::size_t>(type)];
    json["share"][name] = attention.share;
    json["focus"][name] = attention.focus;
  }
  return json;
}

}  // namespace

std::string to_text(const AttentionSummary& summary) {
  std::string text;
  for (int block = 0; block < summary.blocks(); ++block) {
    if (summary.blocks() > 1) text += fmt::format("Block {}\n", block + 1);
    text += block_table(summary, block);
  }
  return text +
         "Per head: share of the attention, and that share over an even one (1.00x: no more than "
         "the others).\n";
}

nlohmann::ordered_json to_json(const AttentionSummary& summary) {
  nlohmann::ordered_json json = {{"decisions", summary.decisions()}};
  for (int type = 0; type < static_cast<int>(summary.types().size()); ++type) {
    json["types"].push_back({{"name", summary.types()[static_cast<std::size_t>(type)]},
                             {"mean_count", summary.mean_count(type)}});
  }
  for (int block = 0; block < summary.blocks(); ++block) {
    nlohmann::ordered_json heads;
    for (int head = 0; head < summary.heads(); ++head) {
      heads.push_back(head_json(summary, block, head));
    }
    json["blocks"].push_back({{"heads", std::move(heads)}});
  }
  return json;
}

std::string to_csv(const AttentionSummary& summary) {
  std::string text = "block,head,type,mean_count,share,focus\n";
  for (int block = 0; block < summary.blocks(); ++block) {
    for (int head = 0; head < summary.heads(); ++head) {
      for (int type = 0; type < static_cast<int>(summary.types().size()); ++type) {
        const TypeAttention attention = summary.attention(block, head, type);
        text += fmt::format("{},{},{},{:.6g},{:.6g},{:.6g}\n", block + 1, head + 1,
                            summary.types()[static_cast<std::size_t>(type)],
                            summary.mean_count(type), attention.share, attention.focus);
      }
    }
  }
  return text;
}

}  // namespace saccade
