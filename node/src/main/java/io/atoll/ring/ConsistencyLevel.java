package io.atoll.ring;

/** How many replicas, and where, must answer a request. */
public sealed interface ConsistencyLevel {
  /** So many replicas, wherever they are; 1 or more. */
  record Count(int replicas) implements ConsistencyLevel {
    @Override
    public String toString() {
      return Integer.toString(replicas);
    }
  }

  /** The named levels. */
  enum Named implements ConsistencyLevel {
    /** One replica in any DC. */
    ONE,
    /** One replica in the coordinator's DC. */
    LOCAL_ONE,
    /** A majority of the replicas of all DCs together. */
    QUORUM,
    /** A majority of the replicas in the coordinator's DC. */
    LOCAL_QUORUM,
    /** A majority of the replicas in every DC. */
    EACH_QUORUM,
    /** Every replica. */
    ALL;

    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /**
   * Reads {@code one}, {@code local_one}, {@code quorum}, {@code local_quorum}, {@code
   * each_quorum}, {@code all} or a number.
   *
   * @throws IllegalArgumentException naming the text and what is allowed
   */
  static ConsistencyLevel parse(String text) {
    for (Named named : Named.values()) {
      if (named.toString().equals(text)) {
        return named;
      }
    }
    if (text.matches("[1-9][0-9]{0,3}")) {
      return new Count(Integer.parseInt(text));
    }
    throw new IllegalArgumentException(
        "'%s' is no consistency level: one, local_one, quorum, local_quorum, each_quorum, all or a number from 1 is needed"
            .formatted(text));
  }
}
