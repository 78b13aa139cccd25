package io.atoll.wire;

import java.util.List;

/** What a node sends to a client. Arrays are neither copied nor to be changed. */
public sealed interface Response {
  /**
   * Said once by the node, first of all.
   *
   * @param clusterName the cluster that the node belongs to
   * @param nodeId its name
   * @param dc its datacenter
   * @param epoch the newest epoch that it knows
   * @param loop the event loop that this connection is on
   * @param loops how many it has
   * @param storageShards partition p belongs to shard p mod this, and that to the loop of that
   *     number mod {@code loops}
   * @param maxInFlight requests of this connection that it works on at once; it stops reading when
   *     there are more
   * @param maxKeyBytes longest key
   * @param maxValueBytes largest value
   */
  record Welcome(
      String clusterName,
      String nodeId,
      String dc,
      long epoch,
      int loop,
      int loops,
      int storageShards,
      int maxInFlight,
      int maxKeyBytes,
      int maxValueBytes)
      implements Response {}

  /** One of the values of a key. */
  record Value(String contentType, byte[] value) {}

  /**
   * What a read found.
   *
   * @param epoch the newest epoch that the node knows
   * @param context stands for all that was seen; empty for a key never written
   * @param deleted whether the key was deleted, perhaps beside values that nobody has seen
   * @param values none for an absent key, more than one for siblings
   */
  record Values(long epoch, Outcome outcome, byte[] context, boolean deleted, List<Value> values)
      implements Response {}

  /**
   * The first values of an answer that is too long for one frame; more may come, and at last {@link
   * Values} with the rest of it.
   */
  record SomeValues(List<Value> values) implements Response {}

  /**
   * A write is where its level wanted it.
   *
   * @param context what the client has seen now: the contexts it sent and its own write
   */
  record Written(long epoch, Outcome outcome, byte[] context) implements Response {}

  /** A request failed; the message is for a person. */
  record Failed(long epoch, Outcome outcome, FailureCode code, String message)
      implements Response {}

  /** What the cluster is, as {@link ClusterView} reads it. */
  record View(byte[] encoded) implements Response {}

  /** Somebody is there. */
  record Pong() implements Response {}

  /**
   * The node takes no more requests on this connection; those under way are answered when {@code
   * reason} is {@link Reason#LEAVING}, otherwise it closes at once.
   */
  record GoAway(Reason reason, String message) implements Response {}

  /** Why a node gives up a connection. */
  enum Reason {
    /** It stops. */
    LEAVING,
    /** What came is no message. */
    MALFORMED,
    /** It has too many connections. */
    CROWDED,
    /** Its answers were not read for too long. */
    NOT_READING,
    /** Nothing was asked for too long, or a frame did not end. */
    IDLE
  }
}
