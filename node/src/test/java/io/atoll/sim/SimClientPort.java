package io.atoll.sim;

import io.atoll.env.Loop;
import io.atoll.node.Node;
import io.atoll.resilience.ByteBudget;
import io.atoll.server.binary.BinaryDoor;
import io.atoll.server.binary.BinarySession;
import io.atoll.server.binary.BinarySettings;
import io.atoll.server.binary.BinaryStats;
import io.atoll.server.binary.LoopPlace;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The client port of one run of a simulated node: what sockets are in service. */
final class SimClientPort implements SimNodeEnv.ClientPort {
  private static final long TICK_MS = 100;

  /** As in service, but for bounds that a run reaches. */
  private static final BinarySettings SETTINGS =
      new BinarySettings(
          new BinarySettings.Listen("127.0.0.1", 0, 0),
          new BinarySettings.Sizes(10 * 1024, 1024 * 1024),
          new BinarySettings.Load(32, 64, 32 * 1024),
          new BinarySettings.RequestTimeouts(5_000, 30_000),
          new BinarySettings.Waits(5_000, 30_000, 20_000, 10_000, 2_000));

  private final SimNodeEnv env;
  private final List<BinaryDoor> doors = new ArrayList<>();
  private boolean ticking;

  /**
   * @param storageShards of the node
   */
  SimClientPort(SimNodeEnv env, Node node, int storageShards) {
    this.env = env;
    BinaryStats stats = new BinaryStats();
    int loops = env.loops().size();
    for (int i = 0; i < loops; i++) {
      doors.add(
          new BinaryDoor(
              node.backend(i),
              env.clock(),
              env.loops().get(i),
              SETTINGS,
              new ByteBudget(1024 * 1024),
              new LoopPlace(i, loops, storageShards),
              stats));
    }
  }

  @Override
  public void accept(int loop, SimStream.End end) {
    if (!ticking) {
      ticking = true;
      for (int i = 0; i < doors.size(); i++) {
        tick(env.loops().get(i), doors.get(i));
      }
    }
    new Connection(doors.get(loop), end).begin();
  }

  private static void tick(Loop loop, BinaryDoor door) {
    loop.execute(() -> loop.every(TICK_MS, door::tick));
  }

  @Override
  public String remains() {
    int sessions = 0;
    int requests = 0;
    long bytes = 0;
    for (BinaryDoor door : doors) {
      sessions += door.resources().connections();
      requests += door.resources().inFlight();
      bytes += door.resources().bytes();
    }
    return sessions == 0 && requests == 0 && bytes == 0
        ? ""
        : "%d sessions, %d requests, %d bytes held".formatted(sessions, requests, bytes);
  }

  /** Joins one stream with its session. */
  private static final class Connection implements SimStream.User, BinarySession.Output {
    private final SimStream.End end;
    private final BinarySession session;

    Connection(BinaryDoor door, SimStream.End end) {
      this.end = end;
      this.session = door.accept(this);
    }

    void begin() {
      if (session == null) {
        end.close();
      } else {
        end.attach(this);
      }
    }

    @Override
    public void received(ByteBuffer bytes) {
      session.received(bytes);
    }

    @Override
    public void drained() {
      session.drained();
    }

    @Override
    public void closed(String reason) {
      session.closed();
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
    public void reading(boolean wanted) {
      if (wanted) {
        end.resume();
      } else {
        end.pause();
      }
    }

    @Override
    public void close() {
      end.close();
    }
  }
}
