package io.atoll.ring;

import io.atoll.wire.LevelCode;

/** How many replicas, and where, must answer a request. */
public sealed interface ConsistencyLevel {
  /** Its {@link LevelCode}. */
  int code();

  /** So many replicas, wherever they are; 1 to {@link LevelCode#MAX_COUNT}. */
  record Count(int replicas) implements ConsistencyLevel {
    /** Levels up to this are kept, so that a request makes none. */
    private static final int KEPT = 64;

    private static final Count[] COMMON = new Count[KEPT + 1];

    static {
      for (int replicas = 1; replicas <= KEPT; replicas++) {
        COMMON[replicas] = new Count(replicas);
      }
    }

    public Count {
      if (replicas < 1 || replicas > LevelCode.MAX_COUNT) {
        throw new IllegalArgumentException(
            "a consistency level of %d replicas: must be 1 to %d"
                .formatted(replicas, LevelCode.MAX_COUNT));
      }
    }

    private static Count of(int replicas) {
      return replicas <= KEPT ? COMMON[replicas] : new Count(replicas);
    }

    @Override
    public int code() {
      return LevelCode.COUNT + replicas;
    }

    @Override
    public String toString() {
      return Integer.toString(replicas);
    }
  }

  /** The named levels. */
  enum Named implements ConsistencyLevel {
    /** One replica in any DC. */
    ONE(LevelCode.ONE),
    /** One replica in the coordinator's DC. */
    LOCAL_ONE(LevelCode.LOCAL_ONE),
    /** A majority of the replicas of all DCs together. */
    QUORUM(LevelCode.QUORUM),
    /** A majority of the replicas in the coordinator's DC. */
    LOCAL_QUORUM(LevelCode.LOCAL_QUORUM),
    /** A majority of the replicas in every DC. */
    EACH_QUORUM(LevelCode.EACH_QUORUM),
    /** Every replica. */
    ALL(LevelCode.ALL);

    private static final Named[] BY_CODE = new Named[LevelCode.ALL + 1];

    static {
      for (Named each : values()) {
        BY_CODE[each.code] = each;
      }
    }

    private final int code;

    Named(int code) {
      this.code = code;
    }

    @Override
    public int code() {
      return code;
    }

    @Override
    public String toString() {
      return LevelCode.text(code);
    }
  }

  /**
   * The level of a code, or null for {@link LevelCode#DEFAULT}.
   *
   * @param code a valid one
   */
  static ConsistencyLevel ofCode(int code) {
    return code > LevelCode.COUNT ? Count.of(code - LevelCode.COUNT) : Named.BY_CODE[code];
  }

  /**
   * Reads {@code one}, {@code local_one}, {@code quorum}, {@code local_quorum}, {@code
   * each_quorum}, {@code all} or a number.
   *
   * @throws IllegalArgumentException naming the text and what is allowed
   */
  static ConsistencyLevel parse(String text) {
    int code = LevelCode.parse(text);
    if (code == LevelCode.NONE) {
      throw new IllegalArgumentException(
          "%s is not a consistency level: must be %s"
              .formatted(Names.quoted(text), LevelCode.ALLOWED));
    }
    return ofCode(code);
  }
}
