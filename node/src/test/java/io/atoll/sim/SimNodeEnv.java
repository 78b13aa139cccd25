package io.atoll.sim;

import io.atoll.env.Address;
import io.atoll.env.Clock;
import io.atoll.env.Datagrams;
import io.atoll.env.Disk;
import io.atoll.env.Entropy;
import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.env.PeerLinks;
import io.atoll.env.ProtocolVersions;
import io.atoll.env.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** The doors of one run of a simulated process, from its start to its crash. */
public final class SimNodeEnv implements NodeEnv {
  private final SimNetwork network;
  private final ProtocolVersions versions;
  private final String nodeId;
  private final Address gossip;
  private final Disk disk;
  private final Scheduler.Life life;
  private final SimClock clock;
  private final Entropy entropy;
  private final LongSupplier diskDelayNanos;
  private final List<SimLoop> loops = new ArrayList<>();
  private final List<SimPeerLinks> links = new ArrayList<>();
  private Datagrams.Receiver datagramReceiver;
  private int nextAccepting;
  private ClientPort clientPort;
  private final List<SimStream> clientStreams = new ArrayList<>();
  private int nextClientLoop;

  /** The node's side of its connections with clients. */
  interface ClientPort {
    /**
     * A client has connected; called on the loop.
     *
     * @param end to be attached to
     */
    void accept(int loop, SimStream.End end);

    /** What it still has of its clients, in words; empty for nothing. */
    default String remains() {
      return "";
    }
  }

  /**
   * @param life ends when the process does
   * @param seed of this process's own entropy
   * @param pace of its machine
   * @param diskDelayNanos how long the next task of a worker takes on a fast machine
   */
  SimNodeEnv(
      SimNetwork network,
      String nodeId,
      Address gossip,
      Disk disk,
      Scheduler.Life life,
      SimClock clock,
      long seed,
      int loopCount,
      ProtocolVersions versions,
      SimPace pace,
      LongSupplier diskDelayNanos) {
    this.network = network;
    this.versions = versions;
    this.nodeId = nodeId;
    this.gossip = gossip;
    this.disk = disk;
    this.life = life;
    this.clock = clock;
    SplittableRandom random = new SplittableRandom(seed);
    this.entropy = random::nextLong;
    this.diskDelayNanos = () -> pace.taskNanos(diskDelayNanos.getAsLong());
    for (int i = 0; i < loopCount; i++) {
      SimLoop loop = new SimLoop(network.scheduler(), life, clock, pace);
      loops.add(loop);
      links.add(new SimPeerLinks(network, this, loop));
    }
  }

  /** What it speaks with other nodes. */
  ProtocolVersions versions() {
    return versions;
  }

  String nodeId() {
    return nodeId;
  }

  boolean isOver() {
    return life.isOver();
  }

  boolean isPaused() {
    return life.isPaused();
  }

  /** The links of the loop that takes the next connection. */
  SimPeerLinks acceptingLinks() {
    return links.get(nextAccepting++ % links.size());
  }

  void received(Address from, byte[] payload) {
    loops
        .get(0)
        .deliverNow(
            () -> {
              if (datagramReceiver != null) {
                datagramReceiver.received(from, payload);
              }
            });
  }

  /** Lets clients connect from now on. */
  void openClientPort(ClientPort port) {
    clientPort = port;
  }

  /** A client connects; null when nobody listens. */
  SimStream accept(String clientPlace, SimLoop clientLoop, RandomGenerator random) {
    if (clientPort == null || isOver()) {
      return null;
    }
    int index = nextClientLoop++ % loops.size();
    SimLoop loop = loops.get(index);
    SimStream stream = new SimStream(network, random, clientPlace, clientLoop, nodeId, loop);
    clientStreams.removeIf(each -> each.node().isOver());
    clientStreams.add(stream);
    loop.deliver(network.scheduler().nowNanos(), () -> clientPort.accept(index, stream.node()));
    return stream;
  }

  /** Connections with clients that stand. */
  int clientConnections() {
    return (int) clientStreams.stream().filter(each -> !each.node().isOver()).count();
  }

  /** What it still has of its clients, in words; empty for nothing. */
  String remainsOfClients() {
    int connections = clientConnections();
    String port = clientPort == null ? "" : clientPort.remains();
    return connections == 0 ? port : "%d connections %s".formatted(connections, port).strip();
  }

  /**
   * The process dies.
   *
   * @param silently whether its connections stay up for the others until they notice the silence
   */
  void end(boolean silently) {
    life.end();
    for (SimPeerLinks each : links) {
      each.end(silently);
    }
    for (SimStream each : clientStreams) {
      each.nodeEnded(silently);
    }
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Entropy entropy() {
    return entropy;
  }

  @Override
  public List<Loop> loops() {
    return List.copyOf(loops);
  }

  @Override
  public Worker worker(String name) {
    return new SimWorker(network.scheduler(), life, diskDelayNanos);
  }

  @Override
  public Disk disk() {
    return disk;
  }

  @Override
  public Datagrams datagrams() {
    return new Datagrams() {
      @Override
      public void send(Address to, byte[] payload) {
        if (payload.length > MAX_BYTES) {
          throw new IllegalArgumentException("a datagram of " + payload.length + " bytes");
        }
        network.datagram(nodeId, gossip, to, payload);
      }

      @Override
      public void onReceive(Receiver receiver) {
        datagramReceiver = receiver;
      }
    };
  }

  @Override
  public PeerLinks peerLinks(int loop) {
    return links.get(loop);
  }
}
