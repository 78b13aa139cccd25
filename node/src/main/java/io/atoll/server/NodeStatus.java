package io.atoll.server;

import io.atoll.ring.Member;

/**
 * One member as a node believes it to be.
 *
 * @param keys keys it holds, all keyspaces and replicas together, as last gossiped; -1 when unknown
 * @param bytes bytes of those keys and their values; -1 when unknown
 * @param epoch the newest epoch it knows, 0 when unknown
 */
public record NodeStatus(Member member, State state, long keys, long bytes, long epoch) {
  /** What is believed of its life. */
  public enum State {
    /** It answers. */
    ALIVE,
    /** It has not answered for a while and may still refute. */
    SUSPECT,
    /** It is taken for dead and is not asked. */
    DOWN
  }
}
