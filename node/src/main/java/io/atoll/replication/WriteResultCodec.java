package io.atoll.replication;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.causal.CausalContext;
import io.atoll.peer.PeerCodec;

/** The bytes of a {@link WriteResult}. */
final class WriteResultCodec implements PeerCodec<WriteResult> {
  private static final int MAX_REPLICAS = 64;

  @Override
  public void write(ByteWriter out, WriteResult result, int version) {
    out.writeBytes(result.context().encode());
    writeOutcome(out, result.outcome());
  }

  @Override
  public WriteResult read(ByteReader in, int version) {
    return new WriteResult(CausalContext.decode(in.readBytes()), readOutcome(in));
  }

  static void writeOutcome(ByteWriter out, Outcome outcome) {
    out.writeVarint(outcome.asked())
        .writeVarint(outcome.answered())
        .writeVarint(outcome.required())
        .writeVarint(outcome.hints())
        .writeVarint(outcome.epoch())
        .writeByte(outcome.overlapping() ? 1 : 0);
  }

  static Outcome readOutcome(ByteReader in) {
    return new Outcome(
        in.readVarint(MAX_REPLICAS),
        in.readVarint(MAX_REPLICAS),
        in.readVarint(MAX_REPLICAS),
        in.readVarint(MAX_REPLICAS),
        in.readVarint(),
        in.readVarint(1) == 1);
  }
}
