package io.atoll.membership;

import io.atoll.env.Address;

/**
 * What gossip wants done. Called from within the calls of {@link Gossip}, which must not be entered
 * again from here.
 */
public interface GossipOutput {
  /**
   * A datagram is to be sent, or lost.
   *
   * @param datagram at most {@link io.atoll.env.Datagrams#MAX_BYTES} bytes; owned by the callee
   */
  void send(Address to, byte[] datagram);

  /** The state in which this node sees another changed. */
  void changed(String nodeId, MemberState from, MemberState to);

  /** A newer report of another node arrived; those between it and the last may be missing. */
  void reported(String nodeId, SelfReport report);
}
