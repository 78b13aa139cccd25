package io.atoll.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.transport.ClientLoop;
import io.atoll.client.world.FakeCluster;
import io.atoll.client.world.FakeNode;
import io.atoll.client.world.World;
import io.atoll.wire.LevelCode;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/** An engine in a world, and short ways to ask it. */
final class TestClient {
  static final CallTerms READ = new CallTerms(LevelCode.QUORUM, false, 1_000, true, false);
  static final CallTerms HEDGED = new CallTerms(LevelCode.QUORUM, false, 1_000, true, true);
  static final CallTerms LOCAL = new CallTerms(LevelCode.LOCAL_QUORUM, false, 1_000, true, false);
  static final CallTerms WRITE = new CallTerms(LevelCode.QUORUM, false, 1_000, false, false);
  static final CallTerms REPEATABLE = new CallTerms(LevelCode.QUORUM, false, 1_000, true, false);

  final World world;
  final Counts stats = new Counts();
  final List<Told<?>> all = new ArrayList<>();
  ClientEngine engine;

  TestClient(World world) {
    this.world = world;
  }

  /** Opens one that contacts every node, on one loop, and lets it connect. */
  static TestClient open(World world, FakeCluster cluster) {
    return open(world, settings(cluster), 1);
  }

  static TestClient open(World world, EngineSettings settings, int loops) {
    TestClient client = new TestClient(world);
    CompletableFuture<ClientEngine> opening = client.opening(settings, loops);
    assertThat(world.runUntil(opening::isDone, 10_000)).isTrue();
    client.engine = opening.join();
    world.run(200);
    return client;
  }

  CompletableFuture<ClientEngine> opening(EngineSettings settings, int loops) {
    List<ClientLoop> each = Stream.generate(world::loop).limit(loops).toList();
    return ClientEngine.open(settings, each, stats).toCompletableFuture();
  }

  static EngineSettings settings(FakeCluster cluster) {
    return EngineSettings.of(cluster.nodes().stream().map(TestClient::contact).toList());
  }

  static ContactPoint contact(FakeNode node) {
    return new ContactPoint(node.host(), node.port());
  }

  Told<Response.Values> get(String key, CallTerms terms) {
    return get("default", key, terms);
  }

  Told<Response.Values> get(String keyspace, String key, CallTerms terms) {
    Told<Response.Values> told = told();
    engine.get(keyspace, new Request.Reading(Told.bytes(key), List.of()), terms, told);
    return told;
  }

  Told<Response.Written> put(String key, String value, CallTerms terms) {
    Told<Response.Written> told = told();
    engine.write("default", writing(key, value), terms, told);
    return told;
  }

  static Request.Writing writing(String key, String value) {
    return new Request.Writing(Told.bytes(key), List.of(), false, "", Told.bytes(value));
  }

  <T> Told<T> told() {
    Told<T> told = new Told<>(world::nowNanos);
    all.add(told);
    return told;
  }

  /** Lets time pass until it is told, at most so much. */
  <T> Told<T> await(Told<T> told) {
    assertThat(world.runUntil(told::isTold, 60_000)).isTrue();
    return told;
  }

  /** Many reads one after the other, so that latencies are known. */
  void warmUp(int reads, CallTerms terms) {
    for (int i = 0; i < reads; i++) {
      assertThat(await(get("warm-" + i, terms)).failure).isNull();
    }
  }
}
