package io.atoll.ring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A change of the ring in progress: the claim that is pending, what else takes effect with it, and
 * how far each batch of arcs is. Arcs whose owners do not change are in no batch; every other arc
 * is in one. Immutable, equal by content, safe for any thread.
 *
 * <p>It begins with every batch {@link Stage#PLANNED}, each epoch takes some batches one stage on
 * or back, and it ends when all are {@link Stage#DONE}, or withdrawn when all are planned. Members
 * that join are members from its beginning, those that leave until its end.
 */
public final class Transition {
  private static final int SETTLED = -1;

  private final Claim claim;
  private final SortedSet<Integer> leaving;
  private final SortedMap<String, Keyspace> keyspaces;
  private final List<Stage> stages;
  private final int[] batches;

  /**
   * @param leaving numbers of the members that are none any more at the end; copied
   * @param keyspaces as they will be at the end, by name, those that change only; copied
   * @param stages by batch; copied
   * @param batches the batch of every arc, -1 for one that does not move; becomes the transition's
   */
  Transition(
      Claim claim,
      Collection<Integer> leaving,
      SortedMap<String, Keyspace> keyspaces,
      List<Stage> stages,
      int[] batches) {
    this.claim = claim;
    this.leaving = Collections.unmodifiableSortedSet(new TreeSet<>(leaving));
    this.keyspaces = Collections.unmodifiableSortedMap(new TreeMap<>(keyspaces));
    this.stages = List.copyOf(stages);
    this.batches = batches;
  }

  /**
   * What leads from one topology to another, all of it planned: arcs in ascending order, so many to
   * a batch.
   *
   * @throws IllegalArgumentException where a keyspace is there only before or only after, or there
   *     are no arcs to a batch
   */
  static Transition between(Topology before, Topology after, int arcsPerBatch) {
    TopologyRules.require(
        arcsPerBatch >= 1, "arcs per batch is %d: must be 1 or more", arcsPerBatch);
    TopologyRules.require(
        before.keyspaces().keySet().equals(after.keyspaces().keySet()),
        "the keyspaces are %s before and %s after: must be the same, for arcs move and no keyspace"
            + " comes or goes",
        before.keyspaces().keySet(),
        after.keyspaces().keySet());
    TreeSet<Integer> leaving = new TreeSet<>(before.members().keySet());
    leaving.removeAll(after.members().keySet());
    TreeMap<String, Keyspace> changed = new TreeMap<>(after.keyspaces());
    changed.values().removeAll(before.keyspaces().values());
    List<Stage> stages = new ArrayList<>();
    int[] batches = new int[before.partitions()];
    int moving = 0;
    for (int partition = 0; partition < batches.length; partition++) {
      batches[partition] = SETTLED;
      if (moves(before.claim(), after.claim(), partition)) {
        if (moving % arcsPerBatch == 0) {
          stages.add(Stage.PLANNED);
        }
        batches[partition] = moving / arcsPerBatch;
        moving++;
      }
    }
    return new Transition(after.claim(), leaving, changed, stages, batches);
  }

  /** Whether the lists of an arc differ between two claims, be it in their order only. */
  static boolean moves(Claim before, Claim after, int partition) {
    TreeSet<String> dcs = new TreeSet<>(before.dcs());
    dcs.addAll(after.dcs());
    for (String dc : dcs) {
      if (!Arrays.equals(before.owners(dc, partition), after.owners(dc, partition))) {
        return true;
      }
    }
    return false;
  }

  /** The claim when all is done. */
  public Claim claim() {
    return claim;
  }

  /** The numbers of the members that leave when all is done. */
  public SortedSet<Integer> leaving() {
    return leaving;
  }

  /** The keyspaces that change when all is done, as they will be, by name. */
  public SortedMap<String, Keyspace> keyspaces() {
    return keyspaces;
  }

  /** How many batches there are; they are numbered from 0. */
  public int batches() {
    return stages.size();
  }

  /** The stage of a batch. */
  public Stage stageOfBatch(int batch) {
    return stages.get(batch);
  }

  /** The batch of an arc, by its partition; none where the arc does not move. */
  public Optional<Integer> batch(int partition) {
    return batches[partition] == SETTLED ? Optional.empty() : Optional.of(batches[partition]);
  }

  /** The stage of an arc, by its partition; none where the arc does not move. */
  public Optional<Stage> stage(int partition) {
    return batch(partition).map(stages::get);
  }

  /** The partitions of a batch, ascending. For their transfer; nothing in service uses it yet. */
  public List<Integer> arcs(int batch) {
    List<Integer> arcs = new ArrayList<>();
    for (int partition = 0; partition < batches.length; partition++) {
      if (batches[partition] == batch) {
        arcs.add(partition);
      }
    }
    return List.copyOf(arcs);
  }

  /** Whether every batch is at a stage. */
  public boolean isAll(Stage stage) {
    return stages.stream().allMatch(stage::equals);
  }

  /** A keyspace as it will be when all is done. */
  public Keyspace target(Keyspace keyspace) {
    Keyspace target = keyspaces.get(keyspace.name());
    return target != null && target.id() == keyspace.id() ? target : keyspace;
  }

  /** All keyspaces of a topology as they will be when all is done. */
  SortedMap<String, Keyspace> targets(SortedMap<String, Keyspace> known) {
    TreeMap<String, Keyspace> targets = new TreeMap<>(known);
    targets.putAll(keyspaces);
    return targets;
  }

  /** The members of a topology that stay when all is done. */
  SortedMap<Integer, Member> staying(SortedMap<Integer, Member> members) {
    TreeMap<Integer, Member> staying = new TreeMap<>(members);
    staying.keySet().removeAll(leaving);
    return staying;
  }

  /**
   * The transition with some batches at other stages.
   *
   * @param changes by batch
   * @throws IllegalArgumentException naming a batch that is unknown or cannot get there
   */
  Transition with(Map<Integer, Stage> changes) {
    List<Stage> changed = new ArrayList<>(stages);
    for (Map.Entry<Integer, Stage> change : new TreeMap<>(changes).entrySet()) {
      int batch = change.getKey();
      TopologyRules.require(
          batch >= 0 && batch < stages.size(),
          "batch %d does not exist: must be 0 to less than %d",
          batch,
          stages.size());
      Stage from = stages.get(batch);
      TopologyRules.require(
          from.leadsTo(change.getValue()),
          "batch %d is %s and cannot become %s: must be %s",
          batch,
          from,
          change.getValue(),
          from.next()
              .map(next -> from.aborted().map(b -> next + " or " + b).orElse(next + ""))
              .orElse("left as it is"));
      changed.set(batch, change.getValue());
    }
    return new Transition(claim, leaving, keyspaces, changed, batches);
  }

  int[] batchByPartition() {
    return batches;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Transition transition
        && claim.equals(transition.claim)
        && leaving.equals(transition.leaving)
        && keyspaces.equals(transition.keyspaces)
        && stages.equals(transition.stages)
        && Arrays.equals(batches, transition.batches);
  }

  @Override
  public int hashCode() {
    return Objects.hash(claim, leaving, keyspaces, stages, Arrays.hashCode(batches));
  }

  @Override
  public String toString() {
    return "Transition[to %s, leaving %s, keyspaces %s, batches %s]"
        .formatted(claim, leaving, keyspaces.keySet(), stages);
  }
}
