package io.atoll.consensus;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.synod.Acceptor;
import io.atoll.synod.Ballot;
import io.atoll.synod.Vote;
import java.util.List;
import java.util.Optional;

/**
 * All that must outlive a crash; the layout is in {@code FORMAT.md}.
 *
 * @param ownRound the highest round of which this node made a ballot
 * @param acceptor of the instance after the newest epoch
 * @param firstEpoch the epoch of the first decided value
 * @param decided consecutive, at least one
 */
record DurableState(
    long ownRound, Acceptor<byte[]> acceptor, long firstEpoch, List<byte[]> decided) {
  private static final int VERSION = 1;
  private static final int USUAL_BYTES = 4096;

  byte[] encode() {
    ByteWriter out = new ByteWriter(USUAL_BYTES).writeByte(VERSION).writeLong(ownRound);
    Elements.writeBallot(out, acceptor.promised());
    Elements.writeOptionalVote(out, acceptor.vote());
    out.writeLong(firstEpoch);
    Elements.writeValues(out, decided);
    return out.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedBytesException saying what is wrong, for any other bytes
   */
  static DurableState decode(byte[] bytes) {
    try {
      return read(new ByteReader(bytes));
    } catch (MalformedBytesException wrong) {
      throw wrong.within("topology state");
    }
  }

  private static DurableState read(ByteReader in) {
    int version = in.readByte("version");
    if (version != VERSION) {
      throw in.malformedAt(
          0,
          "format %d, this release reads %d: use the release that wrote it"
              .formatted(version, VERSION));
    }
    long ownRound = Elements.readNumber(in, 0, "own round");
    Ballot promised = Elements.readBallot(in, "promised ballot");
    Optional<Vote<byte[]>> vote = Elements.readOptionalVote(in);
    long firstEpoch = Elements.readNumber(in, 1, "first epoch");
    List<byte[]> decided = Elements.readValues(in);
    in.finish();
    if (decided.isEmpty()) {
      throw in.malformedAt(in.position(), "there is no decided value; must be at least one");
    }
    return new DurableState(ownRound, new Acceptor<>(promised, vote), firstEpoch, decided);
  }
}
