package io.atoll.runtime;

import io.atoll.env.Clock;
import io.atoll.env.Entropy;
import io.atoll.env.NodeCredentials;
import io.atoll.resilience.ByteBudget;
import java.util.concurrent.ConcurrentHashMap;

/** What the loops of one node's transport share. Callable from any thread. */
final class Transport {
  private final Handshake.Identity identity;
  private final LinkSettings settings;
  private final TransportStats stats;
  private final ByteBudget memory;
  private final Clock clock;
  private final Entropy entropy;
  private final FailureLog inboundLog;
  private final ConcurrentHashMap<String, FailureLog> outboundLogs = new ConcurrentHashMap<>();

  Transport(RuntimeSettings settings, TransportStats stats, Clock clock, Entropy entropy) {
    NodeCredentials credentials = settings.credentials();
    this.identity =
        new Handshake.Identity(
            credentials.nodeId(),
            credentials.clusterName(),
            new HandshakeKey(credentials.secret()),
            settings.peering().greeting(),
            settings.peering().versions());
    this.settings = settings.peering().links();
    this.stats = stats;
    this.memory = settings.peering().memory();
    this.clock = clock;
    this.entropy = entropy;
    this.inboundLog = new FailureLog(identity.nodeId(), clock);
  }

  Handshake.Identity identity() {
    return identity;
  }

  LinkSettings settings() {
    return settings;
  }

  TransportStats stats() {
    return stats;
  }

  /** For what waits for peers. */
  ByteBudget memory() {
    return memory;
  }

  Clock clock() {
    return clock;
  }

  /** How long to pause after so many failures in a row. */
  long pauseMs(int failures) {
    return settings.backoff().pauseMs(failures, entropy.nextLong());
  }

  byte[] newNonce() {
    byte[] nonce = new byte[HandshakeMessage.NONCE_BYTES];
    entropy.nextBytes(nonce);
    return nonce;
  }

  /** The log of connections that others open. */
  FailureLog inboundLog() {
    return inboundLog;
  }

  /** The log of the links to one peer, which the links of all loops share. */
  FailureLog outboundLog(String peerId) {
    return outboundLogs.computeIfAbsent(
        peerId, ignored -> new FailureLog(identity.nodeId(), clock));
  }
}
