package io.atoll.server.binary;

import io.atoll.ring.ConsistencyLevel;
import io.atoll.wire.LevelCode;

/** Consistency levels by their code on the wire, and back. */
final class LevelOfCode {
  private static final int KEPT = 64;
  private static final ConsistencyLevel[] COUNTS = new ConsistencyLevel[KEPT + 1];

  static {
    for (int replicas = 1; replicas <= KEPT; replicas++) {
      COUNTS[replicas] = new ConsistencyLevel.Count(replicas);
    }
  }

  private LevelOfCode() {}

  /**
   * The level, or null for the keyspace's default.
   *
   * @param code a valid one
   */
  static ConsistencyLevel level(int code) {
    return switch (code) {
      case LevelCode.DEFAULT -> null;
      case LevelCode.ONE -> ConsistencyLevel.Named.ONE;
      case LevelCode.LOCAL_ONE -> ConsistencyLevel.Named.LOCAL_ONE;
      case LevelCode.QUORUM -> ConsistencyLevel.Named.QUORUM;
      case LevelCode.LOCAL_QUORUM -> ConsistencyLevel.Named.LOCAL_QUORUM;
      case LevelCode.EACH_QUORUM -> ConsistencyLevel.Named.EACH_QUORUM;
      case LevelCode.ALL -> ConsistencyLevel.Named.ALL;
      default -> {
        int replicas = code - LevelCode.COUNT;
        yield replicas <= KEPT ? COUNTS[replicas] : new ConsistencyLevel.Count(replicas);
      }
    };
  }

  static int code(ConsistencyLevel level) {
    return switch (level) {
      case ConsistencyLevel.Count count -> LevelCode.COUNT + count.replicas();
      case ConsistencyLevel.Named named ->
          switch (named) {
            case ONE -> LevelCode.ONE;
            case LOCAL_ONE -> LevelCode.LOCAL_ONE;
            case QUORUM -> LevelCode.QUORUM;
            case LOCAL_QUORUM -> LevelCode.LOCAL_QUORUM;
            case EACH_QUORUM -> LevelCode.EACH_QUORUM;
            case ALL -> LevelCode.ALL;
          };
    };
  }
}
