package io.atoll.membership;

/** The counters behind {@link GossipStats}, one set per node. */
final class Counters {
  long sent;
  long sentBytes;
  long received;
  long receivedBytes;
  long forged;
  long replayed;
  long malformed;
  long otherVersion;
  long unknownSender;
  long misdirected;
  long suspicions;
  long refutations;
  long condemned;
  long failedProbes;
  long pauses;

  GossipStats snapshot(int commonVersion, int health) {
    return new GossipStats(
        sent,
        sentBytes,
        received,
        receivedBytes,
        forged,
        replayed,
        malformed,
        otherVersion,
        unknownSender,
        misdirected,
        suspicions,
        refutations,
        condemned,
        failedProbes,
        pauses,
        commonVersion,
        health);
  }
}
