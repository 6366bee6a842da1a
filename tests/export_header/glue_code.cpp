#include "glue_code.h"

#include <fmt/format.h>

#include <cmath>

#include "experiments/header/text/code_text.h"

namespace saccade::export_header {
namespace {

constexpr int kMostEntities = 512;  // Of a type.

std::string entity_code(const HeaderPlan& plan, std::size_t t) {
  const TokenNames& names = plan.tokens[t];
  const bool ragged = plan.most_of(t) < 0;
  const std::string entity = ragged ? fmt::format("room{}[i]", t) : plan.entity(t);
  std::string text = "  for (std::size_t i = 0, n = in.count(); i < n; ++i) {\n";
  if (ragged) {
    text = filled(
        "  static policy::$1 room$2[$3];\n"
        "  seen.$4 = policy::Entities<policy::$1>(room$2, in.count());\n"
        "  for (std::size_t i = 0; i < seen.$4.count; ++i) {\n",
        {names.structure, std::to_string(t), std::to_string(kMostEntities), names.member});
  }
  if (!names.fields.empty() || !names.position.empty())
    text += fmt::format("    auto& entity = {};\n", entity);
  for (const std::string& field : names.fields)
    text += fmt::format("    entity.{} = in.number();\n", field);
  for (const std::string& motion : {names.position, names.velocity}) {
    if (motion.empty()) {
      text += "    in.number(), in.number(), in.number();\n";
    } else {
      text += filled(
          "    {\n"
          "      const bool known = in.flag();\n"
          "      const float x = in.number(), y = in.number();\n"
          "      entity.$1 = known ? policy::Vector(x, y) : policy::Vector();\n"
          "    }\n",
          {motion});
    }
  }
  return text + "  }\n";
}

std::string sensor_code(const HeaderPlan& plan, std::size_t t) {
  const std::size_t sensor = t - plan.entity_types(), rays = plan.space().rays.size();
  const bool is_fan = sensor < rays, placed = plan.needs("motion");
  std::string text = filled(
      "  static policy::$1 room$2;\n"
      "  seen.$3 = in.flag() ? &room$2 : nullptr;\n"
      "  if (seen.$3 != nullptr) {\n"
      "    auto& reading = room$2;\n",
      {plan.tokens[t].structure, std::to_string(t), plan.tokens[t].member});
  text += placed ? "    reading.x = in.number();\n    reading.y = in.number();\n"
                 : "    in.number(), in.number();\n";
  if (!is_fan) return text + "    for (float& pixel : reading.pixels) pixel = in.number();\n  }\n";
  text +=
      placed || plan.needs("pose") ? "    reading.heading = in.number();\n" : "    in.number();\n";
  return text +
         "    for (float& distance : reading.distance) distance = in.number();\n"
         "    for (int& hit : reading.hit) hit = static_cast<int>(in.number());\n"
         "  }\n";
}

std::string mask_code(const HeaderPlan& plan, std::size_t h) {
  const HeadNames& names = plan.heads[h];
  std::string text = filled(
      "  [[maybe_unused]] static unsigned char mask$1[$2];\n"
      "  [[maybe_unused]] const bool present$1 = in.flag();\n"
      "  const std::size_t size$1 = in.count();\n"
      "  for (std::size_t i = 0; i < size$1; ++i) mask$1[i] = in.flag() ? 1 : 0;\n",
      {std::to_string(h), std::to_string(4 * kMostEntities)});
  if (!names.present.empty()) text += fmt::format("  seen.{} = present{};\n", names.present, h);
  if (!names.allowed.empty())
    text += fmt::format("  seen.{} = size{} > 0 ? mask{} : nullptr;\n", names.allowed, h, h);
  return text;
}

std::string comparison(const CategoricalHead& /*head*/, const HeadNames& names) {
  return filled(
      "  const int wanted = static_cast<int>(in.number());\n"
      "  for (float found : decision.$1) all.same(\"$3\", found, in.number());\n"
      "  all.same_choice(\"$3\", static_cast<int>(decision.$2), wanted, decision.$1);\n",
      {names.first, names.member, names.member});
}

std::string comparison(const ContinuousHead& /*head*/, const HeadNames& names) {
  std::string text;
  for (const std::string& member : {names.member, names.first, names.second})
    text += fmt::format("  for (float found : decision.{}) all.same(\"{}\", found, in.number());\n",
                        member, member);
  return text;
}

std::string comparison(const SelectEntityHead& /*head*/, const HeadNames& names) {
  return filled(
      "  const int wanted = static_cast<int>(in.number());\n"
      "  const std::size_t count = in.count();\n"
      "  all.same(\"$4 candidates\", static_cast<float>(decision.$3), static_cast<float>(count));\n"
      "  if (decision.$3 == count) {\n"
      "    for (std::size_t i = 0; i < count; ++i) all.same(\"$4\", decision.$1[i], in.number());\n"
      "    all.same_choice(\"$4\", decision.$2, wanted, decision.$1);\n"
      "  }\n",
      {names.first, names.member, names.candidates, names.member});
}

std::string comparisons(const HeaderPlan& plan) {
  std::string text;
  for (std::size_t h = 0; h < plan.heads.size(); ++h) {
    text += "  {\n" +
            std::visit([&](const auto& head) { return comparison(head, plan.heads[h]); },
                       plan.policy.kind.action.heads[h]) +
            "  }\n";
  }
  text += "  {\n    const float value = in.number();\n";
  text += plan.options.value ? "    all.same(\"value\", decision.value, value);\n  }\n"
                             : "    (void)value;\n  }\n";
  if (!plan.needs("attention")) return text;
  return text +
         "  const std::size_t size = in.count();\n"
         "  const std::size_t found = decision.tokens * decision.kLayers * decision.kHeads;\n"
         "  all.same(\"attention size\", static_cast<float>(found), static_cast<float>(size));\n"
         "  for (std::size_t i = 0; i < size && found == size; ++i)\n"
         "    all.same(\"attention\", decision.attention[i], in.number());\n";
}

void append(Vec2 vector, std::vector<float>& numbers) {
  const bool known = std::isfinite(vector.x) && std::isfinite(vector.y);
  numbers.insert(numbers.end(), {known ? 1.0F : 0.0F, known ? vector.x : 0, known ? vector.y : 0});
}

void append(const Observation::Rows& rows, std::vector<float>& numbers) {
  numbers.push_back(static_cast<float>(rows.count()));
  for (int i = 0; i < rows.count(); ++i) {
    const auto row = static_cast<std::size_t>(i);
    const auto first = rows.features.begin() + std::ptrdiff_t{i} * rows.width;
    numbers.insert(numbers.end(), first, first + rows.width);
    append(rows.positions[row], numbers);
    append(rows.velocities[row], numbers);
  }
}

void append(const Observation::Rays& rays, std::vector<float>& numbers) {
  numbers.push_back(rays.present ? 1 : 0);
  if (!rays.present) return;
  numbers.insert(numbers.end(), {rays.origin.x, rays.origin.y, rays.heading});
  numbers.insert(numbers.end(), rays.distances.begin(), rays.distances.end());
  for (const int hit : rays.hits) numbers.push_back(static_cast<float>(hit));
}

void append(const Observation::Image& image, std::vector<float>& numbers) {
  numbers.push_back(image.present ? 1 : 0);
  if (!image.present) return;
  numbers.insert(numbers.end(), {image.origin.x, image.origin.y});
  numbers.insert(numbers.end(), image.pixels.begin(), image.pixels.end());
}

// An absent head has zeros for a distribution.
void append(const ActionHead& head, bool present, const HeadDecision& decision,
            std::span<const float> action, std::vector<float>& numbers) {
  const auto fill = [&](const std::vector<float>& values, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) numbers.push_back(values.empty() ? 0 : values[i]);
  };
  numbers.insert(numbers.end(), action.begin(), action.end());
  if (const auto* choice = std::get_if<CategoricalHead>(&head)) {
    fill(action[0] < 0 ? std::vector<float>() : decision.probabilities, choice->labels.size());
  } else if (std::holds_alternative<ContinuousHead>(head)) {
    fill(decision.mean, action.size());
    fill(decision.std, action.size());
  } else {
    const std::size_t candidates = present ? decision.probabilities.size() : 0;
    numbers.push_back(static_cast<float>(candidates));
    fill(decision.probabilities, candidates);
  }
}

}  // namespace

std::string glue_code(const HeaderPlan& plan, const std::string& header) {
  std::string text = filled(
      "#include \"$1\"\n"
      "#include \"$1\"  // Once more does no harm.\n\n"
      "#include \"harness.h\"\n\n"
      "namespace policy = $2;\n\n"
      "static void compare(Reader& in, policy::Policy<2048>& agent, Comparison& all) {\n"
      "  all.begin();\n"
      "  if (in.flag()) agent.reset();\n"
      "  policy::Observation seen;\n",
      {header, plan.name});
  for (std::size_t t = 0; t < plan.types.size(); ++t) {
    if (plan.reads(t))
      text += t < plan.entity_types() ? entity_code(plan, t) : sensor_code(plan, t);
  }
  for (std::size_t h = 0; h < plan.heads.size(); ++h) text += mask_code(plan, h);
  text += filled(
      "  policy::Decision decision;\n"
      "  const std::size_t before = allocations();\n"
      "  const policy::Status status = agent.decide(seen, decision);\n"
      "  all.same(\"allocations\", static_cast<float>(allocations() - before), 0);\n"
      "  all.same(\"status\", static_cast<float>(status), 0);\n"
      "  all.time([&] { (void)agent.decide(seen, decision); });\n",
      {});
  return text + comparisons(plan) +
         "}\n\n"
         "int main(int count, char** arguments) {\n"
         "  static policy::Policy<2048> agent;\n"
         "  Reader in(arguments[1]);\n"
         "  Comparison all(count > 2 ? arguments[2] : nullptr);\n"
         "  while (!in.at_end()) compare(in, agent, all);\n"
         "  return all.result();\n"
         "}\n";
}

void append_numbers(const HeaderPlan& plan, bool begins, const Observation& seen,
                    const Decision& decision, std::vector<float>& numbers) {
  numbers.push_back(begins ? 1 : 0);
  for (std::size_t t = 0; t < plan.entity_types(); ++t) {
    if (plan.reads(t)) append(seen.rows()[t], numbers);
  }
  for (const Observation::Rays& rays : seen.rays()) append(rays, numbers);
  for (const Observation::Image& image : seen.images()) append(image, numbers);
  const auto& heads = plan.policy.kind.action.heads;
  for (std::size_t h = 0; h < heads.size(); ++h) {
    numbers.push_back(seen.has_head(h) ? 1 : 0);
    const auto& mask = seen.masks()[h];
    numbers.push_back(static_cast<float>(mask.size()));
    for (const std::uint8_t allowed : mask) numbers.push_back(allowed);
  }
  std::span<const float> action = decision.action;
  for (std::size_t h = 0; h < heads.size(); ++h) {
    const auto width = static_cast<std::size_t>(action_width(heads[h]));
    append(heads[h], seen.has_head(h), decision.heads[h], action.first(width), numbers);
    action = action.subspan(width);
  }
  numbers.push_back(decision.value * plan.policy.value_unit);
  if (!plan.needs("attention")) return;
  const std::vector<float>& weights = decision.attention.weights;
  numbers.push_back(static_cast<float>(weights.size()));
  numbers.insert(numbers.end(), weights.begin(), weights.end());
}

}  // namespace saccade::export_header
