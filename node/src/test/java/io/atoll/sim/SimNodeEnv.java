package io.atoll.sim;

import io.atoll.env.Address;
import io.atoll.env.Clock;
import io.atoll.env.Datagrams;
import io.atoll.env.Disk;
import io.atoll.env.Entropy;
import io.atoll.env.Loop;
import io.atoll.env.NodeEnv;
import io.atoll.env.PeerLinks;
import io.atoll.env.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** The doors of one run of a simulated process, from its start to its crash. */
public final class SimNodeEnv implements NodeEnv {
  private final SimNetwork network;
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

  /**
   * @param life ends when the process does
   * @param seed of this process's own entropy
   * @param diskDelayNanos how long the next task of a worker takes
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
      LongSupplier diskDelayNanos) {
    this.network = network;
    this.nodeId = nodeId;
    this.gossip = gossip;
    this.disk = disk;
    this.life = life;
    this.clock = clock;
    SplittableRandom random = new SplittableRandom(seed);
    this.entropy = random::nextLong;
    this.diskDelayNanos = diskDelayNanos;
    for (int i = 0; i < loopCount; i++) {
      SimLoop loop = new SimLoop(network.scheduler(), life, clock);
      loops.add(loop);
      links.add(new SimPeerLinks(network, this, loop));
    }
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
        .deliver(
            network.scheduler().nowNanos(),
            () -> {
              if (datagramReceiver != null) {
                datagramReceiver.received(from, payload);
              }
            });
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
