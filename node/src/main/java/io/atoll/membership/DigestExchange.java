package io.atoll.membership;

import java.util.random.RandomGenerator;

/**
 * Anti-entropy of what is known: a digest of some lines goes to one node, which answers with what
 * it knows newer and asks for what it knows older (the three steps of Scuttlebutt, van Renesse et
 * al. 2008). It carries the reports to everybody, repairs what the broadcasts missed, and tells a
 * newcomer whom it can reach. A digest takes one datagram; in a large cluster successive exchanges
 * take the lines in turn.
 */
final class DigestExchange {
  private static final int LINE_BYTES = Long.BYTES + 1 + 3 * DatagramWriter.MAX_NUMBER_BYTES;

  /** Room that is left for updates while there are any. */
  private static final int BROADCAST_BYTES = 250;

  private final MemberTable members;
  private final Outbox outbox;
  private final BroadcastQueue broadcasts;
  private final PeerRecord[] standings = new PeerRecord[Message.MAX_ITEMS];
  private final PeerRecord[] heartbeats = new PeerRecord[Message.MAX_ITEMS];
  private final long[] wants = new long[Message.MAX_ITEMS];
  private int cursor;

  DigestExchange(
      MemberTable members, Outbox outbox, BroadcastQueue broadcasts, RandomGenerator random) {
    this.members = members;
    this.outbox = outbox;
    this.broadcasts = broadcasts;
    this.cursor = random.nextInt(1 << 16);
  }

  /** Sends a digest. */
  void begin(PeerRecord to) {
    DatagramWriter body = outbox.begin(to, MessageKind.DIGEST);
    PeerRecord[] all = members.all();
    int countAt = body.position();
    body.putByte(0);
    int reserved = LINE_BYTES + 1 + (broadcasts.size() > 0 ? BROADCAST_BYTES : 0);
    int count = 0;
    while (count < all.length && count < Message.MAX_ITEMS && body.remaining() > reserved) {
      PeerRecord peer = all[Math.floorMod(cursor++, all.length)];
      body.putLong(peer.key);
      body.putByte(peer.status.ordinal());
      body.putNumber(peer.generation);
      body.putNumber(peer.incarnation);
      body.putNumber(peer.reportGeneration == peer.generation ? peer.heartbeat : 0);
      count++;
    }
    body.setByte(countAt, count);
    outbox.beginUpdates();
    outbox.finish();
  }

  /** Answers a digest. What is known of liveness goes before what is only a newer heartbeat. */
  void answer(PeerRecord asker, Message digest) {
    int standingCount = 0;
    int heartbeatCount = 0;
    int wantCount = 0;
    for (int i = 0; i < digest.lineCount; i++) {
      Update line = digest.lines[i];
      PeerRecord peer = members.find(line.subject);
      if (peer == null) {
        continue;
      }
      int standing = peer.compareStanding(line);
      int heartbeat = standing == 0 ? peer.compareHeartbeat(line) : 0;
      if (standing > 0) {
        standings[standingCount++] = peer;
      } else if (heartbeat > 0) {
        heartbeats[heartbeatCount++] = peer;
      } else if (standing < 0 || (heartbeat < 0 && line.heartbeat > 0)) {
        wants[wantCount++] = peer.key;
      }
    }
    if (standingCount + heartbeatCount + wantCount == 0) {
      return;
    }
    DatagramWriter body = outbox.begin(asker, MessageKind.DELTA);
    body.putByte(wantCount);
    for (int i = 0; i < wantCount; i++) {
      body.putLong(wants[i]);
    }
    outbox.beginUpdates();
    boolean room = addAll(standings, standingCount);
    if (room) {
      addAll(heartbeats, heartbeatCount);
    }
    outbox.finish();
  }

  /** Sends what the answer to our digest asked for. */
  void supply(PeerRecord asker, Message delta) {
    if (delta.wantCount == 0) {
      return;
    }
    outbox.begin(asker, MessageKind.DELTA).putByte(0);
    outbox.beginUpdates();
    for (int i = 0; i < delta.wantCount; i++) {
      PeerRecord peer = members.find(delta.wants[i]);
      if (peer != null && !outbox.tryUpdate(peer)) {
        break;
      }
    }
    outbox.finish();
  }

  private boolean addAll(PeerRecord[] peers, int count) {
    for (int i = 0; i < count; i++) {
      if (!outbox.tryUpdate(peers[i])) {
        return false;
      }
    }
    return true;
  }
}
