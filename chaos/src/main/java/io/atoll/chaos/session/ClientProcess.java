package io.atoll.chaos.session;

import io.atoll.client.AtollClient;
import io.atoll.client.Keyspace;
import io.atoll.client.ReadOptions;
import io.atoll.client.codec.Codec;
import io.atoll.client.engine.ClientEngine;
import io.atoll.client.engine.ContactPoint;
import io.atoll.client.engine.EngineSettings;
import io.atoll.client.engine.EngineStats;
import io.atoll.client.transport.ClientLoop;
import io.atoll.ring.Member;
import io.atoll.sim.SimClientLoop;
import io.atoll.sim.SimCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** One process that uses the client library, in a DC of a simulated run. */
public final class ClientProcess {
  private static final int MAX_CONTACT_POINTS = 3;

  private final String name;
  private final String dc;
  private final List<SimClientLoop> loops;
  private ClientEngine engine;
  private NotingEngine noting;
  private AtollClient client;
  private String trouble = "still opening";
  private boolean closed;

  private ClientProcess(String name, String dc, List<SimClientLoop> loops) {
    this.name = name;
    this.dc = dc;
    this.loops = loops;
  }

  /**
   * Starts one, which opens its client; {@link #trouble} says what came of it.
   *
   * @param fallbackDcs in order; empty for by latency
   */
  public static ClientProcess start(
      SimCluster cluster,
      String name,
      String dc,
      List<String> fallbackDcs,
      SessionMix mix,
      RandomGenerator random,
      SessionHistory sessions) {
    ClientProcess process =
        new ClientProcess(name, dc, cluster.client(name, dc, mix.crowd().loopsPerClient()));
    EngineSettings settings =
        EngineSettings.of(contactPoints(cluster.members(), random))
            .withLocalDc(dc)
            .withFallbackDcs(fallbackDcs);
    ClientEngine.open(settings, List.<ClientLoop>copyOf(process.loops), new Watching(sessions))
        .whenComplete(
            (engine, failure) -> {
              if (failure != null) {
                process.trouble = String.valueOf(failure.getMessage());
              } else {
                process.opened(engine, cluster, sessions);
              }
            });
    return process;
  }

  private static List<ContactPoint> contactPoints(List<Member> members, RandomGenerator random) {
    List<ContactPoint> points = new ArrayList<>();
    members.forEach(member -> points.add(new ContactPoint(member.host(), member.clientPort())));
    for (int i = 0; i < points.size(); i++) {
      Collections.swap(points, i, random.nextInt(i, points.size()));
    }
    return points.subList(0, Math.min(points.size(), 1 + random.nextInt(MAX_CONTACT_POINTS)));
  }

  private void opened(ClientEngine opened, SimCluster cluster, SessionHistory sessions) {
    engine = opened;
    noting =
        new NotingEngine(
            opened, name, dc, sessions, SimCluster.CONTEXTS, () -> cluster.scheduler().nowNanos());
    client = AtollClient.builder().over(noting, loops.getFirst()::nanos);
    trouble = null;
    cluster.say(name + " knows the cluster");
  }

  /** Counts efforts; whatever a listener throws is a mistake of whoever wrote it. */
  private record Watching(SessionHistory sessions) implements EngineStats {
    @Override
    public void repeated(Operation operation) {
      sessions.count("repeats");
    }

    @Override
    public void hedged(Operation operation) {
      sessions.count("hedges");
    }

    @Override
    public void hedgeWon(Operation operation) {
      sessions.count("hedges won");
    }

    @Override
    public void connectionFailed() {
      sessions.count("connections lost");
    }

    @Override
    public void listenerThrew(Throwable thrown) {
      sessions.mistake("a listener threw " + thrown);
    }
  }

  public String name() {
    return name;
  }

  /** Why the client is not open, or null. */
  public String trouble() {
    return trouble;
  }

  NotingEngine noting() {
    return noting;
  }

  Keyspace<String, Marks> keyspace(String keyspace) {
    return client.keyspace(keyspace, Codec.utf8(), Marks.CODEC);
  }

  /**
   * Reads every key, when nothing is wrong any more.
   *
   * @param broken told of every read that fails
   */
  public void readEverything(
      List<String> keyspaces, int keys, int timeoutMs, Consumer<String> broken) {
    ReadOptions options = ReadOptions.DEFAULT.withTimeout(Duration.ofMillis(timeoutMs));
    for (String keyspace : keyspaces) {
      for (int k = 0; k < keys; k++) {
        String key = "key" + k;
        keyspace(keyspace)
            .get(key, options)
            .whenComplete(
                (entry, failure) -> {
                  if (failure != null) {
                    broken.accept(
                        "%s cannot read %s/%s of a healed cluster: %s"
                            .formatted(name, keyspace, key, failure));
                  }
                });
      }
    }
  }

  /** Closes the client. */
  public void close() {
    if (client != null) {
      client.closeAsync().thenRun(() -> closed = true);
    }
  }

  /** What it still has after it was closed, in words; empty for nothing. */
  public String remains() {
    if (!closed) {
      return client == null ? "" : "its client, which did not close";
    }
    int connections = loops.stream().mapToInt(SimClientLoop::connections).sum();
    return connections == 0 && engine.inFlight() == 0
        ? ""
        : "%d connections and %d requests".formatted(connections, engine.inFlight());
  }
}
