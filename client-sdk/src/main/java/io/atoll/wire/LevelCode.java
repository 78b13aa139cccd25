package io.atoll.wire;

import java.util.List;

/**
 * How a consistency level is written, in bytes and as text: 0 for the keyspace's default, 1 to 6
 * for the named ones, {@value #COUNT} + n for n replicas. The one table of both; requests, views,
 * peer frames and the topology use it.
 */
public final class LevelCode {
  public static final int DEFAULT = 0;
  public static final int ONE = 1;
  public static final int LOCAL_ONE = 2;
  public static final int QUORUM = 3;
  public static final int LOCAL_QUORUM = 4;
  public static final int EACH_QUORUM = 5;
  public static final int ALL = 6;

  /** Added to a number of replicas. */
  public static final int COUNT = 16;

  /** Largest number of replicas that can be asked for. */
  public static final int MAX_COUNT = 9999;

  /** The largest code. */
  public static final int MAX = COUNT + MAX_COUNT;

  /** What {@link #parse} answers for a text that is not a level. */
  public static final int NONE = -1;

  /** What a text may be, for messages: "must be ...". */
  public static final String ALLOWED =
      "one, local_one, quorum, local_quorum, each_quorum, all or a number from 1 to " + MAX_COUNT;

  private static final int MAX_DIGITS = 4;

  /** In the order of their codes, from {@link #ONE}. */
  private static final List<String> NAMES =
      List.of("one", "local_one", "quorum", "local_quorum", "each_quorum", "all");

  private LevelCode() {}

  /** Whether a code means something. */
  public static boolean isValid(int code) {
    return code >= DEFAULT && code <= ALL || code > COUNT && code <= MAX;
  }

  /**
   * The text of a level, as {@link #parse} reads it.
   *
   * @param code a valid one, but for {@link #DEFAULT}
   */
  public static String text(int code) {
    return code > COUNT ? Integer.toString(code - COUNT) : NAMES.get(code - ONE);
  }

  /** The code of a text, or {@link #NONE}. */
  public static int parse(String text) {
    int named = NAMES.indexOf(text);
    if (named >= 0) {
      return ONE + named;
    }
    if (text.isEmpty() || text.length() > MAX_DIGITS || text.charAt(0) == '0') {
      return NONE;
    }
    int count = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return NONE;
      }
      count = 10 * count + digit;
    }
    return COUNT + count;
  }
}
