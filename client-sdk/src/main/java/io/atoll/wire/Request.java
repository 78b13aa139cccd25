package io.atoll.wire;

import java.util.List;

/** What a client asks of a node. Arrays are neither copied nor to be changed. */
public sealed interface Request {
  /**
   * What reads and writes have in common.
   *
   * @param keyspaceId from the {@link ClusterView}
   * @param level a {@link LevelCode}
   * @param sloppy whether a hint may stand in for a replica
   * @param timeoutMs how long it may take; 0 for the node's default
   */
  record Terms(int keyspaceId, int level, boolean sloppy, int timeoutMs) {}

  /**
   * One key to read.
   *
   * @param minContexts the answer must have seen all of these
   */
  record Reading(byte[] key, List<byte[]> minContexts) {}

  /**
   * One put or delete.
   *
   * @param contexts what the client had seen, which the write supersedes; none for a blind write
   * @param delete whether it is a delete; then content type and value are empty
   */
  record Writing(
      byte[] key, List<byte[]> contexts, boolean delete, String contentType, byte[] value) {}

  /** A read; answered by {@link Response.Values} or {@link Response.Failed}. */
  record Get(Terms terms, Reading reading) implements Request {}

  /** A put or delete; answered by {@link Response.Written} or {@link Response.Failed}. */
  record Write(Terms terms, Writing writing) implements Request {}

  /**
   * Reads on the same terms, each answered by itself as soon as it can be: item k under the number
   * of the request plus k.
   */
  record GetMany(Terms terms, List<Reading> readings) implements Request {}

  /** Writes on the same terms, numbered and answered like {@link GetMany}; one may fail alone. */
  record WriteMany(Terms terms, List<Writing> writings) implements Request {}

  /** What the cluster is; answered by {@link Response.View}. */
  record GetView() implements Request {}

  /** Whether anybody is there; answered by {@link Response.Pong}. */
  record Ping() implements Request {}
}
