package io.atoll.service;

import io.atoll.membership.Answering;

/** What a node knows of a peer from asking it, beside gossip. */
interface PeerSight {
  /** Nobody was asked anything. */
  PeerSight NONE =
      new PeerSight() {
        @Override
        public Answering answering(int member) {
          return Answering.UNKNOWN;
        }

        @Override
        public long clockAheadMs(int member) {
          return NodeStatus.UNKNOWN_CLOCK;
        }
      };

  /** Whether it answers requests. */
  Answering answering(int member);

  /**
   * How far its clock is ahead of this node's, in milliseconds; {@link NodeStatus#UNKNOWN_CLOCK}
   * when nobody knows.
   */
  long clockAheadMs(int member);
}
