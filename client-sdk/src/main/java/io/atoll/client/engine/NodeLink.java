package io.atoll.client.engine;

import io.atoll.client.transport.ClientLoop;
import io.atoll.wire.ClusterView;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.List;

/**
 * What one loop of the client has to one node: a connection to each of the node's loops, so that a
 * request goes to the loop that owns its key and saves the node a hop.
 *
 * <p>A client cannot choose the loop that takes a connection; the node spreads them. So connections
 * are opened one after the other, each says where it landed, one that landed where there are enough
 * is closed again, and after some tries the rest of the loops goes without: their requests take any
 * connection. A node of a DC that is not in use gets one connection only, which keeps the way warm.
 *
 * <p>The first connection after a loss is tried at once, and requests may wait for it; later ones
 * after a pause that grows, and so after a silence: a node that hangs accepts connections forever.
 */
final class NodeLink implements Channel.Owner {
  private static final int TRIES_PER_LOOP = 4;
  private static final long UNSTABLE_NANOS = 1_000_000_000L;
  private static final long COVER_AGAIN_MS = 15_000;
  private static final int SUSPICIOUS_MULTIPLE = 3;
  private static final int MAX_LOOPS = 1_024;

  /** What a link reports to. */
  interface Owner {
    /** Connections came or went. */
    void changed();

    /** A node spoke of an epoch. */
    void heardOf(long epoch);
  }

  final ClusterView.Node node;
  final DcLinks dc;
  final NodeLatency latency = new NodeLatency();

  private final Turn turn;
  private final EngineSettings settings;
  private final EngineStats stats;
  private final String clusterName;
  private final Owner owner;
  private final List<Channel> leaving = new ArrayList<>();

  /** Channel k was welcomed by loop k mod loops. */
  private Channel[] slots = new Channel[1];

  private int loops = 1;
  private int storageShards = 1;
  private boolean wanted;
  private boolean ended;
  private Channel dialing;
  private ClientLoop.Timer pause;
  private int failures;
  private int failuresBefore;
  private int wasted;
  private long coveringPausedMs;
  private String trouble = "not tried yet";
  private long handshakeNanos = Long.MAX_VALUE;

  NodeLink(
      Turn turn,
      EngineSettings settings,
      EngineStats stats,
      String clusterName,
      ClusterView.Node node,
      DcLinks dc,
      Owner owner) {
    this.turn = turn;
    this.settings = settings;
    this.stats = stats;
    this.clusterName = clusterName;
    this.node = node;
    this.dc = dc;
    this.owner = owner;
  }

  /** Whether the way to a member is the same. */
  boolean leadsTo(ClusterView.Node other) {
    return node.number() == other.number()
        && node.nodeId().equals(other.nodeId())
        && node.dc().equals(other.dc())
        && node.host().equals(other.host())
        && node.clientPort() == other.clientPort();
  }

  /** Opens what is missing. */
  void connect() {
    if (ended || dialing != null || pause != null || !isIncomplete()) {
      return;
    }
    if (node.clientPort() == 0) {
      trouble = "it has no client port";
      return;
    }
    dialing = new Channel(turn, settings, stats, node.host(), node.clientPort(), this);
    dialing.dial();
  }

  /** Requests come: a connection to every loop of the node is worth its price. */
  void want() {
    if (!wanted) {
      wanted = true;
      connect();
    }
  }

  /** Tries at once, although the pause is not over. */
  void hurry() {
    if (pause != null) {
      pause.cancel();
      pause = null;
    }
    connect();
  }

  /** Gives up the node: what is in flight may end. */
  void retire() {
    stop();
    for (Channel slot : slots.clone()) {
      if (slot != null) {
        slot.leave();
      }
    }
  }

  /** Closes everything at once. */
  void close(String reason) {
    stop();
    for (Channel slot : slots.clone()) {
      if (slot != null) {
        slot.close(reason);
      }
    }
    for (Channel each : List.copyOf(leaving)) {
      each.close(reason);
    }
  }

  private void stop() {
    ended = true;
    if (pause != null) {
      pause.cancel();
    }
    if (dialing != null) {
      dialing.close("not needed any more");
    }
  }

  /** Whether nothing is left of it. */
  boolean isGone() {
    return ended && leaving.isEmpty();
  }

  /** Whether a connection stands. */
  boolean isOpen() {
    for (Channel slot : slots) {
      if (slot != null) {
        return true;
      }
    }
    return false;
  }

  /** Whether one may stand soon: it is being opened, and the last one that was opened stood. */
  boolean isHopeful() {
    return dialing != null && failures == 0;
  }

  /** The connection for a partition, or any other when that takes no more; null for none. */
  Channel channelFor(int partition) {
    int loop = partition % storageShards % loops;
    Channel best = null;
    for (int k = loop; k < slots.length; k += loops) {
      best = better(best, slots[k]);
    }
    if (best == null) {
      for (Channel slot : slots) {
        best = better(best, slot);
      }
    }
    return best;
  }

  private static Channel better(Channel best, Channel other) {
    if (other == null || !other.takes() || best != null && best.inFlight() <= other.inFlight()) {
      return best;
    }
    return other;
  }

  /** How long one more request would take, roughly, for comparison. */
  double cost(long nowNanos) {
    int inFlight = 1;
    for (Channel slot : slots) {
      if (slot != null) {
        inFlight += slot.inFlight();
      }
    }
    return inFlight * latency.nanos(nowNanos);
  }

  /** Whether it owes answers for far longer than usual and says nothing at all. */
  boolean isSuspected(long nowNanos) {
    long patience = Long.MAX_VALUE;
    for (Channel slot : slots) {
      if (slot != null && slot.inFlight() > 0) {
        if (patience == Long.MAX_VALUE) {
          patience =
              Math.max(
                  settings.repeats().suspicionFloorMs() * 1_000_000L,
                  (long) (SUSPICIOUS_MULTIPLE * latency.slowestNanos(nowNanos)));
        }
        if (nowNanos - slot.waitingSinceNanos(nowNanos) > patience) {
          return true;
        }
      }
    }
    return false;
  }

  /** The shortest time from dialing to a welcome; the largest number while there was none. */
  long handshakeNanos() {
    return handshakeNanos;
  }

  void tick(long sinceLastMs, long nowNanos) {
    for (Channel slot : slots.clone()) {
      if (slot != null) {
        slot.tick(sinceLastMs, nowNanos);
      }
    }
    for (Channel each : List.copyOf(leaving)) {
      each.tick(sinceLastMs, nowNanos);
    }
    if (wasted > 0 && dialing == null) {
      coveringPausedMs += sinceLastMs;
      if (coveringPausedMs >= COVER_AGAIN_MS) {
        coveringPausedMs = 0;
        wasted = 0;
        connect();
      }
    }
  }

  /** What came of it last, for a person. */
  String trouble() {
    return "%s (%s, %s:%d): %s"
        .formatted(node.nodeId(), node.dc(), node.host(), node.clientPort(), trouble);
  }

  String name() {
    return node.nodeId();
  }

  @Override
  public String welcomed(Channel channel, Response.Welcome welcome) {
    dialing = null;
    if (!welcome.clusterName().equals(clusterName)) {
      return "belongs to cluster %s and not to %s".formatted(welcome.clusterName(), clusterName);
    }
    if (!welcome.nodeId().equals(node.nodeId())) {
      return "is node %s and not %s".formatted(welcome.nodeId(), node.nodeId());
    }
    failuresBefore = failures;
    failures = 0;
    trouble = "connected";
    handshakeNanos = Math.min(handshakeNanos, channel.handshakeNanos());
    learnLoops(welcome);
    owner.heardOf(welcome.epoch());
    if (!place(channel, welcome.loop())) {
      wasted++;
      channel.leave();
    }
    connect();
    owner.changed();
    return null;
  }

  @Override
  public void leaving(Channel channel) {
    if (remove(channel)) {
      trouble = "it is leaving";
      pauseAfterFailure();
    }
    leaving.add(channel);
    owner.changed();
  }

  @Override
  public void closed(Channel channel, String reason) {
    if (channel == dialing) {
      dialing = null;
    }
    boolean wasInUse = remove(channel);
    boolean wasLeaving = leaving.remove(channel);
    if (!ended && !wasLeaving) {
      trouble = reason;
      stats.connectionFailed();
      boolean wasStable = turn.nowNanos() - channel.openedNanos() > UNSTABLE_NANOS;
      if (wasInUse && wasStable && !channel.isMute()) {
        connect();
      } else if (wasInUse) {
        failures = failuresBefore;
        pauseAfterFailure();
      } else {
        pauseAfterFailure();
      }
    }
    owner.changed();
  }

  private void pauseAfterFailure() {
    failures++;
    if (pause != null || ended) {
      return;
    }
    long pauseMs = settings.connecting().backoff().pauseMs(failures, turn.loop().random());
    pause =
        turn.after(
            pauseMs,
            () -> {
              pause = null;
              connect();
            });
  }

  private boolean isIncomplete() {
    if (!wanted) {
      return !isOpen();
    }
    if (wasted > TRIES_PER_LOOP * slots.length) {
      return !isOpen();
    }
    for (Channel slot : slots) {
      if (slot == null) {
        return true;
      }
    }
    return false;
  }

  private void learnLoops(Response.Welcome welcome) {
    storageShards = welcome.storageShards();
    int count = Math.min(welcome.loops(), MAX_LOOPS);
    if (count == loops && slots.length == count * settings.connecting().perNodeLoop()) {
      return;
    }
    Channel[] old = slots;
    loops = count;
    slots = new Channel[count * settings.connecting().perNodeLoop()];
    for (Channel each : old) {
      if (each != null && !place(each, each.welcome().loop())) {
        each.leave();
      }
    }
  }

  private boolean place(Channel channel, int loop) {
    for (int k = loop % loops; k < slots.length; k += loops) {
      if (slots[k] == null) {
        slots[k] = channel;
        return true;
      }
    }
    return false;
  }

  private boolean remove(Channel channel) {
    for (int k = 0; k < slots.length; k++) {
      if (slots[k] == channel) {
        slots[k] = null;
        return true;
      }
    }
    return false;
  }
}
