package io.atoll.consensus;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.env.Invariant;
import io.atoll.synod.Ballot;
import io.atoll.synod.Vote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What messages and the durable state are made of, as {@code FORMAT.md} lays it out. */
final class Elements {
  /** Above this no epoch or round will ever come, so that sums stay clear of overflow. */
  static final long MAX_NUMBER = 1L << 60;

  private static final int MAX_NODE_ID_BYTES = 255;

  private Elements() {}

  /** An epoch or a round, {@code min} to {@link #MAX_NUMBER}. */
  static long readNumber(ByteReader in, long min, String field) {
    int position = in.position();
    long value = in.readLong(field);
    if (value < min || value > MAX_NUMBER) {
      throw in.malformedAt(
          position, "%s is %d; must be %d to %d".formatted(field, value, min, MAX_NUMBER));
    }
    return value;
  }

  static void writeValue(ByteWriter out, byte[] value) {
    out.writeInt(value.length).writeRaw(value);
  }

  static byte[] readValue(ByteReader in) {
    int length =
        readLength(in, TopologyLogSettings.MAX_VALUE_BYTES, "the length of a value in bytes");
    return in.readRaw(length, "value");
  }

  static void writeBallot(ByteWriter out, Ballot ballot) {
    byte[] node = ballot.proposer().getBytes(StandardCharsets.UTF_8);
    Invariant.check(node.length <= MAX_NODE_ID_BYTES, "a node id fits its length byte");
    out.writeLong(ballot.round()).writeByte(node.length).writeRaw(node);
  }

  static Ballot readBallot(ByteReader in, String field) {
    long round = readNumber(in, 0, "round of the " + field);
    return new Ballot(round, in.readString(in.readByte(field), field));
  }

  static void writeOptionalVote(ByteWriter out, Optional<Vote<byte[]>> vote) {
    out.writeByte(vote.isPresent() ? 1 : 0);
    vote.ifPresent(
        present -> {
          writeBallot(out, present.ballot());
          writeValue(out, present.value());
        });
  }

  static Optional<Vote<byte[]>> readOptionalVote(ByteReader in) {
    int position = in.position();
    int flag = in.readByte("whether there is a vote");
    if (flag > 1) {
      throw in.malformedAt(position, "whether there is a vote is " + flag + "; must be 0 or 1");
    }
    return flag == 0
        ? Optional.empty()
        : Optional.of(new Vote<>(readBallot(in, "ballot of the vote"), readValue(in)));
  }

  static void writeValues(ByteWriter out, List<byte[]> values) {
    out.writeInt(values.size());
    values.forEach(value -> writeValue(out, value));
  }

  static List<byte[]> readValues(ByteReader in) {
    int count = readLength(in, TopologyLogSettings.MAX_HISTORY_EPOCHS, "number of values");
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(readValue(in));
    }
    return values;
  }

  private static int readLength(ByteReader in, int max, String field) {
    int position = in.position();
    int length = in.readInt(field);
    if (length < 0 || length > max) {
      throw in.malformedAt(
          position,
          "%s is %s; must be 0 to %d".formatted(field, Integer.toUnsignedString(length), max));
    }
    return length;
  }
}
