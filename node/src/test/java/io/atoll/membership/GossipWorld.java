package io.atoll.membership;

import io.atoll.env.Address;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Many nodes and the network between them in virtual time: one thread, one seed, one queue of
 * datagrams. Latency is about 0.5 ms inside a DC and 50 to 150 ms between two, by pair.
 */
final class GossipWorld {
  private static final RandomGeneratorFactory<RandomGenerator> RANDOM =
      RandomGeneratorFactory.of("L64X128MixRandom");

  final GossipSettings settings;
  final List<SimNode> nodes = new ArrayList<>();
  final DetectionRecord detections = new DetectionRecord();

  /** What people read: every change of state, if wanted. */
  final List<String> transcript = new ArrayList<>();

  boolean transcribing;

  /** The share of datagrams that is lost. */
  double loss;

  /** The share that arrives twice, the second time late. */
  double duplicates;

  /** Which direction of which pairs is cut. */
  BiPredicate<SimNode, SimNode> cut = (from, to) -> false;

  /** Sees every datagram that is sent. */
  Tap tap = (from, to, datagram) -> {};

  long reports;
  long datagrams;
  long bytes;

  private final RandomGenerator random;
  private final Map<Address, SimNode> byAddress = new HashMap<>();
  private final Map<String, SimNode> byId = new HashMap<>();
  private final List<List<SimNode>> byOffset = new ArrayList<>();
  private final PriorityQueue<InFlightRequest> flights = new PriorityQueue<>();
  private final long[][] latencyMicros;
  private long nowMicros;
  private long order;

  interface Tap {
    void sent(SimNode from, SimNode to, byte[] datagram);
  }

  private record InFlightRequest(
      long atMicros, long order, SimNode from, SimNode to, byte[] datagram)
      implements Comparable<InFlightRequest> {
    @Override
    public int compareTo(InFlightRequest other) {
      return atMicros != other.atMicros
          ? Long.compare(atMicros, other.atMicros)
          : Long.compare(order, other.order);
    }
  }

  interface Seals {
    DatagramSeal of(int node);
  }

  GossipWorld(long seed, int dcs, int nodesPerDc, Seals seals) {
    this(GossipSettings.DEFAULT, seed, dcs, nodesPerDc, seals);
  }

  GossipWorld(GossipSettings settings, long seed, int dcs, int nodesPerDc, Seals seals) {
    this.settings = settings;
    this.random = RANDOM.create(seed);
    latencyMicros = new long[dcs][dcs];
    for (int a = 0; a < dcs; a++) {
      for (int b = 0; b <= a; b++) {
        long micros = a == b ? 500 : random.nextLong(50_000, 150_000);
        latencyMicros[a][b] = micros;
        latencyMicros[b][a] = micros;
      }
    }
    for (int i = 0; i < settings.ticks().everyMs(); i++) {
      byOffset.add(new ArrayList<>());
    }
    for (int i = 0; i < dcs * nodesPerDc; i++) {
      int dc = i / nodesPerDc;
      String name = (char) ('a' + dc) + Integer.toString(i % nodesPerDc + 1);
      Peer peer = new Peer(name, "dc-" + (char) ('a' + dc), new Address(name, 7_000));
      SimNode node = new SimNode(this, peer, dc, i, seals.of(i), RANDOM.create(random.nextLong()));
      nodes.add(node);
      byAddress.put(peer.gossip(), node);
      byId.put(name, node);
      byOffset.get(random.nextInt(byOffset.size())).add(node);
    }
  }

  static GossipWorld withChecksums(long seed, int dcs, int nodesPerDc) {
    return new GossipWorld(seed, dcs, nodesPerDc, i -> new ChecksumSeal(4_711));
  }

  static GossipWorld withHmac(long seed, int dcs, int nodesPerDc) {
    byte[] secret = {1, 2, 3};
    return new GossipWorld(seed, dcs, nodesPerDc, i -> new HmacSeal("atoll", secret));
  }

  long nowMs() {
    return nowMicros / 1_000;
  }

  SimNode node(String id) {
    return byId.get(id);
  }

  List<Peer> peers() {
    return nodes.stream().map(node -> node.peer).toList();
  }

  GossipWorld startAll() {
    List<Peer> peers = peers();
    nodes.forEach(node -> node.start(peers));
    return this;
  }

  void crash(SimNode node) {
    note(node.id() + " crashes");
    node.running = false;
  }

  void restart(SimNode node) {
    note(node.id() + " starts again");
    node.generation += 1_000;
    node.start(peers());
  }

  /** Notes an event in the transcript. */
  void note(String what) {
    if (transcribing) {
      transcript.add(String.format(Locale.ROOT, "%7.3f %s", nowMicros / 1e6, what));
    }
  }

  /** Lets time pass. */
  void run(long durationMs) {
    runUntil(durationMs, () -> false);
  }

  /**
   * Lets time pass until something holds.
   *
   * @return the milliseconds that passed, or -1 when the time was not enough
   */
  long runUntil(long atMostMs, BooleanSupplier done) {
    long startMs = nowMs();
    long endMs = startMs + atMostMs;
    for (long ms = startMs; ms < endMs; ms++) {
      deliverBefore((ms + 1) * 1_000);
      nowMicros = (ms + 1) * 1_000;
      List<SimNode> due = byOffset.get((int) ((ms + 1) % byOffset.size()));
      for (SimNode node : due) {
        if (node.running && !node.paused()) {
          node.gossip.tick(nowMs());
        }
      }
      if (!due.isEmpty() && done.getAsBoolean()) {
        return nowMs() - startMs;
      }
    }
    return -1;
  }

  /** Whether all other running nodes see the subject in this state. */
  boolean allSee(SimNode subject, MemberState state) {
    for (SimNode node : nodes) {
      if (node != subject && node.running && node.sees(subject) != state) {
        return false;
      }
    }
    return true;
  }

  boolean allSeeAllAlive() {
    for (SimNode node : nodes) {
      if (node.running && !allSee(node, MemberState.ALIVE)) {
        return false;
      }
    }
    return true;
  }

  void send(SimNode from, Address to, byte[] datagram) {
    SimNode target = byAddress.get(to);
    datagrams++;
    bytes += datagram.length;
    if (target == null) {
      return;
    }
    tap.sent(from, target, datagram);
    if (cut.test(from, target) || random.nextDouble() < loss) {
      return;
    }
    fly(from, target, datagram, 0);
    if (duplicates > 0 && random.nextDouble() < duplicates) {
      fly(from, target, datagram, random.nextLong(1_000_000));
    }
  }

  /** Puts a datagram on the wire as anybody could. */
  void inject(SimNode to, byte[] datagram) {
    fly(to, to, datagram, 0);
  }

  private void fly(SimNode from, SimNode to, byte[] datagram, long extraMicros) {
    long base = latencyMicros[from.dc][to.dc];
    long at = nowMicros + base + random.nextLong(base / 2 + 1) + extraMicros;
    flights.add(new InFlightRequest(at, order++, from, to, datagram));
  }

  private void deliverBefore(long untilMicros) {
    while (!flights.isEmpty() && flights.peek().atMicros < untilMicros) {
      InFlightRequest flight = flights.poll();
      SimNode to = flight.to;
      nowMicros = Math.max(nowMicros, flight.atMicros);
      if (!to.running) {
        continue;
      }
      if (to.paused()) {
        flights.add(
            new InFlightRequest(
                to.pausedUntilMs * 1_000, order++, flight.from, to, flight.datagram));
      } else {
        to.gossip.receive(flight.datagram);
      }
    }
  }

  void changed(SimNode observer, String subject, MemberState from, MemberState to) {
    SimNode about = byId.get(subject);
    boolean wrong = about.running && !about.paused() && !cut.test(about, observer);
    detections.changed(nowMs(), observer.id(), subject, to, wrong);
    if (transcribing) {
      note(observer.id() + " considers " + subject + " " + to + ", was " + from);
    }
  }
}
