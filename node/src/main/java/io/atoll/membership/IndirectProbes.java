package io.atoll.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The pings that this node sends for others: it passes the answer on, or says with a NACK that it
 * tried.
 */
final class IndirectProbes {
  /** Requests beyond this many at once are ignored: the asker has other helpers. */
  private static final int MAX_OPEN = 256;

  private final Outbox outbox;
  private final GossipSettings settings;
  private final RandomGenerator random;
  private final List<Relay> open = new ArrayList<>();

  private record Relay(
      PeerRecord asker, int askersNonce, PeerRecord target, int nonce, long deadlineMs) {}

  IndirectProbes(Outbox outbox, GossipSettings settings, RandomGenerator random) {
    this.outbox = outbox;
    this.settings = settings;
    this.random = random;
  }

  void requested(PeerRecord asker, int askersNonce, PeerRecord target, long nowMs) {
    if (open.size() == MAX_OPEN) {
      return;
    }
    int nonce = random.nextInt() | Prober.NONCE_BIT;
    GossipSettings.Timing timing = target.local ? settings.lan() : settings.wan();
    open.add(new Relay(asker, askersNonce, target, nonce, nowMs + timing.retryMs()));
    outbox.ping(target, nonce);
  }

  /** An ACK came; nothing happens when it is no answer to a relayed ping. */
  void answered(int nonce) {
    for (int i = 0; i < open.size(); i++) {
      Relay relay = open.get(i);
      if (relay.nonce == nonce) {
        open.remove(i);
        outbox.ackOf(relay.target, relay.asker, relay.askersNonce);
        return;
      }
    }
  }

  void tick(long nowMs) {
    for (int i = open.size() - 1; i >= 0; i--) {
      Relay relay = open.get(i);
      if (nowMs >= relay.deadlineMs) {
        open.remove(i);
        outbox.nack(relay.asker, relay.askersNonce);
      }
    }
  }

  void peersChanged() {
    open.removeIf(relay -> !relay.asker.current || !relay.target.current);
  }

  /** The node slept: those that asked have long given up. */
  void woke() {
    open.clear();
  }
}
