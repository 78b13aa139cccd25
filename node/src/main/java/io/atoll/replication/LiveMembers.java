package io.atoll.replication;

/** Which members are considered alive, and which of them take writes. */
public interface LiveMembers {
  /** Whether a member, by its number, is not considered down. */
  boolean alive(int member);

  /** Whether the storage of a member, by its number, takes writes, as far as is known. */
  default boolean takesWrites(int member) {
    return true;
  }
}
