package io.atoll.ring;

import java.util.ArrayList;
import java.util.List;

/**
 * Who has a part in one arc for one keyspace: its owners and, while the arc moves, those on the
 * other side of the move.
 *
 * <p>For the transfer of arcs; in service no arc moves yet, and only the owners are asked for.
 *
 * @param owners whom reads ask; they get every write, and levels are counted over them
 * @param otherSide who else gets every write: those that will own the arc or, once reads ask these,
 *     those that owned it; the owners themselves where the arc does not move
 * @param countsBoth whether a level must be reached on the other side too
 */
public record Placement(PreferenceList owners, PreferenceList otherSide, boolean countsBoth) {
  /** The placement of an arc that does not move. */
  static Placement settled(PreferenceList owners) {
    return new Placement(owners, owners, false);
  }

  /** The placement of an arc at a stage of its move. */
  static Placement at(Stage stage, PreferenceList before, PreferenceList after) {
    PreferenceList owners = stage.readsNew() ? after : before;
    PreferenceList others = stage.readsNew() ? before : after;
    return new Placement(owners, stage.writesBoth() ? others : owners, stage.countsBoth());
  }

  /** Whom a read asks. */
  public PreferenceList reads() {
    return owners;
  }

  /** Who gets every write: the owners, then those who are on the other side only. */
  public List<Member> writes() {
    List<Member> all = new ArrayList<>(owners.replicas());
    for (Member member : otherSide.replicas()) {
      if (!owners.contains(member.number())) {
        all.add(member);
      }
    }
    return List.copyOf(all);
  }

  /** The sets in each of which a level must be reached. */
  public List<PreferenceList> counts() {
    return countsBoth ? List.of(owners, otherSide) : List.of(owners);
  }

  /** Who gets every write and is in no set that is counted. */
  public List<Member> pending() {
    List<Member> all = writes();
    return countsBoth ? List.of() : all.subList(owners.replicas().size(), all.size());
  }
}
