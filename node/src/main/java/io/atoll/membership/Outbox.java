package io.atoll.membership;

import io.atoll.env.ProtocolVersions;
import java.util.Arrays;

/**
 * Builds one datagram at a time: {@code begin}, the body, {@code finish}, in the highest version
 * that its recipient is known to speak, and while that is not known in our lowest. Every datagram
 * carries the sender's own standing and report, and what room is left carries updates. To a node
 * that is not considered alive the first update says just that, so that it can refute (the buddy
 * system of Lifeguard, section IV-C).
 */
final class Outbox {
  private final MemberTable members;
  private final BroadcastQueue broadcasts;
  private final DatagramSeal seal;
  private final GossipOutput output;
  private final GossipStats.Tally tally;
  private final DatagramWriter writer;

  private final ProtocolVersions spoken;
  private PeerRecord recipient;
  private int version;
  private int updateCountAt;
  private int updateCount;

  Outbox(
      ProtocolVersions spoken,
      MemberTable members,
      BroadcastQueue broadcasts,
      DatagramSeal seal,
      GossipOutput output,
      GossipStats.Tally tally) {
    this.spoken = spoken;
    this.members = members;
    this.broadcasts = broadcasts;
    this.seal = seal;
    this.output = output;
    this.tally = tally;
    this.writer = new DatagramWriter(seal.tagBytes());
  }

  void ping(PeerRecord to, int nonce) {
    nonced(to, MessageKind.PING, nonce);
  }

  void nack(PeerRecord to, int nonce) {
    nonced(to, MessageKind.NACK, nonce);
  }

  void ack(PeerRecord to, int nonce) {
    nonced(to, MessageKind.ACK, nonce);
  }

  /** Passes on that the subject answered, with what it said of itself. */
  void ackOf(PeerRecord subject, PeerRecord to, int nonce) {
    begin(to, MessageKind.ACK).putInt(nonce);
    beginUpdates();
    tryUpdate(subject);
    finish();
  }

  void pingRequest(PeerRecord to, int nonce, PeerRecord target) {
    DatagramWriter body = begin(to, MessageKind.PING_REQUEST);
    body.putInt(nonce);
    body.putLong(target.key);
    beginUpdates();
    finish();
  }

  void updates(PeerRecord to) {
    begin(to, MessageKind.UPDATES);
    beginUpdates();
    finish();
  }

  /** Sends what this node says of itself now, whether or not it is new. */
  void updateOfSelf(PeerRecord to) {
    begin(to, MessageKind.UPDATES);
    beginUpdates();
    tryUpdate(members.self());
    finish();
  }

  private void nonced(PeerRecord to, MessageKind kind, int nonce) {
    begin(to, kind).putInt(nonce);
    beginUpdates();
    finish();
  }

  /** Starts a datagram; the body is to be written next. */
  DatagramWriter begin(PeerRecord to, MessageKind kind) {
    PeerRecord self = members.self();
    recipient = to;
    writer.clear();
    version = to.versionFor(spoken);
    writer.putByte(version);
    writer.putByte(spoken.lowest());
    writer.putByte(spoken.highest());
    writer.putByte(kind.ordinal());
    writer.putLong(self.key);
    writer.putLong(to.key);
    writer.putNumber(to.nextSequence++);
    writer.putNumber(self.generation);
    writer.putNumber(self.incarnation);
    writer.putReport(self, version);
    return writer;
  }

  /** Ends the body. */
  void beginUpdates() {
    updateCountAt = writer.position();
    updateCount = 0;
    writer.putByte(0);
    if (recipient.status != Status.ALIVE) {
      tryUpdate(recipient);
    }
  }

  /** Adds what is known of a node; false when there is no room. */
  boolean tryUpdate(PeerRecord subject) {
    boolean reported = subject.generation != 0 && subject.reportGeneration == subject.generation;
    boolean suspect = subject.status == Status.SUSPECT;
    int accusers = suspect ? subject.suspicion.accuserCount : subject.status == Status.DOWN ? 1 : 0;
    if (updateCount == Message.MAX_ITEMS || writer.remaining() < updateBytes(reported, accusers)) {
      return false;
    }
    writer.putLong(subject.key);
    writer.putByte(
        subject.status.ordinal()
            | (reported ? DatagramReader.REPORTED_BIT : 0)
            | (accusers << DatagramReader.ACCUSERS_SHIFT));
    writer.putNumber(subject.generation);
    writer.putNumber(subject.incarnation);
    if (reported) {
      writer.putReport(subject, version);
      if (version >= DatagramWriter.VERSIONS_IN_UPDATES) {
        writer.putByte(subject.lowestVersion);
        writer.putByte(subject.highestVersion);
      }
    }
    for (int i = 0; i < accusers; i++) {
      writer.putLong(suspect ? subject.suspicion.accusers[i] : subject.declaredBy);
    }
    updateCount++;
    return true;
  }

  /** Fills the room that is left with updates, seals and sends. */
  void finish() {
    broadcasts.fill(this);
    writer.setByte(updateCountAt, updateCount);
    int length = writer.position();
    seal.seal(writer.buffer(), length);
    byte[] datagram = Arrays.copyOf(writer.buffer(), length + seal.tagBytes());
    tally.count(GossipStats.Counter.SENT);
    tally.add(GossipStats.Counter.SENT_BYTES, datagram.length);
    output.send(recipient.peer.gossip(), datagram);
  }

  private static int updateBytes(boolean reported, int accusers) {
    int numbers = reported ? 6 : 2;
    int versions = reported ? 2 : 0;
    int condition = reported ? 1 : 0;
    return Long.BYTES
        + 1
        + numbers * DatagramWriter.MAX_NUMBER_BYTES
        + versions
        + condition
        + accusers * Long.BYTES;
  }
}
