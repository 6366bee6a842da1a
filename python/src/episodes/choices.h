// How a choice of Gymnasium, which is a number below a fixed bound, names what a head can choose.
//
// A place is such a number.  Of labels it is their index.  Of entities it depends on the form of
// the observation: in the padded form an entity's place is its row there, counted through the types
// of the head; otherwise it is the index among the candidates.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "envs/core/action_space.h"
#include "envs/core/environment.h"

namespace saccade::python {

/// How many entities of each type there are at most, and whether they are seen padded.
struct RowLayout {
  std::vector<int> rows;  ///< [types]; of no meaning where no head selects the type, unless padded.
  bool padded = true;
};

/// Numbers of places of a head: 0 of a vector.
int place_count(const ActionHead& head, const RowLayout& layout);

/// [choices] the place of each choice that there is now, ascending.
std::vector<int> choice_places(const ActionHead& head, const RowLayout& layout,
                               const Observation& seen);

/// Whether which places can be chosen depends on what is seen.
bool has_mask(const ActionHead& head);

/// Throws Error naming the type of which there are more than the layout has room for.
void check_room(const AgentKind& kind, const RowLayout& layout, const Observation& seen);

/// Writes 1 to each place of a head [place_count] that can be chosen now, 0 to the others.
void write_mask(const ActionHead& head, std::size_t index, const RowLayout& layout,
                const Observation& seen, std::span<std::int8_t> mask);

/// Makes the action that the environment takes of places and numbers, both [action_width].  A place
/// that cannot be chosen stands for the next one that can, counted on from it and from the last to
/// the first.  Throws Error for what is no place at all, or lies outside of a vector's bounds.
void read_action(const AgentKind& kind, const RowLayout& layout, const Observation& seen,
                 std::span<const float> places, std::span<float> action);

/// The other way: the places of an action; 0 where nothing is chosen.
void write_places(const AgentKind& kind, const RowLayout& layout, const Observation& seen,
                  std::span<const float> action, std::span<float> places);

}  // namespace saccade::python
