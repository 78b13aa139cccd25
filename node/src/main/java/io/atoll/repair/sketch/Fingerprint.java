package io.atoll.repair.sketch;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import java.util.Arrays;

/**
 * The few bytes by which any number of sets are compared in one message, and what each step of a
 * comparison sends: the first power sums of the sketches of all of them together. Equal sets have
 * equal fingerprints; where few keys differ, in whichever of the sets, they decode from the
 * fingerprint itself. Immutable. Its bytes are described in {@code FORMAT.md}.
 */
public final class Fingerprint {
  /**
   * The capacity to begin a comparison with: a message of 83 bytes, which is enough where a key or
   * two differ. With capacity 11 it has 195 bytes, with 16 it has 275.
   */
  public static final int FIRST_CAPACITY = 4;

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
    return decoded(left);
  }

  /**
   * What differs between the sets of two fingerprints of the same subject, by the shorter of them;
   * otherwise the same.
   */
  public Difference difference(Fingerprint other) {
    if (other.subject != subject) {
      throw new IllegalArgumentException("%s is not compared with %s".formatted(this, other));
    }
    long[] left = new long[Math.min(sums.length, other.sums.length)];
    for (int k = 0; k < left.length; k++) {
      left[k] = PrimeField.subtract(sums[k], other.sums[k]);
    }
    return decoded(left);
  }

  private static Difference decoded(long[] left) {
    long[] points = PowerSums.points(left, left.length);
    return points == null
        ? new Difference.Undecided(new long[0], left.length / 2 + 1L)
        : new Difference.Whole(Difference.tokens(points, points.length));
  }

  /**
   * The same with a smaller capacity, or this.
   *
   * @param capacity 1 to that of this fingerprint
   */
  public Fingerprint prefix(int capacity) {
    if (capacity > capacity()) {
      throw new IllegalArgumentException(
          "the capacity is %d: must be %d or less".formatted(capacity, capacity()));
    }
    return new Fingerprint(subject, Arrays.copyOf(sums, Sketch.sums(capacity)));
  }

  /**
   * The fingerprint of what is left of a set without a part of it, so that of two halves only one
   * need be sent.
   *
   * @param name the subject of the rest
   * @param part the fingerprint of the part, of the same capacity or a smaller one, which the rest
   *     then has too
   */
  public Fingerprint without(long name, Fingerprint part) {
    if (part.capacity() > capacity()) {
      throw new IllegalArgumentException(
          "the part's capacity is %d: must be %d or less".formatted(part.capacity(), capacity()));
    }
    long[] rest = new long[part.sums.length];
    for (int k = 0; k < rest.length; k++) {
      rest[k] = PrimeField.subtract(sums[k], part.sums[k]);
    }
    return new Fingerprint(name, rest);
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
   * @throws io.atoll.bytes.MalformedBytesException if the bytes are not those of a fingerprint
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
