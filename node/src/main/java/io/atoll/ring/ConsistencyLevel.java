package io.atoll.ring;

import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How many replicas, and where, must answer a request. */
public sealed interface ConsistencyLevel {
  /** The largest number that a request may ask for. */
  int MAX_COUNT = 9999;

  /** So many replicas, wherever they are; 1 to {@link #MAX_COUNT}. */
  record Count(int replicas) implements ConsistencyLevel {
    public Count {
      if (replicas < 1 || replicas > MAX_COUNT) {
        throw new IllegalArgumentException(
            "%d replicas are no consistency level: 1 to %d are needed"
                .formatted(replicas, MAX_COUNT));
      }
    }

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

    private static final Map<String, Named> BY_TEXT =
        Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(Named::toString, Function.identity()));

    private final String text = name().toLowerCase(Locale.ROOT);

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Reads {@code one}, {@code local_one}, {@code quorum}, {@code local_quorum}, {@code
   * each_quorum}, {@code all} or a number.
   *
   * @throws IllegalArgumentException naming the text and what is allowed
   */
  static ConsistencyLevel parse(String text) {
    Named named = Named.BY_TEXT.get(text);
    if (named != null) {
      return named;
    }
    int count = 0;
    boolean number = !text.isEmpty() && text.length() <= 4 && text.charAt(0) != '0';
    for (int i = 0; number && i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      number = digit >= 0 && digit <= 9;
      count = 10 * count + digit;
    }
    if (number) {
      return new Count(count);
    }
    throw new IllegalArgumentException(
        "%s is no consistency level: one, local_one, quorum, local_quorum, each_quorum, all or a number from 1 to %d is needed"
            .formatted(Names.quoted(text), MAX_COUNT));
  }
}
