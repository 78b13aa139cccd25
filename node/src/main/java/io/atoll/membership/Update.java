package io.atoll.membership;

/**
 * One claim about one node, as it travels: a flyweight that the decoder fills again and again.
 * Digest lines are updates without report and accusers.
 */
final class Update {
  /** How many accusers one claim can name. */
  static final int MAX_ACCUSERS = 4;

  long subject;
  long generation;
  long incarnation;
  Status status = Status.ALIVE;

  /** Whether heartbeat and report are there; a digest line has the heartbeat in any case. */
  boolean reported;

  long heartbeat;
  long epoch;
  long keys;
  long bytes;

  /** Whether it is said whether its storage takes writes; and that it does not. */
  boolean conditionSaid;

  boolean refusesWrites;

  /** Which versions of the protocol the subject speaks; both 0 where that is not said. */
  int lowestVersion;

  int highestVersion;

  /** Who suspects (SUSPECT), or who declared it down (DOWN). */
  final long[] accusers = new long[MAX_ACCUSERS];

  int accuserCount;

  /** Below 0, 0, above 0: the first standing is older than, equal to, newer than the second. */
  static int compare(
      long generation,
      long incarnation,
      Status status,
      long otherGeneration,
      long otherIncarnation,
      Status otherStatus) {
    if (generation != otherGeneration) {
      return Long.compare(generation, otherGeneration);
    }
    if (incarnation != otherIncarnation) {
      return Long.compare(incarnation, otherIncarnation);
    }
    return status.compareTo(otherStatus);
  }
}
