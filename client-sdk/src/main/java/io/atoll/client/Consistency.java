package io.atoll.client;

import io.atoll.wire.LevelCode;
import java.util.List;
import java.util.Locale;

/**
 * How many replicas, and where, must answer a request. A write and a later read see each other when
 * their levels overlap (R + W &gt; N), as {@link #QUORUM} and {@link #QUORUM} do.
 *
 * <p>"Local" is the datacenter of the node that serves the request: the client's own while that has
 * nodes that answer, otherwise the fallback the client turned to.
 */
public final class Consistency {
  /** What the keyspace is defined with. */
  public static final Consistency KEYSPACE_DEFAULT = new Consistency(LevelCode.DEFAULT);

  /** Any one replica. */
  public static final Consistency ONE = new Consistency(LevelCode.ONE);

  /** One replica in the local DC. */
  public static final Consistency LOCAL_ONE = new Consistency(LevelCode.LOCAL_ONE);

  /** A majority of all replicas. */
  public static final Consistency QUORUM = new Consistency(LevelCode.QUORUM);

  /** A majority of the replicas in the local DC. */
  public static final Consistency LOCAL_QUORUM = new Consistency(LevelCode.LOCAL_QUORUM);

  /** A majority of the replicas in every DC. */
  public static final Consistency EACH_QUORUM = new Consistency(LevelCode.EACH_QUORUM);

  /** Every replica. */
  public static final Consistency ALL = new Consistency(LevelCode.ALL);

  /** By their codes. */
  private static final List<Consistency> NAMED =
      List.of(KEYSPACE_DEFAULT, ONE, LOCAL_ONE, QUORUM, LOCAL_QUORUM, EACH_QUORUM, ALL);

  private final int code;

  private Consistency(int code) {
    this.code = code;
  }

  /**
   * So many replicas, wherever they are.
   *
   * @param count 1 to 9,999
   */
  public static Consistency replicas(int count) {
    if (count < 1 || count > LevelCode.MAX_COUNT) {
      throw new IllegalArgumentException(
          "count is %d; it must be 1 to %d".formatted(count, LevelCode.MAX_COUNT));
    }
    return new Consistency(LevelCode.COUNT + count);
  }

  /**
   * Reads {@code one}, {@code local_one}, {@code quorum}, {@code local_quorum}, {@code
   * each_quorum}, {@code all}, or a number.
   *
   * @throws IllegalArgumentException naming the text and what is possible
   */
  public static Consistency parse(String text) {
    int code = LevelCode.parse(text.toLowerCase(Locale.ROOT));
    if (code == LevelCode.NONE) {
      throw new IllegalArgumentException(
          "'%s' is not a consistency level: must be %s".formatted(text, LevelCode.ALLOWED));
    }
    return code <= LevelCode.ALL ? NAMED.get(code) : new Consistency(code);
  }

  /** Its {@link LevelCode}. */
  public int code() {
    return code;
  }

  @Override
  public boolean equals(Object object) {
    return object instanceof Consistency other && code == other.code;
  }

  @Override
  public int hashCode() {
    return code;
  }

  /** As {@link #parse} reads it. */
  @Override
  public String toString() {
    return code == LevelCode.DEFAULT ? "keyspace default" : LevelCode.text(code);
  }
}
