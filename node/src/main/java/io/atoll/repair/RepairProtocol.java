package io.atoll.repair;

import io.atoll.peer.PeerCall;
import io.atoll.peer.PeerProtocol;
import io.atoll.repair.sketch.SketchKey;

/** How replicas find out what differs between them, and exchange it; FORMAT.md has the bytes. */
public final class RepairProtocol {
  private static final PeerProtocol PROTOCOL = new PeerProtocol(6, "repair");

  /** What each of two replicas lacks of some keys, answered once. */
  public static final PeerCall<ExchangeQuestion, ExchangeAnswer> EXCHANGE =
      new PeerCall<>(PROTOCOL, 2, "exchange", ExchangeCodec.QUESTIONS, ExchangeCodec.ANSWERS);

  private RepairProtocol() {}

  /**
   * A question of a comparison, answered once.
   *
   * @param key what the sketches of the cluster are made with
   */
  public static PeerCall<SketchQuestion, SketchAnswer> sketch(SketchKey key) {
    return new PeerCall<>(PROTOCOL, 1, "sketch", new QuestionCodec(key), new AnswerCodec(key));
  }
}
