// The weights of a policy as arrays of C++.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "agents/state/tensors.h"
#include "experiments/header/text/identifiers.h"

namespace saccade {

/// Hands out the names of arrays, and writes each array that somebody asked for, once.
class WeightCode {
 public:
  explicit WeightCode(const TensorMap& tensors) : tensors_(tensors) {}

  /// Of a tensor of numbers of type F32; "nullptr" if it is empty.  Throws Error unless all of its
  /// numbers are finite.
  std::string use(const std::string& tensor);
  /// The same with rows and columns exchanged.
  std::string use_transposed(const std::string& tensor);
  /// Of other numbers, under a name that no tensor has; the first of that name counts.
  std::string add(const std::string& name, const std::string& comment,
                  const std::vector<float>& numbers);
  std::string add(const std::string& name, const std::string& comment,
                  const std::vector<double>& numbers);

  /// Of numbers that were added before.
  std::string name_of(const std::string& name) const { return known_.at(name); }
  /// Of a struct whose fields are such names.
  std::string add_struct(const std::string& name, const std::string& type,
                         const std::vector<std::string>& fields);

  /// The numbers of a tensor.
  std::vector<float> numbers_of(const std::string& tensor) const;
  bool has(const std::string& tensor) const { return tensors_.count(tensor) > 0; }
  /// The arrays so far, which are to stand in a namespace `weights`.
  const std::string& text() const { return text_; }

 private:
  template <class Number>
  std::string write(const std::string& name, const std::string& comment,
                    const std::vector<Number>& numbers);

  const TensorMap& tensors_;
  NameScope names_;
  std::map<std::string, std::string> known_;  // Tensor, perhaps with a mark -> name.
  std::string text_;
};

}  // namespace saccade
