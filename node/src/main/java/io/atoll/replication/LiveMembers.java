package io.atoll.replication;

/** Which members are considered alive. */
public interface LiveMembers {
  /** Whether a member, by its number, is not considered down. */
  boolean alive(int member);
}
