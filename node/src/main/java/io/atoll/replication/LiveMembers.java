package io.atoll.replication;

/** Who is believed to live. */
public interface LiveMembers {
  /** Whether a member, by its number, is not considered down. */
  boolean alive(int member);
}
