package io.atoll.client.world;

import io.atoll.client.transport.ClientLoop;
import io.atoll.client.transport.Connection;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.BooleanSupplier;

/** Virtual time and a network. Everything happens when {@link #run} says so. */
public final class World {
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::atNanos).thenComparingLong(Event::order));
  private final Map<String, FakeNode> nodes = new HashMap<>();
  private final Random random;
  private long nowNanos = 1_000_000_000L;
  private long order;
  private int chunkBytes = Integer.MAX_VALUE;
  private long oneWayNanos = 100_000;

  private record Event(long atNanos, long order, Runnable task) {}

  public World(long seed) {
    random = new Random(seed);
  }

  public Random random() {
    return random;
  }

  public long nowNanos() {
    return nowNanos;
  }

  /** What nodes send arrives in pieces of so many bytes. */
  public void cutInto(int bytes) {
    chunkBytes = bytes;
  }

  public void later(long delayNanos, Runnable task) {
    events.add(new Event(nowNanos + Math.max(0, delayNanos), order++, task));
  }

  void put(FakeNode node) {
    nodes.put(node.host() + ":" + node.port(), node);
  }

  /** Puts a node where another was. */
  public void replace(FakeNode node) {
    put(node);
  }

  /** Lets so much time pass. */
  public void run(long ms) {
    runUntil(() -> false, ms);
  }

  /** Lets time pass until something is so, or so much of it is over; whether it is so. */
  public boolean runUntil(BooleanSupplier done, long mostMs) {
    long endNanos = nowNanos + mostMs * 1_000_000;
    while (!done.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.atNanos > endNanos) {
        nowNanos = endNanos;
        return done.getAsBoolean();
      }
      events.poll();
      nowNanos = Math.max(nowNanos, next.atNanos);
      next.task.run();
    }
    return true;
  }

  /** Another loop for a client. */
  public ClientLoop loop() {
    return new Loop();
  }

  private final class Loop implements ClientLoop {
    @Override
    public void execute(Runnable task) {
      later(0, task);
    }

    @Override
    public long nanos() {
      return nowNanos;
    }

    @Override
    public long random() {
      return random.nextLong();
    }

    @Override
    public Timer after(long delayMs, Runnable task) {
      boolean[] cancelled = {false};
      later(
          delayMs * 1_000_000,
          () -> {
            if (!cancelled[0]) {
              task.run();
            }
          });
      return () -> cancelled[0] = true;
    }

    @Override
    public void connect(String host, int port, long timeoutMs, Connection.Listener listener) {
      FakeNode node = nodes.get(host + ":" + port);
      if (node == null || node.is(FakeNode.Fault.REFUSES)) {
        later(oneWayNanos * 2, () -> listener.closed("connection refused"));
      } else if (node.is(FakeNode.Fault.UNREACHABLE)) {
        later(
            timeoutMs * 1_000_000,
            () -> listener.closed("no connection within %d ms".formatted(timeoutMs)));
      } else {
        later(oneWayNanos * 2 + node.distanceNanos(), () -> new Wire(node, listener).open());
      }
    }
  }

  /** A connection between a client and a node. */
  private final class Wire implements Connection, FakeNode.Peer {
    private final FakeNode node;
    private final Listener listener;
    private final NodeSession session;
    private final List<byte[]> held = new ArrayList<>();
    private boolean closed;
    private boolean told;

    Wire(FakeNode node, Listener listener) {
      this.node = node;
      this.listener = listener;
      this.session = new NodeSession(node, this);
    }

    void open() {
      listener.opened(this);
      node.opened(this);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      byte[] copy = Arrays.copyOfRange(bytes, from, from + length);
      later(
          oneWayNanos + node.distanceNanos(),
          () -> {
            if (closed) {
              return;
            }
            if (node.is(FakeNode.Fault.HANGS)) {
              held.add(copy);
            } else {
              session.received(copy);
            }
          });
    }

    @Override
    public long unsentBytes() {
      return node.is(FakeNode.Fault.HANGS) ? held.stream().mapToLong(each -> each.length).sum() : 0;
    }

    @Override
    public void close() {
      closed = true;
      tell("closed by the client");
    }

    @Override
    public void send(byte[] bytes) {
      if (closed) {
        return;
      }
      for (int from = 0; from < bytes.length; from += chunkBytes) {
        int length = Math.min(chunkBytes, bytes.length - from);
        ByteBuffer chunk = ByteBuffer.wrap(bytes, from, length);
        later(
            oneWayNanos + node.distanceNanos(),
            () -> {
              if (!told) {
                listener.received(chunk);
              }
            });
        if (chunkBytes == Integer.MAX_VALUE) {
          return;
        }
      }
    }

    @Override
    public void hangUp(String reason) {
      closed = true;
      tell(reason);
    }

    @Override
    public void resume() {
      List<byte[]> all = List.copyOf(held);
      held.clear();
      all.forEach(
          bytes -> {
            if (!closed) {
              session.received(bytes);
            }
          });
    }

    @Override
    public boolean isHolding() {
      return !held.isEmpty();
    }

    private void tell(String reason) {
      later(
          oneWayNanos,
          () -> {
            if (!told) {
              told = true;
              node.closed(this);
              listener.closed(reason);
            }
          });
    }
  }
}
