package io.atoll.replication;

/** Who is believed to live. */
public interface LiveMembers {
  /** Whether a member, by its number, is not taken for dead. */
  boolean alive(int member);
}
