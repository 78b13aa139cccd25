package io.atoll.consensus;

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
record DurableState(long ownRound, Acceptor acceptor, long firstEpoch, List<byte[]> decided) {
  private static final int VERSION = 1;

  byte[] encode() {
    ByteSink out = new ByteSink().u8(VERSION).i64(ownRound).ballot(acceptor.promised());
    out.u8(acceptor.vote().isPresent() ? 1 : 0);
    acceptor.vote().ifPresent(out::vote);
    out.i64(firstEpoch).i32(decided.size());
    decided.forEach(out::bytes);
    return out.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedBytesException saying what is wrong, for any other bytes
   */
  static DurableState decode(byte[] bytes) {
    ByteSource in = new ByteSource(bytes, "topology state");
    int version = in.u8("version");
    if (version != VERSION) {
      throw in.malformed(
          "format %d, this release reads %d: use the release that wrote it"
              .formatted(version, VERSION));
    }
    long ownRound = in.count("own round", 0);
    Ballot promised = in.ballot("promised");
    Optional<Vote> vote = in.flag("has vote") ? Optional.of(in.vote("vote")) : Optional.empty();
    long firstEpoch = in.count("first epoch", 1);
    List<byte[]> decided = MessageCodec.values(in);
    in.end();
    if (decided.isEmpty()) {
      throw in.malformed("no decided value, expected at least one");
    }
    return new DurableState(ownRound, new Acceptor(promised, vote), firstEpoch, decided);
  }
}
