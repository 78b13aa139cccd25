package io.atoll.sim;

import io.atoll.client.transport.ClientLoop;
import io.atoll.client.transport.Connection;
import io.atoll.env.Address;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** The doors of one client process, in virtual time, at one place of the simulated network. */
public final class SimClientLoop implements ClientLoop {
  private static final long TRY_AGAIN_NANOS = 1_000_000_000;

  private final SimNetwork network;
  private final String place;
  private final Scheduler.Life life;
  private final SimClock clock;
  private final SimLoop loop;
  private final SplittableRandom random;
  private final SplittableRandom streams;
  private int connections;

  /**
   * @param place where it stands in the network, attached to it already
   * @param life ends when the process does
   * @param seed of this process's own chance
   */
  SimClientLoop(SimNetwork network, String place, Scheduler.Life life, SimClock clock, long seed) {
    this.network = network;
    this.place = place;
    this.life = life;
    this.clock = clock;
    this.loop = new SimLoop(network.scheduler(), life, clock);
    this.random = new SplittableRandom(seed);
    this.streams = random.split();
  }

  @Override
  public void execute(Runnable task) {
    loop.execute(task);
  }

  @Override
  public long nanos() {
    return clock.nanos();
  }

  @Override
  public long random() {
    return random.nextLong();
  }

  @Override
  public Timer after(long delayMs, Runnable task) {
    return loop.after(delayMs, task)::cancel;
  }

  /** Connections that stand or are being opened. */
  public int connections() {
    return connections;
  }

  @Override
  public void connect(String host, int port, long timeoutMs, Connection.Listener listener) {
    connections++;
    Opening opening = new Opening(network.nodeAt(new Address(host, port)), listener);
    loop.after(timeoutMs, () -> opening.fails("no connection within " + timeoutMs + " ms"));
    if (opening.nodeId == null) {
      opening.fails("unknown host " + host);
    } else {
      opening.dial();
    }
  }

  /** One connection from the first attempt to its end. */
  private final class Opening implements Connection, SimStream.User {
    private final String nodeId;
    private final Listener listener;
    private SimStream.End end;
    private boolean decided;

    Opening(String nodeId, Listener listener) {
      this.nodeId = nodeId;
      this.listener = listener;
    }

    private void dial() {
      if (!decided) {
        long there = network.latencyNanos(place, nodeId);
        network.scheduler().after(there, network.life(), this::arrive);
      }
    }

    private void arrive() {
      if (network.isBlocked(place, nodeId)
          || network.isBlocked(nodeId, place)
          || network.isDark(nodeId)) {
        network.scheduler().after(TRY_AGAIN_NANOS, life, this::dial);
        return;
      }
      SimNodeEnv node = network.running(nodeId);
      SimStream stream = node == null ? null : node.accept(place, loop, streams.split());
      long back = network.latencyNanos(nodeId, place);
      if (stream == null) {
        loop.deliver(
            network.scheduler().nowNanos() + back, () -> fails("connection refused by " + nodeId));
      } else {
        loop.deliver(network.scheduler().nowNanos() + back, () -> opens(stream.client()));
      }
    }

    private void opens(SimStream.End mine) {
      if (decided) {
        mine.close();
        return;
      }
      decided = true;
      end = mine;
      end.attach(this);
      listener.opened(this);
    }

    private void fails(String reason) {
      if (!decided) {
        decided = true;
        execute(() -> closed(reason));
      }
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      end.write(bytes, from, length);
    }

    @Override
    public long unsentBytes() {
      return end.unsentBytes();
    }

    @Override
    public void close() {
      end.close();
    }

    @Override
    public void received(ByteBuffer bytes) {
      listener.received(bytes);
    }

    @Override
    public void closed(String reason) {
      connections--;
      listener.closed(reason);
    }
  }
}
