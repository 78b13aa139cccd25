package io.atoll.replication;

/** What a node answers to another's {@link PeerRequest}. */
public sealed interface PeerReply {
  /** The epoch of the answerer's topology. */
  long epoch();

  /** The encoded state of a key. */
  record State(long epoch, byte[] siblings) implements PeerReply {}

  /**
   * A replica has the state on disk.
   *
   * @param member the replica's member number
   */
  record Acked(long epoch, int member) implements PeerReply {}

  /** The coordinated write is done. */
  record Wrote(long epoch, WriteResult result) implements PeerReply {}

  /**
   * The request was not fulfilled.
   *
   * @param member the replica that it failed on
   */
  record Failed(long epoch, int member, RequestFailure failure) implements PeerReply {}
}
