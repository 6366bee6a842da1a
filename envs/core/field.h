// The members of a description, listed once: what compares descriptions, or writes them as text,
// walks these lists.
#pragma once

#include <tuple>

namespace saccade {

/// One member of a description.
template <class Owner, class Value>
struct Field {
  struct Notes {
    const char* elements = nullptr;  ///< What messages call those of a list, if not by the name.
    bool are_types = false;          ///< The elements are numbers of entity types.
    bool only_if_set = false;  ///< In files only where it is not the default: older ones lack it.
  };

  const char* name;  ///< As in files: "fixed_count".
  Value Owner::*member;
  const char* elements;
  bool are_types;
  bool only_if_set;

  constexpr Field(const char* name_in_files, Value Owner::*place, Notes notes = {})
      : name(name_in_files),
        member(place),
        elements(notes.elements ? notes.elements : name_in_files),
        are_types(notes.are_types),
        only_if_set(notes.only_if_set) {}
};

/// Whether files hold a member of this value.
template <class Owner, class Value>
bool is_stored(const Field<Owner, Value>& field, const Value& value) {
  return !field.only_if_set || value != Value{};
}

/// Calls `call(field)` for each member of a Described, in their order.
template <class Described, class Call>
void for_each_field(const Call& call) {
  std::apply([&call](const auto&... field) { (call(field), ...); }, Described::fields());
}

}  // namespace saccade
