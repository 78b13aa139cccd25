package io.atoll.replication;

/** What one node asks of another's replicas. */
public sealed interface PeerRequest {
  /** The epoch of the asker's topology. */
  long epoch();

  /** The state of one key on that replica, answered by {@link PeerReply.State}. */
  record Read(long epoch, int keyspaceId, byte[] key) implements PeerRequest {}

  /**
   * A state to merge into the replica's own, answered by {@link PeerReply.Acked} once it is on
   * disk.
   *
   * @param siblings the encoded state
   * @param spreadTo member numbers of replicas to pass it on to; each one's answer is passed back
   */
  record Merge(long epoch, int keyspaceId, byte[] key, byte[] siblings, int[] spreadTo)
      implements PeerRequest {}

  /**
   * A client's write that the asked replica is to coordinate, answered by {@link PeerReply.Wrote}.
   */
  record Coordinate(long epoch, WriteRequest write) implements PeerRequest {}
}
