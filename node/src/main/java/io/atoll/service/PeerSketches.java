package io.atoll.service;

import io.atoll.peer.PeerCall;
import io.atoll.peer.Peers;
import io.atoll.repair.RepairProtocol;
import io.atoll.repair.SketchAnswer;
import io.atoll.repair.SketchQuestion;
import io.atoll.repair.SketchSide;
import io.atoll.repair.sketch.SketchKey;
import io.vertx.core.Future;

/** Another member's side of comparisons. Lives on the loop of its peers. */
final class PeerSketches implements SketchSide {
  private static final long TIMEOUT_MS = 10_000;

  private final Peers peers;
  private final int member;
  private final PeerCall<SketchQuestion, SketchAnswer> call;

  /**
   * @param member by its number
   */
  PeerSketches(Peers peers, int member, SketchKey key) {
    this.peers = peers;
    this.member = member;
    this.call = RepairProtocol.sketch(key);
  }

  @Override
  public Future<SketchAnswer> ask(SketchQuestion question) {
    return PeerAnswers.ask(peers, member, call, question, TIMEOUT_MS);
  }
}
