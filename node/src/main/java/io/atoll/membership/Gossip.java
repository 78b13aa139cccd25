package io.atoll.membership;

import io.atoll.bytes.MalformedBytesException;
import io.atoll.env.Datagrams;
import io.atoll.env.ProtocolVersions;
import java.util.Collection;
import java.util.random.RandomGenerator;

/**
 * Which members are alive, as one node sees it: a failure detector and the dissemination of what it
 * finds, over datagrams that may be lost, duplicated, reordered or forged.
 *
 * <p>Who the members <em>are</em> is not decided here: {@link #setPeers} sets it. A peer counts as
 * alive until something is known against it. It becomes SUSPECT when neither it nor helpers answer
 * for it, and DOWN when it does not refute in time, or at once when it says that it leaves; it is
 * ALIVE again as soon as it is heard from with a newer standing, which a node takes when it learns
 * of a claim against itself, or restarts.
 *
 * <p>The protocol is SWIM (Das, Gupta, Motivala 2002) with Lifeguard's extensions (Dadgar,
 * Phillips, Currey 2018) and Scuttlebutt's reconciliation (van Renesse, Dumitriu, Gough, Thomas
 * 2008) for heartbeats and reports; each part names its section. A pure state machine: no clock, no
 * I/O, and the same calls with the same randomness give the same output. Single-threaded (loop 0).
 */
public final class Gossip {
  /** How many nodes hear of a clean stop directly; these tell the others. */
  private static final int FAREWELLS = 64;

  /** A backlog of updates is sent to at most so many times the usual number of nodes. */
  private static final int MOST_FANOUTS = 4;

  private static final int UPDATES_PER_DATAGRAM = 40;

  private final GossipSettings settings;
  private final DatagramSeal seal;
  private final GossipStats.Tally tally = new GossipStats.Tally();
  private final LocalHealth health = new LocalHealth();
  private final AwakeClock clock;
  private final PeerRecord self;
  private final MemberTable members;
  private final BroadcastQueue broadcasts;
  private final Outbox outbox;
  private final FailureDetector failureDetector;
  private final PeerPicker picker;
  private final Prober prober;
  private final IndirectProbes indirectProbes;
  private final Reconnector reconnector;
  private final DigestExchange digests;
  private final Refutation refutation;
  private final DatagramReader reader;
  private final Message message = new Message();

  private boolean started;
  private boolean left;
  private boolean joining;
  private long nextBroadcastMs;
  private long nextDigestMs;

  /**
   * @param spoken the versions of the protocol that it speaks
   * @param self this node
   * @param generation higher than at any earlier start of this node, 1 to 2^61 - 1: milliseconds
   *     since 1970 will do. Should it not be higher, the node takes a higher one when it learns of
   *     that
   * @param seal shared with nobody; authenticates the datagrams
   * @param random decides whom to talk to and when
   */
  public Gossip(
      GossipSettings settings,
      ProtocolVersions spoken,
      Peer self,
      long generation,
      DatagramSeal seal,
      RandomGenerator random,
      GossipOutput output) {
    if (generation < 1 || generation >= DatagramWriter.MAX_STANDING) {
      throw new IllegalArgumentException("generation " + generation + " is outside 1 to 2^61 - 1");
    }
    this.settings = settings;
    this.seal = seal;
    this.self = new PeerRecord(self, true, 0);
    this.self.generation = generation;
    this.self.reportGeneration = generation;
    this.self.lowestVersion = spoken.lowest();
    this.self.highestVersion = spoken.highest();
    reader = new DatagramReader(spoken);
    clock = new AwakeClock(settings);
    members = new MemberTable(this.self);
    broadcasts = new BroadcastQueue(members, settings.updates().retransmitFactor());
    outbox = new Outbox(spoken, members, broadcasts, seal, output, tally);
    failureDetector =
        new FailureDetector(members, settings, broadcasts, outbox, output, tally, clock);
    picker = new PeerPicker(members, settings.updates().remoteShare(), random);
    prober = new Prober(members, settings, failureDetector, outbox, picker, health, random, tally);
    indirectProbes = new IndirectProbes(outbox, settings, random);
    reconnector =
        new Reconnector(
            members, failureDetector, outbox, random, settings.probing().reconnectsPerSecond());
    digests = new DigestExchange(members, outbox, broadcasts, random);
    refutation = new Refutation(this.self, broadcasts, health, tally);
    nextBroadcastMs = random.nextLong(settings.updates().everyMs());
    nextDigestMs = random.nextLong(settings.updates().digestEveryMs());
  }

  /**
   * Says who the members are. Nothing is forgotten of those that stay; new ones count as alive
   * until something is known against them. No changes are reported for peers that come or go.
   *
   * @param peers this node may be among them, and is left out
   */
  public void setPeers(Collection<Peer> peers) {
    members.replace(peers, tally.value(GossipStats.Counter.SENT));
    failureDetector.peersChanged();
    prober.peersChanged();
    indirectProbes.peersChanged();
    joining = true;
  }

  /**
   * This node's own report; a new epoch and another condition are announced at once, the rest with
   * the heartbeats.
   */
  public void updateSelf(SelfReport report) {
    boolean news = report.epoch() != self.epoch || report.refusesWrites() != self.refusesWrites;
    self.epoch = report.epoch();
    self.keys = report.keys();
    self.bytes = report.bytes();
    self.refusesWrites = report.refusesWrites();
    self.heartbeat++;
    if (news) {
      broadcasts.add(self);
    }
  }

  /**
   * To be called every {@link GossipSettings.Ticks#everyMs}. A gap of {@link
   * GossipSettings#pauseMs} or more means that this node slept: nobody is held to account for what
   * it missed.
   *
   * @param nowMs monotonic
   */
  public void tick(long nowMs) {
    if (left) {
      return;
    }
    if (!started) {
      started = true;
      broadcasts.add(self);
    }
    if (clock.advance(nowMs)) {
      woke();
    }
    long now = clock.now();
    failureDetector.tick();
    prober.tick(now);
    indirectProbes.tick(now);
    reconnector.tick(now);
    if (now >= nextBroadcastMs && broadcasts.size() > 0) {
      nextBroadcastMs = now + settings.updates().everyMs();
      broadcast();
    }
    if (now >= nextDigestMs) {
      exchange(now);
    }
  }

  /**
   * A datagram arrived. Bytes that are none of this cluster's do nothing but count.
   *
   * @param datagram read only
   */
  public void receive(byte[] datagram) {
    tally.count(GossipStats.Counter.RECEIVED);
    tally.add(GossipStats.Counter.RECEIVED_BYTES, datagram.length);
    PeerRecord sender = left ? null : open(datagram);
    if (sender == null) {
      return;
    }
    failureDetector.weigh(sender, message.self, sender);
    boolean refuting = false;
    for (int i = 0; i < message.updateCount; i++) {
      refuting |= weigh(message.updates[i], sender);
    }
    for (int i = 0; i < message.lineCount; i++) {
      Update line = message.lines[i];
      if (line.subject == self.key) {
        refuting |= weigh(line, sender);
      }
    }
    respond(sender);
    if (refuting) {
      outbox.updates(sender);
      broadcast();
    }
  }

  /** Stops cleanly: the others consider this node DOWN at once, and it falls silent for good. */
  public void leave() {
    if (left) {
      return;
    }
    left = true;
    self.status = Status.LEFT;
    if (members.size() <= FAREWELLS) {
      for (PeerRecord peer : members.all()) {
        outbox.updateOfSelf(peer);
      }
      return;
    }
    for (int i = 0; i < FAREWELLS; i++) {
      PeerRecord peer = picker.any();
      if (peer != null) {
        outbox.updateOfSelf(peer);
      }
    }
  }

  /** The state of a peer as this node sees it; DOWN for a node that is not a peer. */
  public MemberState state(String nodeId) {
    if (nodeId.equals(self.peer.nodeId())) {
      return self.status.state;
    }
    PeerRecord peer = members.find(nodeId);
    return peer == null ? MemberState.DOWN : peer.status.state;
  }

  /** Whether a peer has said itself that it leaves, and was not heard of since. */
  public boolean hasLeft(String nodeId) {
    PeerRecord peer = members.find(nodeId);
    return peer != null && peer.status == Status.LEFT;
  }

  /** The newest report of a peer or of this node; {@link SelfReport#NONE} when none arrived. */
  public SelfReport report(String nodeId) {
    PeerRecord peer = nodeId.equals(self.peer.nodeId()) ? self : members.find(nodeId);
    return peer == null ? SelfReport.NONE : peer.report();
  }

  public GossipStats stats() {
    return tally.snapshot(commonVersion(), health.score());
  }

  /** The highest version that every member is known to speak; 0 while one is not known. */
  private int commonVersion() {
    int common = self.highestVersion;
    for (PeerRecord peer : members.all()) {
      common = Math.min(common, peer.highestVersion);
    }
    return common;
  }

  /** Checks and decodes a datagram into the message; the sender, or null when it was dropped. */
  private PeerRecord open(byte[] datagram) {
    int length = datagram.length - seal.tagBytes();
    if (length < 1 || datagram.length > Datagrams.MAX_BYTES) {
      tally.count(GossipStats.Counter.MALFORMED);
      return null;
    }
    if (!seal.verify(datagram, length)) {
      tally.count(GossipStats.Counter.FORGED);
      return null;
    }
    if (!reader.speaks(datagram)) {
      tally.count(GossipStats.Counter.OTHER_VERSION);
      return null;
    }
    try {
      reader.read(datagram, length, message);
    } catch (MalformedBytesException e) {
      tally.count(GossipStats.Counter.MALFORMED);
      return null;
    }
    PeerRecord sender = members.find(message.sender);
    if (sender == null) {
      tally.count(GossipStats.Counter.UNKNOWN_SENDER);
    } else if (message.recipient != self.key) {
      tally.count(GossipStats.Counter.MISDIRECTED);
      return null;
    } else if (!sender.window.accept(message.self.generation, message.sequence)) {
      tally.count(GossipStats.Counter.REPLAYED);
      return null;
    }
    return sender;
  }

  /** Weighs one claim; whether it was one against this node that is now refuted. */
  private boolean weigh(Update claim, PeerRecord witness) {
    if (claim.subject == self.key) {
      return refutation.refutes(claim);
    }
    PeerRecord subject = members.find(claim.subject);
    if (subject != null) {
      failureDetector.weigh(subject, claim, witness);
    }
    return false;
  }

  private void respond(PeerRecord sender) {
    switch (message.kind) {
      case PING -> outbox.ack(sender, message.nonce);
      case ACK -> {
        if (!prober.answered(message.nonce)) {
          indirectProbes.answered(message.nonce);
        }
      }
      case PING_REQUEST -> {
        PeerRecord target = members.find(message.target);
        if (target != null) {
          indirectProbes.requested(sender, message.nonce, target, clock.now());
        }
      }
      case NACK -> prober.helperFailed(message.nonce);
      case UPDATES -> {}
      case DIGEST -> digests.answer(sender, message);
      case DELTA -> digests.supply(sender, message);
    }
  }

  private void woke() {
    tally.count(GossipStats.Counter.PAUSES);
    health.worse();
    failureDetector.woke();
    prober.woke();
    indirectProbes.woke();
    // The others may have declared us DOWN: the answer to a digest tells.
    nextDigestMs = clock.now();
  }

  /** How many updates are still to be broadcast: of each peer one at most. */
  public int queuedUpdates() {
    return broadcasts.size();
  }

  private void broadcast() {
    int fanouts = Math.min(MOST_FANOUTS, 1 + broadcasts.size() / UPDATES_PER_DATAGRAM);
    for (int i = fanouts * settings.updates().fanout(); i > 0; i--) {
      PeerRecord peer = picker.any();
      if (peer == null) {
        return;
      }
      outbox.updates(peer);
    }
  }

  private void exchange(long now) {
    joining = joining && anyUnheard();
    nextDigestMs =
        now + (joining ? settings.updates().everyMs() : settings.updates().digestEveryMs());
    self.heartbeat++;
    PeerRecord peer = picker.any();
    if (peer != null) {
      digests.begin(peer);
    }
  }

  private boolean anyUnheard() {
    for (PeerRecord peer : members.all()) {
      if (peer.unheard()) {
        return true;
      }
    }
    return false;
  }
}
