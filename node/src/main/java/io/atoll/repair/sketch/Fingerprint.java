package io.atoll.repair.sketch;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import java.util.Arrays;

/**
 * The few bytes by which any number of sets are compared in one message, and what each step of a
 * comparison sends: the first power sums of the sketches of all of them together. Equal sets have
 * equal fingerprints; where few keys differ, in whichever of the sets, they decode from the
 * fingerprint itself. Immutable. Its bytes are described in {@code FORMAT.md}.
 */
public final class Fingerprint {
  /** The capacity whose fingerprint fits in {@value #MESSAGE_BYTES} bytes. */
  public static final int MESSAGE_CAPACITY = 11;

  public static final int MESSAGE_BYTES = 200;

  private static final int VERSION = 1;

  private final long subject;
  private final long[] sums;

  private Fingerprint(long subject, long[] sums) {
    this.subject = subject;
    this.sums = sums;
  }

  /**
   * The fingerprint of a set, or of many whose sketches were added.
   *
   * @param subject a name of what is compared, such as a hash of the list of arcs and the moment
   * @param capacity so many tokens may differ, up to the capacity of the sketch
   */
  public static Fingerprint of(long subject, Sketch sketch, int capacity) {
    long[] words = sketch.prefix(capacity).words();
    return new Fingerprint(subject, Arrays.copyOf(words, Sketch.sums(capacity)));
  }

  /** What is compared: fingerprints of different subjects say nothing about each other. */
  public long subject() {
    return subject;
  }

  /** So many tokens may differ that they still decode. */
  public int capacity() {
    return sums.length / 2;
  }

  /** Whether a set is the same as the one whose fingerprint this is. */
  public boolean matches(Sketch other) {
    checkCapacity(other);
    for (int k = 0; k < sums.length; k++) {
      if (sums[k] != other.words()[k]) {
        return false;
      }
    }
    return true;
  }

  /**
   * What differs between a set and the one whose fingerprint this is. Where that is undecided,
   * nothing is known about how many tokens differ, except that it is more than the capacity.
   *
   * @param other its sketch, of the same capacity or a larger one
   */
  public Difference difference(Sketch other) {
    checkCapacity(other);
    long[] left = new long[sums.length];
    for (int k = 0; k < left.length; k++) {
      left[k] = PrimeField.subtract(other.words()[k], sums[k]);
    }
    long[] points = PowerSums.points(left, left.length);
    return points == null
        ? new Difference.Undecided(new long[0], capacity() + 1L)
        : new Difference.Whole(Difference.tokens(points, points.length));
  }

  private void checkCapacity(Sketch other) {
    if (other.capacity() < capacity()) {
      throw new IllegalArgumentException(
          "the sketch's capacity is %d: must be %d or more"
              .formatted(other.capacity(), capacity()));
    }
  }

  public byte[] encode() {
    ByteWriter writer = new ByteWriter(11 + sums.length * Long.BYTES);
    writer.writeByte(VERSION);
    writer.writeByte(capacity());
    writer.writeLong(subject);
    Elements.write(writer, sums, 0, sums.length);
    return writer.take();
  }

  /**
   * @throws MalformedBytesException if the bytes are not those of a fingerprint
   */
  public static Fingerprint decode(byte[] bytes) {
    ByteReader reader = new ByteReader(bytes);
    int version = reader.readByte("version");
    if (version != VERSION) {
      throw reader.malformedAt(0, "version is %d: must be %d".formatted(version, VERSION));
    }
    int capacity = SketchFormat.readCapacity(reader);
    long subject = reader.readLong("subject");
    long[] sums = new long[Sketch.sums(capacity)];
    Elements.read(reader, sums, 0, sums.length, "power sums");
    reader.finish();
    return new Fingerprint(subject, sums);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprint that
        && that.subject == subject
        && Arrays.equals(that.sums, sums);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sums);
  }

  @Override
  public String toString() {
    return "Fingerprint[subject %016x, capacity %d, sum %016x]"
        .formatted(subject, capacity(), sums[0]);
  }
}
