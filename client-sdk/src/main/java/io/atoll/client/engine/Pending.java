package io.atoll.client.engine;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.wire.Protocol;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.List;

/** A request that a node owes an answer to. It ends in exactly one of the two ways. */
abstract class Pending {
  /** About what a value takes beside its bytes. */
  private static final int VALUE_BYTES = 64;

  /** Its number on the connection. */
  long number;

  /** When it was sent. */
  final long sentNanos;

  /** What came of its answer before the last frame; null where the answer is one frame. */
  private List<Response.Value> early;

  private long earlyBytes;

  Pending(long sentNanos) {
    this.sentNanos = sentNanos;
  }

  /**
   * The answer came.
   *
   * @throws MalformedBytesException when it answers something else
   */
  abstract void answered(Response response, long nowNanos);

  /**
   * No answer will come.
   *
   * @param written whether the request may have reached the node
   */
  abstract void lost(String reason, boolean written);

  /**
   * Some values of the answer came, and more do.
   *
   * @throws MalformedBytesException when they are too many
   */
  final void gather(Response.SomeValues some) {
    if (early == null) {
      early = new ArrayList<>();
    }
    for (Response.Value value : some.values()) {
      earlyBytes += VALUE_BYTES + value.value().length;
    }
    if (earlyBytes > Protocol.MAX_SOME_VALUES_BYTES) {
      early = null;
      throw new MalformedBytesException(
          "an answer has more than %d bytes of values".formatted(Protocol.MAX_SOME_VALUES_BYTES));
    }
    early.addAll(some.values());
  }

  /** The last frame of an answer together with what came before it. */
  final Response whole(Response last) {
    if (early == null || !(last instanceof Response.Values values)) {
      return last;
    }
    early.addAll(values.values());
    return new Response.Values(
        values.epoch(), values.outcome(), values.context(), values.deleted(), early);
  }

  /** Whether nobody waits for the answer any more, and has not for a long time. */
  boolean isForgotten(long nowNanos) {
    return false;
  }
}
