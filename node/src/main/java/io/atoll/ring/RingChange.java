package io.atoll.ring;

import java.util.Map;
import java.util.TreeMap;

/**
 * The epochs of a change of the ring, from its beginning to its end. Pure functions: each gives the
 * topology of the next epoch and leaves its argument as it is.
 *
 * <p>For the transfer of arcs; nothing in service uses it yet.
 */
public final class RingChange {
  private RingChange() {}

  /**
   * The ring begins to change into that of another topology: all batches are planned, members that
   * join are members, and members that leave still are.
   *
   * @param target what the {@code with…} methods made of {@code before}
   * @param arcsPerBatch how many arcs go from stage to stage together
   * @throws IllegalArgumentException where the ring is being changed already, or keyspaces come or
   *     go
   */
  public static Topology begin(Topology before, Topology target, int arcsPerBatch) {
    before.checkSettled();
    target.checkSettled();
    TreeMap<Integer, Member> all = new TreeMap<>(before.members());
    all.putAll(target.members());
    return before.next(
        all,
        before.claim(),
        before.keyspaces(),
        target.nextMember(),
        before.nextKeyspace(),
        Transition.between(before, target, arcsPerBatch));
  }

  /**
   * Some batches come to other stages.
   *
   * @param stages by batch
   * @throws IllegalArgumentException where the ring is not being changed, or naming a batch that is
   *     unknown or cannot get there
   */
  public static Topology move(Topology topology, Map<Integer, Stage> stages) {
    return with(topology, underWay(topology).with(stages));
  }

  /**
   * The change has come to its end: its claim, members and keyspaces are the topology's.
   *
   * @throws IllegalArgumentException where the ring is not being changed, or a batch is not done
   */
  public static Topology finish(Topology topology) {
    Transition done = underWay(topology);
    TopologyRules.require(
        done.isAll(Stage.DONE), "%s is not done: must be done in every batch", done);
    return topology.next(
        done.staying(topology.members()),
        done.claim(),
        done.targets(topology.keyspaces()),
        topology.nextMember(),
        topology.nextKeyspace(),
        null);
  }

  /**
   * The change is given up. Members that joined stay members and own nothing; weights that changed
   * stay changed.
   *
   * @throws IllegalArgumentException where the ring is not being changed, or a batch is not back at
   *     its beginning
   */
  public static Topology withdraw(Topology topology) {
    Transition ended = underWay(topology);
    TopologyRules.require(
        ended.isAll(Stage.PLANNED), "%s is under way: must be aborted in every batch first", ended);
    return with(topology, null);
  }

  private static Topology with(Topology topology, Transition transition) {
    return topology.next(
        topology.members(),
        topology.claim(),
        topology.keyspaces(),
        topology.nextMember(),
        topology.nextKeyspace(),
        transition);
  }

  private static Transition underWay(Topology topology) {
    return topology
        .transition()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "the ring is not being changed in epoch %d: must be"
                        .formatted(topology.epoch())));
  }
}
