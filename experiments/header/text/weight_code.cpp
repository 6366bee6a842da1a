#include "experiments/header/text/weight_code.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "experiments/header/text/code_text.h"

namespace saccade {

namespace {

std::string shape_text(const Tensor& tensor) {
  return fmt::format("[{}]", fmt::join(tensor.shape, " x "));
}

}  // namespace

std::vector<float> WeightCode::numbers_of(const std::string& tensor) const {
  std::vector<float> numbers = read_tensor<float>(tensors_, tensor);
  for (const float number : numbers) {
    if (std::isfinite(number)) continue;
    throw Error(fmt::format("tensor '{}': found {}, wanted finite numbers", tensor, number));
  }
  return numbers;
}

template <class Number>
std::string WeightCode::write(const std::string& name, const std::string& comment,
                              const std::vector<Number>& numbers) {
  if (numbers.empty()) return "nullptr";
  const std::string unique = names_.add('k' + pascal_case(name, "weights"));
  text_ += fmt::format("// {}\n", comment_text(comment));
  text_ += array_code(unique, std::span<const Number>(numbers)) + '\n';
  return "weights::" + unique;
}

std::string WeightCode::add(const std::string& name, const std::string& comment,
                            const std::vector<float>& numbers) {
  std::string& known = known_[name];
  return known.empty() ? known = write(name, comment, numbers) : known;
}

std::string WeightCode::add(const std::string& name, const std::string& comment,
                            const std::vector<double>& numbers) {
  std::string& known = known_[name];
  return known.empty() ? known = write(name, comment, numbers) : known;
}

std::string WeightCode::add_struct(const std::string& name, const std::string& type,
                                   const std::vector<std::string>& fields) {
  const std::string unique = names_.add('k' + pascal_case(name, "weights"));
  text_ += fmt::format("inline constexpr {} {} = {{\n    {}}};\n\n", type, unique,
                       fmt::join(fields, ",\n    "));
  return "weights::" + unique;
}

std::string WeightCode::use(const std::string& tensor) {
  std::string& known = known_[tensor];
  if (known.empty()) {
    const std::vector<float> numbers = numbers_of(tensor);
    known = write(tensor, tensor + ' ' + shape_text(tensors_.at(tensor)), numbers);
  }
  return known;
}

std::string WeightCode::use_transposed(const std::string& tensor) {
  std::string& known = known_[tensor + " transposed"];
  if (!known.empty()) return known;
  const std::vector<float> numbers = numbers_of(tensor);
  const auto rows = static_cast<std::size_t>(tensors_.at(tensor).shape.at(0));
  const auto cols = static_cast<std::size_t>(tensors_.at(tensor).shape.at(1));
  std::vector<float> turned(numbers.size());
  for (std::size_t row = 0; row < rows; ++row) {
    for (std::size_t col = 0; col < cols; ++col)
      turned[col * rows + row] = numbers[row * cols + col];
  }
  return known = write(tensor + " transposed",
                       tensor + ' ' + shape_text(tensors_.at(tensor)) + ", transposed", turned);
}

}  // namespace saccade
