package io.atoll.sim;

import static io.atoll.sim.MessageLog.Carrier.DATAGRAM;

import io.atoll.env.Address;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The network between the nodes of a run: latency within and between DCs, partitions in one or both
 * directions, and faults. Datagrams may be lost, doubled and reordered; the frames of a connection
 * arrive in order or the connection breaks.
 */
public final class SimNetwork {
  /** Both ends give up a connection on which they hear nothing for so long. */
  public static final long SILENCE_MS = 10_000;

  private static final long LAN_NANOS = 300_000;
  private static final long WAN_NANOS = 40_000_000;

  /** A router drops datagrams that would have to wait longer before a narrow way. */
  private static final long DATAGRAMS_WAIT_NANOS = 500_000_000;

  private final Scheduler.Life world =
      new Scheduler.Life(
          "network",
          thrown -> {
            throw new IllegalStateException("the simulated network failed", thrown);
          });

  private final Scheduler scheduler;
  private final RandomGenerator random;
  private final Map<String, Attached> attached = new HashMap<>();
  private final Map<Address, String> addresses = new HashMap<>();
  private final WayCounts cutDatagrams = new WayCounts();
  private final WayCounts cutStreams = new WayCounts();
  private final Standing<NetworkFaults> standing = new Standing<>();
  private final WayFaults ways = new WayFaults();
  private NetworkFaults faults = NetworkFaults.NONE;
  private MessageLog messages;

  /** A node's place in the network, kept over its restarts. */
  private static final class Attached {
    private final String dc;
    private SimNodeEnv running;
    private boolean dark;

    Attached(String dc) {
      this.dc = dc;
    }
  }

  SimNetwork(Scheduler scheduler, RandomGenerator random) {
    this.scheduler = scheduler;
    this.random = random;
  }

  Scheduler scheduler() {
    return scheduler;
  }

  RandomGenerator random() {
    return random;
  }

  void attach(String nodeId, String dc, Address gossip, Address peer) {
    attached.put(nodeId, new Attached(dc));
    addresses.put(gossip, nodeId);
    addresses.put(peer, nodeId);
  }

  /** Gives a client process its place. */
  void attachClient(String place, String dc) {
    attached.put(place, new Attached(dc));
  }

  /** Where a node speaks with clients. */
  void attachClientPort(String nodeId, Address port) {
    addresses.put(port, nodeId);
  }

  void running(String nodeId, SimNodeEnv env) {
    attached.get(nodeId).running = env;
    attached.get(nodeId).dark = false;
  }

  /**
   * The process of a node ended.
   *
   * @param silently whether its machine is gone too, so that nobody even refuses
   */
  void ended(String nodeId, boolean silently) {
    attached.get(nodeId).running = null;
    attached.get(nodeId).dark = silently;
  }

  /** Whether a node's machine is without power. */
  boolean isDark(String nodeId) {
    return attached.get(nodeId).dark;
  }

  /** The running process of a node, or null. */
  SimNodeEnv running(String nodeId) {
    Attached node = attached.get(nodeId);
    return node == null ? null : node.running;
  }

  String nodeAt(Address address) {
    return addresses.get(address);
  }

  /** Lets the network behave badly, on top of how badly it behaves already. */
  public Undo faults(NetworkFaults more) {
    Undo undo = standing.add(more, this::sumFaults);
    sumFaults();
    return undo;
  }

  /** Lets one way behave badly, on top of all else. */
  public Undo faults(Way way, NetworkFaults more) {
    return ways.faults(way, more);
  }

  /** Makes everything take longer on one way. */
  public Undo delay(Way way, long ms) {
    return ways.delay(way, ms * 1_000_000);
  }

  /** Lets only so many bytes pass in a second, on all of these ways together. */
  public Undo narrow(List<Way> together, long bytesPerSecond) {
    return ways.narrow(together, bytesPerSecond);
  }

  /**
   * Keeps what is sent on one way, and lets it go afterwards: datagrams in any order, what a
   * connection carries in its own, unless it broke for want of a sign of life.
   */
  public Undo holdBack(Way way) {
    return ways.holdBack(way);
  }

  private void sumFaults() {
    faults = standing.values().stream().reduce(NetworkFaults.NONE, NetworkFaults::and);
  }

  /** Lets nothing pass from one node to another; the other direction is untouched. */
  public Undo cut(String from, String to) {
    return Undo.all(List.of(cutDatagrams(from, to), cutStreams(from, to)));
  }

  /** Lets no datagram pass from one node to another. */
  public Undo cutDatagrams(String from, String to) {
    return cutDatagrams.add(new Way(from, to));
  }

  /** Lets nothing of a connection pass from one node to another. */
  public Undo cutStreams(String from, String to) {
    return cutStreams.add(new Way(from, to));
  }

  /** Lets everything pass again, and nothing go wrong. */
  public void heal() {
    cutDatagrams.clear();
    cutStreams.clear();
    standing.clear();
    sumFaults();
    ways.clear();
  }

  /** Whether datagrams are lost. */
  public boolean isCutForDatagrams(String from, String to) {
    return cutDatagrams.any(from, to);
  }

  /** Whether what a connection carries is held back. */
  public boolean isCut(String from, String to) {
    return cutStreams.any(from, to);
  }

  /** Whether what is sent is kept for later. */
  public boolean isHeldBack(String from, String to) {
    return ways.isHeldBack(from, to);
  }

  /** Whether nothing of a connection gets through now. */
  boolean isBlocked(String from, String to) {
    return isCut(from, to) || isHeldBack(from, to);
  }

  private NetworkFaults faultsOn(String from, String to) {
    return ways.isEmpty() ? faults : faults.and(ways.faults(from, to));
  }

  /** How long one way takes now. */
  long latencyNanos(String from, String to) {
    boolean near = attached.get(from).dc.equals(attached.get(to).dc);
    long base = near ? LAN_NANOS : WAN_NANOS;
    long latency = base + (long) (base * 0.5 * random.nextDouble()) + ways.delayNanos(from, to);
    NetworkFaults now = faultsOn(from, to);
    if (now.slowShare() > 0 && random.nextDouble() < now.slowShare()) {
      latency += (long) (now.slowMs() * 1_000_000 * random.nextDouble());
    }
    return latency;
  }

  /** Lets somebody hear of every message from now on. */
  public void log(MessageLog log) {
    messages = log;
  }

  /** A message has ended its way. */
  void ended(
      MessageLog.Carrier carrier, String from, String to, byte[] bytes, long sent, String fate) {
    if (messages != null) {
      messages.ended(carrier, from, to, bytes, sent, fate);
    }
  }

  /** How long some bytes of a connection take one way, behind all that was sent before. */
  long latencyNanos(String from, String to, int bytes) {
    return ways.passNanos(from, to, scheduler.nowNanos(), bytes) + latencyNanos(from, to);
  }

  /** How long what is sent now would wait before a narrow way. */
  long backlogNanos(String from, String to) {
    return ways.backlogNanos(from, to, scheduler.nowNanos());
  }

  void datagram(String from, Address source, Address target, byte[] payload) {
    String to = addresses.get(target);
    if (to == null) {
      return;
    }
    if (isHeldBack(from, to)) {
      ways.keep(from, to, () -> datagram(from, source, target, payload));
      return;
    }
    NetworkFaults now = faultsOn(from, to);
    int copies = random.nextDouble() < now.duplicateShare() ? 2 : 1;
    for (int i = 0; i < copies; i++) {
      boolean dropped =
          random.nextDouble() < now.dropShare() || backlogNanos(from, to) > DATAGRAMS_WAIT_NANOS;
      if (!dropped) {
        long sent = scheduler.nowNanos();
        long at = sent + latencyNanos(from, to, payload.length);
        scheduler.at(at, world, () -> arrive(from, source, to, payload.clone(), sent));
      } else {
        ended(
            DATAGRAM,
            from,
            to,
            payload,
            scheduler.nowNanos(),
            "lost by chance, or as too many waited");
      }
    }
  }

  private void arrive(String from, Address source, String to, byte[] payload, long sent) {
    SimNodeEnv env = running(to);
    if (env == null) {
      ended(DATAGRAM, from, to, payload, sent, "lost: nobody listens");
    } else if (isCutForDatagrams(from, to)) {
      ended(DATAGRAM, from, to, payload, sent, "lost: the way is cut");
    } else {
      ended(DATAGRAM, from, to, payload, sent, MessageLog.ARRIVED);
      env.received(source, payload);
    }
  }

  Scheduler.Life life() {
    return world;
  }
}
