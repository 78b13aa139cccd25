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
  public static final Consistency KEYSPACE_DEFAULT =
      new Consistency(LevelCode.DEFAULT, "keyspace default");

  /** Any one replica. */
  public static final Consistency ONE = new Consistency(LevelCode.ONE, "one");

  /** One replica in the local DC. */
  public static final Consistency LOCAL_ONE = new Consistency(LevelCode.LOCAL_ONE, "local_one");

  /** A majority of all replicas. */
  public static final Consistency QUORUM = new Consistency(LevelCode.QUORUM, "quorum");

  /** A majority of the replicas in the local DC. */
  public static final Consistency LOCAL_QUORUM =
      new Consistency(LevelCode.LOCAL_QUORUM, "local_quorum");

  /** A majority of the replicas in every DC. */
  public static final Consistency EACH_QUORUM =
      new Consistency(LevelCode.EACH_QUORUM, "each_quorum");

  /** Every replica. */
  public static final Consistency ALL = new Consistency(LevelCode.ALL, "all");

  private static final List<Consistency> NAMED =
      List.of(ONE, LOCAL_ONE, QUORUM, LOCAL_QUORUM, EACH_QUORUM, ALL);

  private final int code;
  private final String text;

  private Consistency(int code, String text) {
    this.code = code;
    this.text = text;
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
    return new Consistency(LevelCode.COUNT + count, Integer.toString(count));
  }

  /**
   * Reads {@code one}, {@code local_one}, {@code quorum}, {@code local_quorum}, {@code
   * each_quorum}, {@code all}, or a number.
   *
   * @throws IllegalArgumentException naming the text and what is possible
   */
  public static Consistency parse(String text) {
    String wanted = text.toLowerCase(Locale.ROOT);
    for (Consistency each : NAMED) {
      if (each.text.equals(wanted)) {
        return each;
      }
    }
    if (wanted.matches("[1-9][0-9]{0,3}")) {
      return replicas(Integer.parseInt(wanted));
    }
    throw new IllegalArgumentException(
        "'%s' is no consistency level; possible are one, local_one, quorum, local_quorum, each_quorum, all, or 1 to %d"
            .formatted(text, LevelCode.MAX_COUNT));
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
    return text;
  }
}
