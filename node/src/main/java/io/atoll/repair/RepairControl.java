package io.atoll.repair;

import io.atoll.env.Loop;
import io.atoll.ring.Keyspace;
import io.vertx.core.Future;

/** Anti-entropy of one node as a person sees and drives it. Any thread. */
public interface RepairControl {
  /**
   * How this node stands with the others.
   *
   * @param home the loop on which it completes
   */
  Future<RepairReport> report(Loop home);

  /**
   * Begins a run; those that were begun earlier go on, and it waits for them.
   *
   * @param home the loop on which it completes
   * @return the run at its beginning; its parts are those that match the filter, none where nobody
   *     does; fails with {@link NotComparedException} where nothing is compared at all
   */
  Future<RepairRun> begin(RepairFilter filter, Loop home);

  /**
   * How far a run is.
   *
   * @param home the loop on which it completes
   * @return null for one that is not known, or not any more
   */
  Future<RepairRun> run(long id, Loop home);

  /**
   * The hashes of what this node holds of a keyspace.
   *
   * @param member beside whose they are wanted, only of what both hold; null for none
   * @param home the loop on which it completes
   * @return null where there is no such arc; fails, with a message for people, where they cannot be
   *     told now, and with {@link NotComparedException} where nothing is compared at all
   */
  Future<RepairTree> tree(Keyspace keyspace, Integer member, Loop home);

  /** Compares and brings nothing by itself until told otherwise; runs go on. */
  void pause();

  /** Goes on. */
  void resume();
}
