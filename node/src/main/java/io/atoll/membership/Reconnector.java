package io.atoll.membership;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Checks whether nodes that are DOWN are back: it pings them now and then, and the ping says in
 * which state they are considered to be, so that they refute. All nodes together probe one about
 * {@link GossipSettings#reconnectsPerSecond} times a second, so that a dead node costs a large
 * cluster little, and a healed partition is found within a second or two.
 */
final class Reconnector {
  private static final double MOST_PER_SECOND = 2;

  private final MemberTable members;
  private final FailureDetector failureDetector;
  private final Outbox outbox;
  private final RandomGenerator random;
  private final int reconnectsPerSecond;
  private double due;
  private long lastMs;

  Reconnector(
      MemberTable members,
      FailureDetector failureDetector,
      Outbox outbox,
      RandomGenerator random,
      int reconnectsPerSecond) {
    this.members = members;
    this.failureDetector = failureDetector;
    this.outbox = outbox;
    this.random = random;
    this.reconnectsPerSecond = reconnectsPerSecond;
  }

  void tick(long nowMs) {
    List<PeerRecord> down = failureDetector.down();
    long elapsedMs = nowMs - lastMs;
    lastMs = nowMs;
    if (down.isEmpty()) {
      // A random start keeps nodes that declare it down together from probing together.
      due = random.nextDouble();
      return;
    }
    double share = (double) down.size() * reconnectsPerSecond / members.size();
    double perSecond = Math.min(Math.min(share, down.size()), MOST_PER_SECOND);
    due += perSecond * elapsedMs / 1_000;
    if (due >= 1) {
      due -= 1;
      outbox.ping(down.get(random.nextInt(down.size())), 0);
    }
  }
}
