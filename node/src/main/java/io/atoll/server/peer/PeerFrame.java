package io.atoll.server.peer;

import io.atoll.replication.PeerReply;
import io.atoll.replication.PeerRequest;

/** One frame on a peer link. */
sealed interface PeerFrame {
  /**
   * A question.
   *
   * @param call number of the call, given by who asks, unique on its loop while the call lasts
   * @param sender member number of who asks
   */
  record Question(long call, int sender, PeerRequest request) implements PeerFrame {}

  /** An answer to a call. */
  record Answer(long call, PeerReply reply) implements PeerFrame {}

  /**
   * A message of the topology log, which wants no answer.
   *
   * @param message encoded by {@code io.atoll.consensus}
   */
  record TopologyMessage(byte[] message) implements PeerFrame {}
}
