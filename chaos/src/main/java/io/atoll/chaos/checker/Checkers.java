package io.atoll.chaos.checker;

import java.util.List;

/** The checkers that judge every run, whatever is done in it. */
public final class Checkers {
  public static final List<Checker> OF_EVERY_RUN =
      List.of(
          new NoDefects(),
          new TopologiesAgree(),
          new ChangesStay(),
          new VotersKeepTheirWord(),
          new PlacementKeepsTheRules(),
          new ReplicasAgree(),
          new AcknowledgedWritesLive(),
          new NothingReturns(),
          new LaterWritesWin(),
          new CopiesAreWhole(),
          new NoEffectIsNoEffect(),
          new WhatCanBeDoneIsDone(),
          new SoundNodesAnswer(),
          new SomethingSucceeds(),
          new WritesReachEveryReplica(),
          new NothingLeaks(),
          new NothingStaysReserved(),
          new DurableWhenAcknowledged(),
          new WriteClaimsAreTrue(),
          new ReadClaimsAreTrue(),
          new StartsFindEverything(),
          new NothingIsOrphaned(),
          new HintsAreDelivered(),
          new BoundsAreKept());

  private Checkers() {}
}
