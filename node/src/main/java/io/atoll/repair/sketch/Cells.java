package io.atoll.repair.sketch;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import java.util.Arrays;

/**
 * A sketch for sets that differ in more keys than a {@link Sketch} tells apart, of any length: with
 * 1.4 to 2 cells for each token that differs it decodes, in time in proportion to their number. It
 * is made when it is needed, of the tokens and weights of all keys.
 *
 * <p>A token is in the cells of its {@link CellWalk}, which have ever fewer tokens: so any prefix
 * of the cells is a sketch, and when it does not decode, the next cells are added to it. A cell has
 * the three sums of x(t), x(t) t and x(t) t^2 over its tokens, of the vector x of {@link Sketch}.
 * {@link Peeling} decodes a difference.
 *
 * <p>An object has the cells of a section, from one number to another. Not thread-safe. Changes
 * allocate nothing.
 */
public final class Cells {
  /** The bytes of a cell. */
  public static final int CELL_BYTES = 3 * Long.BYTES;

  /** The largest number of a cell, and one more. */
  public static final int MAX_CELLS = 1 << 24;

  private static final int VERSION = 1;

  private final SketchKey key;
  private final int from;
  private final int to;
  private final long[] sums;
  private final CellWalk walk = new CellWalk();

  /**
   * Cells of no keys.
   *
   * @param from the number of the first, 0 to begin with
   * @param to the number after the last, up to {@value #MAX_CELLS}
   */
  public Cells(SketchKey key, int from, int to) {
    this(key, from, to, new long[Math.multiplyExact(3, checkedLength(from, to))]);
  }

  private Cells(SketchKey key, int from, int to, long[] sums) {
    this.key = key;
    this.from = from;
    this.to = to;
    this.sums = sums;
  }

  private static int checkedLength(int from, int to) {
    if (from < 0 || to < from || to > MAX_CELLS) {
      throw new IllegalArgumentException(
          "cells %d to %d: must rise from 0 to %d".formatted(from, to, MAX_CELLS));
    }
    return to - from;
  }

  /** The number of the first cell. */
  public int from() {
    return from;
  }

  /** The number after the last cell. */
  public int to() {
    return to;
  }

  /**
   * A key's state changes; all keys of a set come with a change from {@link SketchKey#NO_WEIGHT}.
   */
  public void change(long token, long before, long after) {
    long weight = PrimeField.subtract(after, before);
    if (weight != 0) {
      change(PrimeField.element(token), weight, null);
    }
  }

  /**
   * Adds a weight to all cells of a token.
   *
   * @param touched is told their numbers; may be null
   */
  void change(long element, long weight, Peeling touched) {
    long first = PrimeField.multiply(weight, element);
    long second = PrimeField.multiply(first, element);
    for (walk.start(key.seed(element)); walk.cell() < to; walk.next()) {
      int cell = (int) walk.cell();
      if (cell >= from) {
        int at = 3 * (cell - from);
        sums[at] = PrimeField.add(sums[at], weight);
        sums[at + 1] = PrimeField.add(sums[at + 1], first);
        sums[at + 2] = PrimeField.add(sums[at + 2], second);
        if (touched != null) {
          touched.look(cell);
        }
      }
    }
  }

  /** Adds the cells of another set, of the same numbers. */
  public void add(Cells other) {
    checkComparable(other);
    for (int i = 0; i < sums.length; i++) {
      sums[i] = PrimeField.add(sums[i], other.sums[i]);
    }
  }

  /** Subtracts the cells of another set, of the same numbers: what is left is what differs. */
  public void subtract(Cells other) {
    checkComparable(other);
    for (int i = 0; i < sums.length; i++) {
      sums[i] = PrimeField.subtract(sums[i], other.sums[i]);
    }
  }

  private void checkComparable(Cells other) {
    if (other.key != key || other.from != from || other.to != to) {
      throw new IllegalArgumentException(
          "%s and %s must have the same numbers and the same key".formatted(this, other));
    }
  }

  public Cells copy() {
    return new Cells(key, from, to, sums.clone());
  }

  /** These cells and those that follow them. */
  public Cells followedBy(Cells next) {
    if (next.key != key || next.from != to) {
      throw new IllegalArgumentException("%s do not follow %s".formatted(next, this));
    }
    long[] all = Arrays.copyOf(sums, sums.length + next.sums.length);
    System.arraycopy(next.sums, 0, all, sums.length, next.sums.length);
    return new Cells(key, from, next.to, all);
  }

  /** What differs, where these are the cells of a difference, from the first on. */
  public Difference decode() {
    if (from != 0) {
      throw new IllegalArgumentException("%s: must begin at 0".formatted(this));
    }
    return new Peeling(copy(), to).run();
  }

  boolean isZero(int cell) {
    int at = 3 * (cell - from);
    return (sums[at] | sums[at + 1] | sums[at + 2]) == 0;
  }

  /**
   * Whether a cell has one token only. With the weights x(t) of two or more, the first sum times
   * the third less the square of the second is the sum of x(t) x(u) (t - u)^2 over all pairs, which
   * is not zero, except with probability 2 / p.
   */
  boolean hasOne(int cell) {
    int at = 3 * (cell - from);
    long weight = sums[at];
    long first = sums[at + 1];
    return weight != 0
        && PrimeField.multiply(weight, sums[at + 2]) == PrimeField.multiply(first, first)
        && walk.meets(key.seed(only(cell)), cell);
  }

  /** The token of a cell that has one. */
  long only(int cell) {
    int at = 3 * (cell - from);
    return PrimeField.multiply(sums[at + 1], PrimeField.inverse(sums[at]));
  }

  long weight(int cell) {
    return sums[3 * (cell - from)];
  }

  public byte[] encode() {
    ByteWriter writer = new ByteWriter(11 + sums.length * Long.BYTES);
    writer.writeByte(VERSION);
    writer.writeVarint(from);
    writer.writeVarint(to - from);
    for (long sum : sums) {
      writer.writeLong(sum);
    }
    return writer.take();
  }

  /**
   * @param key what the cells were made with
   * @throws io.atoll.bytes.MalformedBytesException if the bytes are not those of cells; that they
   *     are says nothing about whether there ever was such a set
   */
  public static Cells decode(SketchKey key, byte[] bytes) {
    ByteReader reader = new ByteReader(bytes);
    int version = reader.readByte("version");
    if (version != VERSION) {
      throw reader.malformedAt(0, "version is %d: must be %d".formatted(version, VERSION));
    }
    int from = (int) reader.readVarint(0, MAX_CELLS, "number of the first cell");
    int position = reader.position();
    int length = reader.readCount(CELL_BYTES, "number of cells");
    if (length > MAX_CELLS - from) {
      throw reader.malformedAt(position, "there are no cells from " + MAX_CELLS + " on");
    }
    Cells cells = new Cells(key, from, from + length);
    for (int i = 0; i < cells.sums.length; i++) {
      cells.sums[i] = Elements.readOne(reader, "sums of cells");
    }
    reader.finish();
    return cells;
  }

  /** Equal cells of equal numbers, made with the same key. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Cells that
        && that.key == key
        && that.from == from
        && Arrays.equals(that.sums, sums);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sums);
  }

  @Override
  public String toString() {
    return "Cells[%d to %d]".formatted(from, to);
  }
}
