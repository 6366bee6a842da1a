#include "experiments/header/encoder_code.h"

#include <fmt/format.h>

#include <cmath>

#include "experiments/header/block_code.h"
#include "experiments/header/reading_code.h"
#include "experiments/header/text/code_text.h"

namespace saccade {

namespace {

/// Of one encoder.
class EncoderWriter {
 public:
  EncoderWriter(const HeaderPlan& plan, Reader reader, WeightCode& weights)
      : plan_(plan), reader_(reader), prefix_(prefix_of(reader)), weights_(weights) {}

  std::string body() const;

 private:
  std::string linear(const std::string& name) const {
    return weights_.use(prefix_ + name + ".weight") + ", " + weights_.use(prefix_ + name + ".bias");
  }
  std::string norm(const std::string& name) const {
    return weights_.use(prefix_ + name + ".gain") + ", " + weights_.use(prefix_ + name + ".bias");
  }
  std::string embedding(std::size_t t) const;
  std::string periods() const;
  std::string position_of_type() const;
  std::string places_of(std::size_t t) const;
  std::string tokens_of(std::size_t t) const;
  std::string all_places() const;
  std::string block(const std::string& name, const char* queries, const char* keys,
                    const std::string& record) const;
  std::string blocks() const;
  std::string read_out(const std::string& name, const std::string& record) const;
  std::string attention() const;
  std::string pooling() const;
  std::string flat() const;
  std::vector<std::size_t> types() const;

  const HeaderPlan& plan_;
  Reader reader_;
  std::string prefix_;
  WeightCode& weights_;
};

std::vector<std::size_t> EncoderWriter::types() const {
  std::vector<std::size_t> types;
  for (std::size_t t = 0; t < plan_.types.size(); ++t) {
    if (plan_.reads(t, reader_)) types.push_back(t);
  }
  return types;
}

std::string EncoderWriter::embedding(std::size_t t) const {
  const std::string name = "entity." + plan_.types[t].name + ".embed";
  const std::string both = linear(name);
  return plan_.needs("embedding_mlp") ? both + ", " + norm(name + ".norm") : both;
}

/// The name of the array of periods of a sinusoidal position.
std::string EncoderWriter::periods() const {
  std::vector<double> periods;
  const auto width = static_cast<double>(plan_.width());
  for (std::size_t c = 0; c < plan_.width(); c += 2)
    periods.push_back(std::pow(10000.0, static_cast<double>(c) / width));
  return weights_.add(prefix_ + "periods", "Of sines and cosines of a token's index.", periods);
}

/// What is added to the vectors of one type by the index of each.
std::string EncoderWriter::position_of_type() const {
  if (plan_.needs("learned_index"))
    return filled("    add_positions($1, count, x);\n", {weights_.use(prefix_ + "position")});
  return filled("    add_sinusoids($1, $2, count, x);\n",
                {periods(), literal(std::sqrt(2 / static_cast<double>(plan_.width())))});
}

std::string EncoderWriter::places_of(std::size_t t) const {
  const std::string member = "seen." + plan_.tokens[t].member;
  std::string text = "    for (std::size_t i = 0; i < count; ++i) {\n";
  if (t < plan_.entity_types()) {
    const std::string entity = plan_.entity(t);
    text += filled("      set_place(work, tokens + i, difference($1.$2, origin));\n",
                   {entity, plan_.tokens[t].position});
    if (plan_.needs("velocities"))
      text += filled("      set_velocity(work, tokens + i, $1.$2);\n",
                     {entity, plan_.tokens[t].velocity});
  } else if (t < plan_.entity_types() + plan_.space().rays.size()) {
    text += filled(
        "      const auto& fan = *$1;\n"
        "      const Vector from(fan.x - origin.x, fan.y - origin.y);\n"
        "      const SineCosine heading = sine_cosine(static_cast<double>(fan.heading));\n"
        "      const float* const wave = $2 + 6 * i;\n"
        "      set_place(work, tokens + i,\n"
        "                ray_end(from, heading, fan.distance[i], wave[0], wave[1]));\n",
        {member, weights_.name_of(plan_.types[t].name + " waves")});
  } else {
    const auto& image = plan_.space().images[t - plan_.entity_types() - plan_.space().rays.size()];
    text += filled(
        "      set_place(work, tokens + i,\n"
        "                Vector($1->x - origin.x + $3 * $2::right_of_centre(i),\n"
        "                       $1->y - origin.y + $3 * $2::above_centre(i)));\n",
        {member, patches_type(plan_, t), literal(image.pixel_size)});
  }
  if (plan_.needs("pairs")) text += fmt::format("      work.types[tokens + i] = {};\n", t);
  return text + "    }\n";
}

/// Lists the tokens of a type.
std::string EncoderWriter::tokens_of(std::size_t t) const {
  std::string text = filled(
      "  {  // $1\n"
      "    const std::size_t count = $2;\n"
      "    float* const x = work.x + tokens * kWidth;\n"
      "    embed<$3>(\n"
      "        count, [&](std::size_t i, float* row) { $4; },\n"
      "        {$5}, x);\n",
      {comment_text(plan_.types[t].name), plan_.count_of(t), std::to_string(plan_.types[t].width),
       reading_call(plan_, t, "i", "row"), embedding(t)});
  if (plan_.needs("learned_index") || plan_.needs("sinusoidal")) text += position_of_type();
  if (plan_.needs("motion")) text += places_of(t);
  return text + "    tokens += count;\n  }\n";
}

/// What needs the places of all tokens.
std::string EncoderWriter::all_places() const {
  std::string text;
  if (plan_.needs("motion") && plan_.needs("pose")) text += "  turn_motions(work, tokens, pose);\n";
  if (!plan_.needs("fourier")) return text;
  const std::string table = weights_.use(prefix_ + "position");
  if (!plan_.config().encoder.position.relative)
    return text + filled("  add_fourier(work, tokens, origin.x, origin.y, $1);\n", {table});
  return text +
         filled(
             "  // As seen from the agent, which is the origin if its place is known.\n"
             "  if ((work.known[0] & kPlaceKnown) != 0) add_fourier(work, tokens, 0, 0, $1);\n",
             {table});
}

std::string EncoderWriter::block(const std::string& name, const char* queries, const char* keys,
                                 const std::string& record) const {
  const std::string weights = block_code(plan_, prefix_ + name, BlockUse::kAttend, weights_);
  return filled("  attend($1, work, $2, $3, $4);\n", {weights, queries, keys, record});
}

std::string EncoderWriter::blocks() const {
  constexpr const char* kOwn = "{0, entities}";
  constexpr const char* kContext = "{entities, tokens}";
  const bool tells = reader_ == Reader::kPolicy;
  int layer = 0;
  const auto record = [&] {
    if (!tells) return std::string("{nullptr, 0}");
    return fmt::format("{{work.record + {} * kHeads * tokens, tokens}}", layer++);
  };
  std::string text;
  const int count = plan_.config().encoder.self_attention_blocks;
  if (plan_.crosses()) {
    for (int i = 0; i < count; ++i)
      text += block(fmt::format("context{}", i), kContext, kContext, "{nullptr, 0}");
    text += block("cross", kOwn, kContext, record());
  }
  for (int i = 0; i < count; ++i) text += block(fmt::format("block{}", i), kOwn, kOwn, record());
  return text + read_out(fmt::format("block{}", count), record());
}

std::string EncoderWriter::read_out(const std::string& name, const std::string& record) const {
  const std::string last = norm("norm");
  if (plan_.needs("folded")) {
    const std::string weights = block_code(plan_, prefix_ + name, BlockUse::kFolded, weights_);
    return filled(
        "  read_out($1, work, entities, $2, out);\n"
        "  layer_norm<kWidth>(out, 1, $3, out);\n",
        {weights, record, last});
  }
  std::string text;
  if (plan_.needs("vectors") && reader_ == Reader::kPolicy)
    text += "  normalise<kWidth>(work.x, entities, work.vectors);\n";
  return text + block(name, "{0, 1}", "{0, entities}", record) +
         filled("  layer_norm<kWidth>(work.x, 1, $1, out);\n", {last});
}

std::string EncoderWriter::attention() const {
  std::string text = "  std::size_t tokens = 0;\n";
  if (plan_.needs("motion"))
    text += filled("  const Vector origin = origin_of(seen.$1.$2);\n",
                   {plan_.tokens[0].member, plan_.tokens[0].position});
  bool sensors = false;
  for (const std::size_t t : types()) {
    if (plan_.crosses() && t >= plan_.entity_types() && !sensors) {
      text += "  const std::size_t entities = tokens;\n";
      sensors = true;
    }
    text += tokens_of(t);
  }
  if (!sensors) text += "  const std::size_t entities = tokens;\n";
  return text + all_places() + blocks();
}

std::string EncoderWriter::pooling() const {
  const std::vector<std::size_t> all = types();
  std::string text = filled(
      "  std::size_t tokens = 0;\n"
      "  float pooled[$1 * kWidth], hidden[kHidden];\n",
      {std::to_string(all.size())});
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string listed = tokens_of(all[i]);
    const std::string end = "    tokens += count;\n";
    listed.replace(listed.find(end), end.size(),
                   filled("    float* const normalised = work.normalised + tokens * kWidth;\n"
                          "    normalise<kWidth>(x, count, normalised);\n"
                          "    $1_pool(normalised, count, $2,\n"
                          "            pooled + $3 * kWidth);\n",
                          {plan_.needs("mean_pool") ? "mean" : "max", linear("pool.entity"),
                           std::to_string(i)}) +
                       end);
    text += listed;
  }
  return text + filled(
                    "  linear<$1 * kWidth, kHidden>(pooled, 1, $2, hidden);\n"
                    "  for (float& value : hidden) value = activate(value);\n"
                    "  linear<kHidden, kWidth>(hidden, 1, $3, out);\n"
                    "  layer_norm<kWidth>(out, 1, $4, out);\n",
                    {std::to_string(all.size()), linear("pool.mlp.up"), linear("pool.mlp.down"),
                     norm("norm")});
}

std::string EncoderWriter::flat() const {
  std::string text;
  int inputs = 0;
  for (const std::size_t t : types()) {
    const int width = plan_.types[t].width;
    const std::string row = fmt::format("inputs + {} + i * {}", inputs, width);
    text += filled("  for (std::size_t i = 0; i < $1; ++i) $2;\n",
                   {plan_.count_of(t), reading_call(plan_, t, "i", row)});
    inputs += width * plan_.most_of(t);
  }
  return filled("  float inputs[$1], hidden[kWidth];\n", {std::to_string(std::max(inputs, 1))}) +
         text +
         filled(
             "  linear<$1, kWidth>(inputs, 1, $2, hidden);\n"
             "  for (float& value : hidden) value = activate(value);\n"
             "  linear<kWidth, kWidth>(hidden, 1, $3, out);\n"
             "  for (std::size_t c = 0; c < kWidth; ++c) out[c] = activate(out[c]);\n",
             {std::to_string(inputs), linear("mlp.up"), linear("mlp.down")});
}

std::string EncoderWriter::body() const {
  if (plan_.needs("attention")) return attention();
  return plan_.needs("tokens") ? pooling() : flat();
}

}  // namespace

std::string prefix_of(Reader reader) {
  return reader == Reader::kPolicy ? "policy." : "value.";
}

std::string encoder_code(const HeaderPlan& plan, Reader reader, WeightCode& weights) {
  const bool policy = reader == Reader::kPolicy;
  return filled(
             "/// The agent's vector [kWidth], as the $1 reads it.\n"
             "inline void encode_$1(const Observation& seen,$2\n"
             "    [[maybe_unused]] const Work& work, float* out) {\n",
             {policy ? "policy" : "value",
              plan.needs("moved") ? " [[maybe_unused]] const OwnPose& pose," : ""}) +
         EncoderWriter(plan, reader, weights).body() + "}\n\n";
}

}  // namespace saccade
