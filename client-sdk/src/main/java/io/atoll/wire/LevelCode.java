package io.atoll.wire;

/**
 * How a request names its consistency level: 0 for the keyspace's default, 1 to 6 for those with a
 * name, {@value #COUNT} + n for n replicas.
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

  private LevelCode() {}

  /** Whether a code means something. */
  public static boolean isValid(int code) {
    return code >= DEFAULT && code <= ALL || code > COUNT && code <= COUNT + MAX_COUNT;
  }
}
