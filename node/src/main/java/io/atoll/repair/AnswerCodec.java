package io.atoll.repair;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.peer.PeerCodec;
import io.atoll.repair.SketchAnswer.Reason;
import io.atoll.repair.sketch.Cells;
import io.atoll.repair.sketch.Fingerprint;
import io.atoll.repair.sketch.SetHash;
import io.atoll.repair.sketch.SketchFormat;
import io.atoll.repair.sketch.SketchKey;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a {@link SketchAnswer}, as FORMAT.md has them. */
final class AnswerCodec implements PeerCodec<SketchAnswer> {
  private static final int FOUND = 1;
  private static final int PRINTS = 2;
  private static final int GROUPS = 3;
  private static final int TOTALS = 4;
  private static final int SECTIONS = 5;
  private static final int LEVELS = 6;
  private static final int DECLINED = 7;

  private static final byte[] NO_CELLS = {};

  /** With the length before it: version, capacity, subject, no sums. */
  private static final int SHORTEST_PRINT_BYTES = 12;

  private static final int HASH_BYTES = 3 * Long.BYTES;
  private static final int SHORTEST_PART_BYTES = Long.BYTES + 1;

  private final SketchKey key;

  AnswerCodec(SketchKey key) {
    this.key = key;
  }

  @Override
  public void write(ByteWriter out, SketchAnswer answer, int version) {
    switch (answer) {
      case SketchAnswer.Found found -> {
        out.writeByte(FOUND).writeVarint(found.tokens().length);
        for (long token : found.tokens()) {
          out.writeLong(token);
        }
      }
      case SketchAnswer.Prints prints -> writePrints(out.writeByte(PRINTS), prints.prints());
      case SketchAnswer.Groups groups -> {
        out.writeByte(GROUPS).writeVarint(groups.estimate()).writeLong(groups.keys());
        writePrints(out, groups.prints());
      }
      case SketchAnswer.Totals totals -> {
        out.writeByte(TOTALS).writeVarint(totals.hashes().size());
        for (SetHash hash : totals.hashes()) {
          out.writeLong(hash.keys()).writeLong(hash.total()).writeLong(hash.moment());
        }
      }
      case SketchAnswer.Sections sections -> {
        out.writeByte(SECTIONS).writeVarint(sections.parts().size());
        for (SketchAnswer.ArcPart part : sections.parts()) {
          out.writeLong(part.keys());
          out.writeBytes(part.cells() == null ? NO_CELLS : part.cells().encode());
        }
      }
      case SketchAnswer.Levels levels ->
          out.writeByte(LEVELS).writeBytes(SketchFormat.encode(levels.sketch()));
      case SketchAnswer.Declined declined -> {
        out.writeByte(DECLINED).writeByte(declined.reason().ordinal());
        out.writeVarint(declined.epoch()).writeVarint(declined.oldestMs());
        declined.unknown().write(out.writeVarint(declined.latestMs()));
      }
    }
  }

  private static void writePrints(ByteWriter out, List<Fingerprint> prints) {
    out.writeVarint(prints.size());
    for (Fingerprint print : prints) {
      out.writeBytes(print.encode());
    }
  }

  @Override
  public SketchAnswer read(ByteReader in, int version) {
    int position = in.position();
    int kind = in.readByte("kind of answer");
    return switch (kind) {
      case FOUND -> new SketchAnswer.Found(readTokens(in));
      case PRINTS -> new SketchAnswer.Prints(readPrints(in));
      case GROUPS ->
          new SketchAnswer.Groups(
              in.readVarint(1, Long.MAX_VALUE, "estimate"), in.readLong("keys"), readPrints(in));
      case TOTALS -> new SketchAnswer.Totals(readHashes(in));
      case SECTIONS -> new SketchAnswer.Sections(readParts(in));
      case LEVELS -> new SketchAnswer.Levels(SketchFormat.decode(key, in.readBytes("sketch")));
      case DECLINED -> readDeclined(in);
      default -> throw in.malformedAt(position, "kind of answer is " + kind);
    };
  }

  private static long[] readTokens(ByteReader in) {
    long[] tokens = new long[in.readCount(Long.BYTES, "tokens")];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = in.readLong("token");
    }
    return tokens;
  }

  private static List<Fingerprint> readPrints(ByteReader in) {
    int count = in.readCount(SHORTEST_PRINT_BYTES, "fingerprints");
    List<Fingerprint> prints = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      prints.add(Fingerprint.decode(in.readBytes("fingerprint")));
    }
    return prints;
  }

  private static List<SetHash> readHashes(ByteReader in) {
    int count = in.readCount(HASH_BYTES, "hashes");
    List<SetHash> hashes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int position = in.position();
      try {
        hashes.add(new SetHash(in.readLong("keys"), in.readLong("total"), in.readLong("moment")));
      } catch (IllegalArgumentException e) {
        throw in.malformedAt(position, e.getMessage());
      }
    }
    return hashes;
  }

  private List<SketchAnswer.ArcPart> readParts(ByteReader in) {
    int count = in.readCount(SHORTEST_PART_BYTES, "arcs");
    List<SketchAnswer.ArcPart> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long keys = in.readLong("keys");
      byte[] cells = in.readBytes("cells");
      parts.add(
          new SketchAnswer.ArcPart(keys, cells.length == 0 ? null : Cells.decode(key, cells)));
    }
    return parts;
  }

  private static SketchAnswer readDeclined(ByteReader in) {
    Reason[] reasons = Reason.values();
    return new SketchAnswer.Declined(
        reasons[(int) in.readVarint(0, reasons.length - 1L, "reason")],
        in.readVarint(),
        in.readVarint(),
        in.readVarint(),
        ArcSet.read(in, CommonArcs.MAX_SIZE));
  }
}
