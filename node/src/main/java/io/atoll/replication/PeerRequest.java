package io.atoll.replication;

/** What one node asks of another's replicas. */
public sealed interface PeerRequest {
  /** The epoch of the asker's topology. */
  long epoch();

  /** The encoded state of one key on that replica. */
  record Read(long epoch, int keyspaceId, byte[] key) implements PeerRequest {}

  /**
   * A state to apply to the replica's own, answered once it is on disk.
   *
   * @param siblings the encoded state
   * @param forwardTo member numbers of replicas to forward it to; each one's answer is passed back
   */
  record Apply(long epoch, int keyspaceId, byte[] key, byte[] siblings, int[] forwardTo)
      implements PeerRequest {}

  /** A client's write that the asked replica is to coordinate. */
  record Coordinate(long epoch, WriteRequest write) implements PeerRequest {}
}
