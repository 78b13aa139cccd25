package io.atoll.client.engine;

import io.atoll.wire.Response;

/** A request that a node owes an answer to. It ends in exactly one of the two ways. */
abstract class Pending {
  /** Its number on the connection. */
  long number;

  /** When it was sent. */
  final long sentNanos;

  Pending(long sentNanos) {
    this.sentNanos = sentNanos;
  }

  /**
   * The answer came.
   *
   * @throws io.atoll.bytes.MalformedBytesException when it answers something else
   */
  abstract void answered(Response response, long nowNanos);

  /**
   * No answer will come.
   *
   * @param written whether the request may have reached the node
   */
  abstract void lost(String reason, boolean written);

  /** Whether nobody waits for the answer any more, and has not for a long time. */
  boolean isForgotten(long nowNanos) {
    return false;
  }
}
