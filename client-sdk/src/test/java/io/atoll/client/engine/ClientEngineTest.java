package io.atoll.client.engine;

import static io.atoll.client.engine.TestClient.READ;
import static io.atoll.client.engine.TestClient.WRITE;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.client.world.FakeCluster;
import io.atoll.client.world.FakeNode;
import io.atoll.client.world.World;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests against a cluster in health. */
class ClientEngineTest {
  private final World world = new World(1);
  private final FakeCluster cluster = FakeCluster.in(world, 3, "us");

  @Test
  void aWriteIsReadBack() {
    TestClient client = TestClient.open(world, cluster);
    assertThat(client.await(client.put("k", "v", WRITE)).response.context()).hasSize(1);
    Response.Values values = client.await(client.get("k", READ)).response;
    assertThat(values.values()).hasSize(1);
    assertThat(values.values().getFirst().value()).isEqualTo(Told.bytes("v"));
    assertThat(values.outcome()).isEqualTo(FakeCluster.FINE);
  }

  @Test
  void valuesInSeveralFramesAreOneAnswerAndOthersPassBetweenThem() {
    TestClient client = TestClient.open(world, cluster);
    client.await(client.put("k", "last", WRITE));
    for (FakeNode node : cluster.nodes()) {
      node.treating(
          (session, number, request) -> {
            if (request instanceof Request.Get) {
              session.answerAfter(1_000_000, number, some("first", "second"));
              session.answerAfter(2_000_000, number, some("third"));
              session.answerAfter(5_000_000, number, session.usual(request));
            } else {
              session.answerAfter(3_000_000, number, session.usual(request));
            }
          });
    }
    Told<Response.Values> read = client.get("k", READ);
    Told<Response.Written> written = client.await(client.put("other", "v", WRITE));
    assertThat(written.failure).isNull();
    assertThat(read.isTold()).isFalse();
    assertThat(client.await(read).response.values())
        .extracting(value -> new String(value.value(), StandardCharsets.UTF_8))
        .containsExactly("first", "second", "third", "last");
    assertThat(read.response.outcome()).isEqualTo(FakeCluster.FINE);
  }

  @Test
  void someValuesOfNoRequestBreakTheConnectionAndThoseOfAnEndedOneAreDropped() {
    TestClient client = TestClient.open(world, cluster);
    client.await(client.put("k", "v", WRITE));
    for (FakeNode node : cluster.nodes()) {
      node.treating(
          (session, number, request) -> {
            session.answer(number, session.usual(request));
            session.answerAfter(2_000_000, number, some("late"));
          });
    }
    assertThat(client.await(client.get("k", READ)).response.values()).hasSize(1);
    world.run(10);
    int dialled = cluster.nodes().stream().mapToInt(FakeNode::dials).sum();
    assertThat(client.await(client.get("k", READ)).failure).isNull();
    assertThat(cluster.nodes().stream().mapToInt(FakeNode::dials).sum()).isEqualTo(dialled);
    cluster
        .node("us-1")
        .treating((session, number, request) -> session.answer(number + 1_000, some("nobody's")));
    for (int i = 0; i < 20; i++) {
      assertThat(client.await(client.get("key-" + i, READ)).failure).isNull();
    }
    assertThat(cluster.node("us-1").dials()).isGreaterThan(1);
  }

  private static Response.SomeValues some(String... values) {
    return new Response.SomeValues(
        Arrays.stream(values).map(text -> new Response.Value("", Told.bytes(text))).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 7, 64})
  void answersInPiecesAreAnswers(int bytes) {
    world.cutInto(bytes);
    TestClient client = TestClient.open(world, cluster);
    client.await(client.put("k", "v".repeat(300), WRITE));
    assertThat(client.await(client.get("k", READ)).response.values()).hasSize(1);
  }

  @Test
  void everyRequestGoesToAReplicaAndToTheLoopOfItsShard() {
    FakeCluster larger = FakeCluster.in(world, 5, "eu");
    larger.nodes().forEach(node -> node.onLoops(4));
    TestClient client = TestClient.open(world, larger);
    for (int i = 0; i < 500; i++) {
      assertThat(client.await(client.get("key-" + i, READ)).failure).isNull();
    }
    assertThat(larger.onNoReplica()).isZero();
    assertThat(larger.onForeignLoop()).isZero();
    assertThat(larger.nodes()).extracting(FakeNode::connections).containsOnly(4);
    assertThat(larger.nodes()).extracting(FakeNode::requests).allMatch(count -> count > 50);
  }

  @Test
  void severalLoopsServeTheSameKeysWithConnectionsOfTheirOwn() {
    TestClient client = TestClient.open(world, TestClient.settings(cluster), 3);
    for (int i = 0; i < 100; i++) {
      assertThat(client.await(client.put("key-" + i, "v", WRITE)).failure).isNull();
      assertThat(client.await(client.get("key-" + i, READ)).response.values()).hasSize(1);
    }
    assertThat(cluster.nodes()).allMatch(node -> node.connections() == 3);
  }

  @Test
  void manyCallsLeaveInOneWriteForEachConnection() {
    TestClient client = TestClient.open(world, cluster);
    int before = client.stats.writes;
    for (int i = 0; i < 500; i++) {
      client.get("key-" + i, READ);
    }
    world.run(100);
    assertThat(client.stats.done).isEqualTo(500);
    assertThat(client.stats.writes - before).isEqualTo(3);
  }

  @Test
  void aBatchIsFewFramesAndEachKeyIsAnsweredInOrder() {
    TestClient client = TestClient.open(world, cluster);
    List<Request.Writing> writings = new ArrayList<>();
    List<Request.Reading> readings = new ArrayList<>();
    List<Told<Response.Written>> written = new ArrayList<>();
    List<Told<Response.Values>> read = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      writings.add(TestClient.writing("key-" + i, "v" + i));
      readings.add(new Request.Reading(Told.bytes("key-" + i), List.of()));
      written.add(client.told());
      read.add(client.told());
    }
    client.engine.writeMany("default", writings, WRITE, written);
    world.run(100);
    client.engine.getMany("default", readings, READ, read);
    world.run(100);
    assertThat(written).allMatch(told -> told.response != null && told.times == 1);
    for (int i = 0; i < 300; i++) {
      assertThat(read.get(i).response.values().getFirst().value()).isEqualTo(Told.bytes("v" + i));
    }
    assertThat(cluster.batches()).hasSizeLessThan(20);
    assertThat(cluster.batches().stream().mapToInt(each -> each).sum()).isEqualTo(600);
  }

  @Test
  void anUnknownKeyspaceIsLookedForOnceAndThenNamedWithTheKnown() {
    TestClient client = TestClient.open(world, cluster);
    CallFailure failure = client.await(client.get("users", "k", READ)).failure;
    assertThat(failure.code()).isEqualTo(FailureCode.UNKNOWN_KEYSPACE);
    assertThat(failure.message()).contains("users").contains("default").contains("reef");
  }

  @Test
  void aKeyspaceThatIsNewIsFound() {
    TestClient client = TestClient.open(world, cluster);
    cluster.addKeyspace("users", 2);
    assertThat(client.await(client.get("users", "k", READ)).failure).isNull();
    assertThat(client.engine.view().epoch()).isEqualTo(2);
  }

  @Test
  void whatIsTooManyFailsAtOnceAndTheRestIsAnswered() {
    EngineSettings.Limits limits = new EngineSettings.Limits(100, 1 << 20, 1 << 20);
    TestClient client = TestClient.open(world, TestClient.settings(cluster).withLimits(limits), 1);
    List<Told<Response.Values>> told = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      told.add(client.get("key-" + i, READ));
    }
    assertThat(told.stream().filter(Told::isTold)).hasSize(50);
    assertThat(told.getLast().failure.kind()).isEqualTo(CallFailure.Kind.OVERLOADED);
    world.run(100);
    assertThat(client.stats.done).isEqualTo(100);
    assertThat(client.engine.inFlight()).isZero();
    assertThat(client.await(client.get("k", READ)).failure).isNull();
  }

  @Test
  void bytesAreBoundedToo() {
    EngineSettings.Limits limits = new EngineSettings.Limits(100, 10_000, 1 << 20);
    TestClient client = TestClient.open(world, TestClient.settings(cluster).withLimits(limits), 1);
    Told<Response.Written> first = client.put("a", "v".repeat(6_000), WRITE);
    Told<Response.Written> second = client.put("b", "v".repeat(6_000), WRITE);
    assertThat(second.failure.kind()).isEqualTo(CallFailure.Kind.OVERLOADED);
    assertThat(client.await(first).failure).isNull();
  }

  @Test
  void aNodeIsNeverGivenMoreThanItTakes() {
    cluster.nodes().forEach(node -> node.taking(4).slow(10));
    TestClient client = TestClient.open(world, cluster);
    for (int i = 0; i < 100; i++) {
      client.get("key-" + i, READ);
    }
    world.run(5);
    assertThat(cluster.nodes()).allMatch(node -> node.requests() == 4);
    world.run(500);
    assertThat(client.stats.done).isEqualTo(100);
  }

  @Test
  void aListenerThatThrowsHarmsNobodyElse() {
    TestClient client = TestClient.open(world, cluster);
    client.engine.get(
        "default",
        new Request.Reading(Told.bytes("k"), List.of()),
        READ,
        new Engine.Listener<>() {
          @Override
          public void answered(Response.Values response) {
            throw new IllegalStateException("mine");
          }

          @Override
          public void failed(CallFailure failure) {}
        });
    Told<Response.Values> other = client.get("k", READ);
    assertThat(client.await(other).failure).isNull();
    assertThat(client.stats.threw).isEqualTo(1);
    assertThat(client.engine.inFlight()).isZero();
  }

  @Test
  void whatIsTooLargeForAFrameFailsAlone() {
    TestClient client = TestClient.open(world, cluster);
    Told<Response.Written> told = client.put("k", "v".repeat(17 << 20), WRITE);
    assertThat(told.failure.code()).isEqualTo(FailureCode.INVALID_REQUEST);
    assertThat(client.await(client.get("k", READ)).failure).isNull();
  }

  @Test
  void whatANodeCouldNotReadFailsAloneAndBreaksNoConnection() {
    TestClient client = TestClient.open(world, cluster);
    Told<Response.Values> many = client.told();
    client.engine.get(
        "default",
        new Request.Reading(Told.bytes("k"), Collections.nCopies(65, new byte[1])),
        READ,
        many);
    Told<Response.Written> delete = client.told();
    client.engine.write(
        "default",
        new Request.Writing(Told.bytes("k"), List.of(), true, "", Told.bytes("v")),
        WRITE,
        delete);
    assertThat(many.failure.code()).isEqualTo(FailureCode.INVALID_REQUEST);
    assertThat(many.failure.message()).contains("65 contexts: at most 64");
    assertThat(delete.failure.code()).isEqualTo(FailureCode.INVALID_REQUEST);
    assertThat(client.engine.inFlight()).isZero();
    world.run(50);
    assertThat(client.stats.connectionsFailed).isZero();
  }

  @Test
  void closingFailsWhatIsUnderWayAndWhatComesLater() {
    cluster.nodes().forEach(node -> node.slow(500));
    TestClient client = TestClient.open(world, TestClient.settings(cluster), 2);
    Told<Response.Written> write = client.put("k", "v", WRITE);
    Told<Response.Values> read = client.get("other", READ);
    world.run(5);
    int[] closed = {0};
    client.engine.close(() -> closed[0]++);
    world.run(50);
    assertThat(closed[0]).isEqualTo(1);
    assertThat(write.failure.kind()).isEqualTo(CallFailure.Kind.CLOSED);
    assertThat(write.failure.mayHaveTakenEffect()).isTrue();
    assertThat(read.failure.mayHaveTakenEffect()).isFalse();
    assertThat(client.get("k", READ).failure.kind()).isEqualTo(CallFailure.Kind.CLOSED);
    assertThat(cluster.nodes()).allMatch(node -> node.connections() == 0);
    assertThat(client.engine.inFlight()).isZero();
    assertThat(client.stats.connections.values()).allMatch(count -> count == 0);
  }
}
