package io.atoll.client.engine;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.wire.Response;

/** One sending of a request to one node. It may outlive its request, until the node answers. */
final class Attempt extends Pending {
  private static final long FORGOTTEN_NANOS = 10_000_000_000L;

  final Call call;
  final NodeLink link;

  /** The attempt before, null for the first. */
  final Attempt earlier;

  /** Whether it was made because an earlier one was slow. */
  final boolean hedge;

  boolean ended;

  Attempt(Call call, NodeLink link, boolean hedge, long nowNanos) {
    super(nowNanos);
    this.call = call;
    this.link = link;
    this.earlier = call.lastAttempt;
    this.hedge = hedge;
  }

  @Override
  void answered(Response response, long nowNanos) {
    ended = true;
    boolean failed = response instanceof Response.Failed;
    if (!failed && !call.isAnsweredBy(response)) {
      call.dispatcher.lost(this, "it answered something else", true);
      throw new MalformedBytesException(
          "request %d is answered by %s".formatted(number, response.getClass().getSimpleName()));
    }
    call.dispatcher.answered(this, response, nowNanos);
  }

  @Override
  void lost(String reason, boolean written) {
    ended = true;
    call.dispatcher.lost(this, reason, written);
  }

  @Override
  boolean isForgotten(long nowNanos) {
    return call.hasEnded() && nowNanos - call.deadlineNanos > FORGOTTEN_NANOS;
  }
}
