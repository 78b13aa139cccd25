package io.atoll.incarnation;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a node was told of the runs of the other members: of each the newest, and when it was told
 * last. Runs only rise in it. Single-threaded; that it is durable before an answer leaves is its
 * owner's; the times are not kept on disk.
 */
public final class ClaimLedger {
  private static final int MIN_ENTRY_BYTES = 1 + Run.MIN_BYTES + 1;
  private static final int USUAL_BYTES = 256;

  /**
   * The newest run of a member.
   *
   * @param heardMs when it was claimed last, 0 for one that was on the disk when the node started
   */
  private record Known(Run run, int generation, long heardMs) {}

  private final TreeMap<Integer, Known> newest = new TreeMap<>();

  /**
   * Answers a claim, and remembers it where it is accepted. One that is made again is accepted
   * again.
   *
   * @param member whose claim it is
   * @param listenedMs for how long this node has listened since it started
   */
  public ClaimAnswer answer(int member, Claim claim, long listenedMs) {
    Known known = newest.get(member);
    boolean mayBe =
        known == null || known.run.equals(claim.run()) || claim.earlier().contains(known.run);
    if (!mayBe) {
      return new ClaimAnswer.Refused(known.run, known.generation, listenedMs - known.heardMs);
    }
    newest.put(member, new Known(claim.run(), claim.generation(), listenedMs));
    return new ClaimAnswer.Accepted();
  }

  /** The newest run of a member that it was told of. */
  public Optional<Run> newest(int member) {
    return Optional.ofNullable(newest.get(member)).map(Known::run);
  }

  /** The bytes, as {@code FORMAT.md} lays them out. */
  public byte[] encode() {
    ByteWriter out = new ByteWriter(USUAL_BYTES).writeVarint(newest.size());
    for (Map.Entry<Integer, Known> entry : newest.entrySet()) {
      out.writeVarint(entry.getKey());
      entry.getValue().run.write(out);
      out.writeVarint(entry.getValue().generation);
    }
    return out.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedBytesException saying what is wrong, for any other bytes
   */
  public static ClaimLedger decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    ClaimLedger ledger = new ClaimLedger();
    int previous = -1;
    for (int left = in.readCount(MIN_ENTRY_BYTES, "number of members"); left > 0; left--) {
      int position = in.position();
      int member = in.readVarint(Integer.MAX_VALUE);
      if (member <= previous) {
        throw in.malformedAt(position, "member %d is not after %d".formatted(member, previous));
      }
      ledger.newest.put(
          member,
          new Known(Run.read(in), (int) in.readVarint(1, Integer.MAX_VALUE, "generation"), 0));
      previous = member;
    }
    in.finish();
    return ledger;
  }
}
