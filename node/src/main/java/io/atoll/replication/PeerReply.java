package io.atoll.replication;

/**
 * What a node answers to another's {@link PeerRequest}.
 *
 * @param <T> what was asked for
 */
public sealed interface PeerReply<T> {
  /** The epoch of the answerer's topology. */
  long epoch();

  /** Member number of the replica that this is the word of. */
  int member();

  /**
   * The request was fulfilled.
   *
   * @param value what was asked for
   */
  record Done<T>(long epoch, int member, T value) implements PeerReply<T> {}

  /** The request was not fulfilled. */
  record Failed<T>(long epoch, int member, RequestFailure failure) implements PeerReply<T> {}
}
