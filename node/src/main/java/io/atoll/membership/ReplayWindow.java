package io.atoll.membership;

/**
 * Which datagrams of one sender were seen: (generation, sequence) must be new, and within 64 of the
 * newest, so that reordering is tolerated (the anti-replay window of IPsec, RFC 4303, section
 * 3.4.3, with a bit set of 64).
 *
 * <p>A restarted sender has a higher generation and begins a new window; its old life is refused
 * from then on. A restarted <em>receiver</em> has no window and takes old datagrams once. That is
 * harmless, because standings are ordered: what the old datagrams say of their sender is no newer
 * than what the cluster knows, so at worst the receiver considers a dead node alive until its own
 * probes, whose nonces nobody can have recorded, go unanswered.
 */
final class ReplayWindow {
  private static final int WIDTH = 64;

  private long generation;
  private long highest;
  private long seen;

  /** Whether this one is new; if so, it is not new a second time. */
  boolean accept(long senderGeneration, long sequence) {
    if (senderGeneration < generation) {
      return false;
    }
    if (senderGeneration > generation) {
      generation = senderGeneration;
      highest = sequence;
      seen = 1;
      return true;
    }
    if (sequence > highest) {
      long ahead = sequence - highest;
      seen = ahead >= WIDTH ? 1 : (seen << ahead) | 1;
      highest = sequence;
      return true;
    }
    long behind = highest - sequence;
    if (behind >= WIDTH || ((seen >>> behind) & 1) != 0) {
      return false;
    }
    seen |= 1L << behind;
    return true;
  }
}
