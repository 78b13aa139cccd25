package io.atoll.ring;

/**
 * The placements of all keyspaces with one replication, made when first asked for. Safe for any
 * thread as {@link PreferenceTable} is.
 */
final class PlacementTable {
  private final PreferenceTable before;
  private final PreferenceTable after;
  private final Transition transition;
  private final Placement[] placements;

  /**
   * @param after the lists when the transition is done; the same as {@code before} where there is
   *     none
   * @param transition null where there is none
   */
  PlacementTable(PreferenceTable before, PreferenceTable after, Transition transition) {
    this.before = before;
    this.after = after;
    this.transition = transition;
    this.placements = new Placement[before.partitions()];
  }

  PreferenceList owners(int partition) {
    return transition == null ? before.get(partition) : get(partition).owners();
  }

  Placement get(int partition) {
    Placement placement = placements[partition];
    if (placement == null) {
      placement = make(partition);
      placements[partition] = placement;
    }
    return placement;
  }

  private Placement make(int partition) {
    Stage stage = transition == null ? null : transition.stage(partition).orElse(null);
    return stage == null
        ? Placement.settled(before.get(partition))
        : Placement.at(stage, before.get(partition), after.get(partition));
  }
}
