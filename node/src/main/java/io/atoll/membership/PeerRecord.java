package io.atoll.membership;

import io.atoll.env.ProtocolVersions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * All that one node knows and remembers of another, or of itself. What is known of liveness is the
 * standing (generation, incarnation, status); only {@link FailureDetector} changes it.
 */
final class PeerRecord {
  final long key;
  final ReplayWindow window = new ReplayWindow();
  Peer peer;

  /** Whether it is in our DC. */
  boolean local;

  /** Whether it is still one of the peers. */
  boolean current = true;

  /** 0: never heard of since this node started. */
  long generation;

  long incarnation;
  Status status = Status.ALIVE;

  /** Who declared it DOWN, while it is. */
  long declaredBy;

  /** While it is SUSPECT. */
  Suspicion suspicion;

  /** The generation that the heartbeat and the report belong to; 0: there is no report. */
  long reportGeneration;

  long heartbeat;
  long epoch;
  long keys;
  long bytes;

  /** Whether its storage takes no writes, as far as it was said. */
  boolean refusesWrites;

  /** Which versions it speaks, in that generation; both 0: not known. */
  int lowestVersion;

  int highestVersion;

  /** The number of the next datagram to it. */
  long nextSequence;

  /** How many times the update about it is still to be sent. */
  int retransmits;

  boolean queued;

  PeerRecord(Peer peer, boolean local, long nextSequence) {
    this.key = keyOf(peer.nodeId());
    this.peer = peer;
    this.local = local;
    this.nextSequence = nextSequence;
  }

  /** A node on the wire: the first eight bytes of SHA-256 of its name in UTF-8. */
  static long keyOf(String nodeId) {
    try {
      byte[] name = nodeId.getBytes(StandardCharsets.UTF_8);
      return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(name)).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  boolean usable() {
    return status.state != MemberState.DOWN;
  }

  /** Whether nothing is known of it yet, so that anybody knows better. */
  boolean unheard() {
    return generation == 0 && status == Status.ALIVE;
  }

  /** Below 0, 0, above 0: what is known here is older than, equal to, newer than a claim. */
  int compareStanding(Update claim) {
    return Update.compare(
        generation, incarnation, status, claim.generation, claim.incarnation, claim.status);
  }

  /** The same for the heartbeat alone. */
  int compareHeartbeat(Update claim) {
    return reportGeneration != claim.generation
        ? Long.compare(reportGeneration, claim.generation)
        : Long.compare(heartbeat, claim.heartbeat);
  }

  /**
   * The version in which it is spoken to: the highest common one, as far as is known. One that does
   * not answer may have come back as an older release, so it gets the lowest.
   */
  int versionFor(ProtocolVersions spoken) {
    int least = Math.max(spoken.lowest(), lowestVersion);
    int most = Math.min(spoken.highest(), highestVersion);
    return most < least ? spoken.lowest() : status == Status.ALIVE ? most : least;
  }

  SelfReport report() {
    return new SelfReport(epoch, keys, bytes, refusesWrites);
  }
}
