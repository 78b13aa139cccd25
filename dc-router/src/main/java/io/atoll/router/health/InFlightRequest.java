package io.atoll.router.health;

/**
 * One request at one node, from before it is sent until its end is known. It ends exactly once, by
 * one of {@link #answered}, {@link #failed} and {@link #abandoned}. Used by one thread.
 */
public final class InFlightRequest {
  /** Who sent it. */
  @FunctionalInterface
  public interface Owner {
    /** The node that owes the answer is considered down now. It may still answer. */
    void nodeIsDown(long nowNanos);
  }

  private final DcHealth dc;
  private final NodeHealth node;
  private final Owner owner;
  private final long sentNanos;
  private final int nodePermit;
  private final int dcPermit;
  private boolean ended;

  InFlightRequest(DcHealth dc, NodeHealth node, Owner owner, long nowNanos) {
    this.dc = dc;
    this.node = node;
    this.owner = owner;
    this.sentNanos = nowNanos;
    this.nodePermit = node.sent(this, nowNanos);
    this.dcPermit = dc.breaker().sent(nowNanos);
  }

  public DcHealth dc() {
    return dc;
  }

  public NodeHealth node() {
    return node;
  }

  /**
   * The node answered, whatever it said.
   *
   * @param read whether it was a read, whose latency says when to ask elsewhere too
   */
  public void answered(long nowNanos, boolean read) {
    if (end()) {
      long latencyNanos = nowNanos - sentNanos;
      node.answered(this, nodePermit, nowNanos, latencyNanos);
      dc.breaker().succeeded(dcPermit, nowNanos);
      if (read) {
        dc.readLatency().add(latencyNanos);
      }
    }
  }

  /** It could not be reached, broke off, or owed an answer for longer than anything may take. */
  public void failed(long nowNanos, String reason) {
    if (end()) {
      node.failed(this, nodePermit, nowNanos, reason);
      dc.breaker().failed(dcPermit, nowNanos, reason);
    }
  }

  /** Nobody waits any more, and that is not the node's fault. */
  public void abandoned() {
    if (end()) {
      node.abandoned(this, nodePermit);
      dc.breaker().abandoned(dcPermit);
    }
  }

  void nodeIsDown(long nowNanos) {
    owner.nodeIsDown(nowNanos);
  }

  private boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }
}
