package io.atoll.hints;

/**
 * Where a node keeps what it has to bring a member: in a space of its own, which the store knows by
 * a negative number where keyspaces have theirs. Keyspaces are numbered from 0, members too.
 */
public final class HintSpace {
  private HintSpace() {}

  /** The space of a member, by its number. */
  public static int of(int member) {
    return -1 - member;
  }

  /** Whether a number is that of a space of hints, and not of a keyspace. */
  public static boolean isOne(int keyspaceId) {
    return keyspaceId < 0;
  }

  /** Whose space it is. */
  public static int member(int space) {
    return -1 - space;
  }
}
