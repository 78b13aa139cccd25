package io.atoll.service;

import io.atoll.membership.Answering;
import io.atoll.membership.MemberState;
import io.atoll.ring.Member;

/**
 * One member as a node sees it.
 *
 * @param gossip what gossip says of it
 * @param answering whether it answers requests; of itself a node says that it does
 * @param clockAheadMs how far its clock is ahead of the node's, {@link #UNKNOWN_CLOCK} when unknown
 * @param keys keys it holds, all keyspaces and replicas together, as last gossiped; -1 when unknown
 * @param bytes bytes of those keys and their values; -1 when unknown
 * @param epoch the newest epoch it knows, 0 when unknown
 * @param refusesWrites whether its storage takes no writes, as last gossiped
 */
public record NodeStatus(
    Member member,
    MemberState gossip,
    Answering answering,
    long clockAheadMs,
    long keys,
    long bytes,
    long epoch,
    boolean refusesWrites) {
  public static final long UNKNOWN_CLOCK = Long.MIN_VALUE;

  /** What follows from both: whether requests are to be sent to it. */
  public MemberState state() {
    return answering.with(gossip);
  }
}
