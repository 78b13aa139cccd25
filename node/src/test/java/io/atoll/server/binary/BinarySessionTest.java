package io.atoll.server.binary;

import static io.atoll.server.binary.HandClient.bytes;
import static io.atoll.server.binary.HandClient.delete;
import static io.atoll.server.binary.HandClient.get;
import static io.atoll.server.binary.HandClient.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.bytes.ByteWriter;
import io.atoll.causal.Actor;
import io.atoll.causal.CausalContext;
import io.atoll.causal.ContextSeal;
import io.atoll.causal.VersionVector;
import io.atoll.replication.Outcome;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.ConflictPolicy;
import io.atoll.ring.ConsistencyLevel;
import io.atoll.ring.Keyspace;
import io.atoll.wire.ClusterView;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Greeting;
import io.atoll.wire.LevelCode;
import io.atoll.wire.Protocol;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import io.atoll.wire.Tokens;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a session does with good requests and with those that only the store or a rule refuses. */
class BinarySessionTest {
  private final Fixture fixture = new Fixture();
  private final ShelfBackend backend = fixture.backend;

  @Test
  void aClientIsGreetedAndWelcomed() {
    HandClient client = fixture.client();
    assertThat(client.greeting)
        .isEqualTo(new Greeting(Protocol.MAX_VERSION, Protocol.MIN_VERSION, Protocol.MAX_VERSION));
    assertThat(client.welcome)
        .isEqualTo(
            new Response.Welcome(
                "isles", "us-1", "us", 1, 1, 2, 8, Fixture.MAX_IN_FLIGHT, 100, 100_000));
  }

  @Test
  void requestsBehindTheGreetingAreAnsweredInOneWrite() {
    HandClient client = fixture.connect();
    ByteWriter all = new ByteWriter(0).writeRaw(Greeting.ofClient().encode());
    all.writeRaw(HandClient.frame(1, put("tea", "green")));
    all.writeRaw(HandClient.frame(2, get("tea")));
    client.send(Arrays.copyOf(all.array(), all.size()));
    assertThat(client.order).containsExactly(1L, 2L);
    assertThat(client.value(2)).isEqualTo("green");
    assertThat(client.writes).hasSize(1);
  }

  @Test
  void requestsMayComeByteByByte() {
    HandClient client = fixture.connect();
    ByteWriter all = new ByteWriter(0).writeRaw(Greeting.ofClient().encode());
    all.writeRaw(HandClient.frame(1, put("tea", "green")));
    all.writeRaw(HandClient.frame(2, get("tea")));
    for (int i = 0; i < all.size(); i++) {
      client.send(new byte[] {all.array()[i]});
    }
    assertThat(client.value(2)).isEqualTo("green");
  }

  @Test
  void aWriteWithTheContextsOfSiblingsReplacesThem() {
    HandClient client = fixture.client();
    client.send(1, put("cart", "tea"));
    client.send(2, put("cart", "milk"));
    client.send(3, get("cart"));
    Response.Values both = client.answer(3, Response.Values.class);
    assertThat(both.values()).hasSize(2);
    assertThat(both.values().getFirst().contentType()).isEqualTo("text/plain");
    assertThat(both.deleted()).isFalse();
    byte[] first = client.answer(1, Response.Written.class).context();
    client.send(4, put("cart", "both", first, new byte[0], both.context()));
    client.send(5, get("cart"));
    assertThat(client.answer(5, Response.Values.class).values()).hasSize(1);
    assertThat(client.value(5)).isEqualTo("both");
  }

  @Test
  void absentAndDeletedKeysAreToldApart() {
    HandClient client = fixture.client();
    client.send(1, get("tea"));
    Response.Values absent = client.answer(1, Response.Values.class);
    assertThat(absent.values()).isEmpty();
    assertThat(absent.context()).isEmpty();
    assertThat(absent.deleted()).isFalse();
    client.send(2, put("tea", "green", absent.context()));
    client.send(3, delete("tea", client.answer(2, Response.Written.class).context()));
    client.send(4, get("tea"));
    Response.Values deleted = client.answer(4, Response.Values.class);
    assertThat(deleted.values()).isEmpty();
    assertThat(deleted.context()).isNotEmpty();
    assertThat(deleted.deleted()).isTrue();
    client.send(5, put("tea", "black"));
    client.send(6, get("tea"));
    assertThat(client.value(6)).isEqualTo("black");
    assertThat(client.answer(6, Response.Values.class).deleted())
        .as("a write takes the place of the deletes where it is made")
        .isFalse();
    client.send(7, delete("tea"));
    client.send(8, get("tea"));
    assertThat(client.value(8)).isEqualTo("black");
    assertThat(client.answer(8, Response.Values.class).deleted()).isTrue();
  }

  @Test
  void termsReachTheStore() {
    HandClient client = fixture.client();
    Request.Terms terms = new Request.Terms(1, LevelCode.EACH_QUORUM, false, 123);
    client.send(1, new Request.Get(terms, new Request.Reading(bytes("tea"), List.of())));
    ReadRequest read = (ReadRequest) backend.requests.getFirst();
    assertThat(read.keyspace()).isEqualTo("default");
    assertThat(read.level()).isEqualTo(ConsistencyLevel.Named.EACH_QUORUM);
    assertThat(read.timeoutMs()).isEqualTo(123);
    client.send(2, put("tea", "green"));
    WriteRequest write = (WriteRequest) backend.requests.getLast();
    assertThat(write.level()).isNull();
    assertThat(write.timeoutMs()).isEqualTo(5_000);
    Response.Written written = client.answer(2, Response.Written.class);
    assertThat(written.epoch()).isEqualTo(1);
    assertThat(written.outcome()).isEqualTo(new io.atoll.wire.Outcome(2, 2, 2, 0, true));
  }

  @Test
  void everyLevelHasACodeAndBack() {
    for (ConsistencyLevel level : ConsistencyLevel.Named.values()) {
      assertThat(ConsistencyLevel.ofCode(level.code())).isEqualTo(level);
    }
    for (int replicas : new int[] {1, 64, 65, LevelCode.MAX_COUNT}) {
      ConsistencyLevel level = new ConsistencyLevel.Count(replicas);
      assertThat(ConsistencyLevel.ofCode(level.code())).isEqualTo(level);
    }
    assertThat(ConsistencyLevel.ofCode(LevelCode.DEFAULT)).isNull();
  }

  @Test
  void answersLeaveInTheOrderOfTheStoreAndTogetherAtTheEndOfTheTurn() {
    backend.holdsBack = true;
    HandClient client = fixture.client();
    for (int i = 1; i <= 3; i++) {
      client.send(i, put("key" + i, "value"));
    }
    int before = client.writes.size();
    fixture.release(2);
    fixture.release(0);
    assertThat(client.order).isEmpty();
    fixture.loop.turn();
    assertThat(client.order).containsExactly(3L, 1L);
    assertThat(client.writes).hasSize(before + 1);
    fixture.releaseAll();
    fixture.loop.turn();
    assertThat(client.order).containsExactly(3L, 1L, 2L);
  }

  @Test
  void itemsOfABatchAreAnsweredOneByOne() {
    HandClient client = fixture.client();
    Request.Writing good = put("a", "1").writing();
    Request.Writing bad = put("", "2").writing();
    client.send(10, new Request.WriteMany(HandClient.TERMS, List.of(good, bad, good)));
    assertThat(client.order).containsExactly(10L, 11L, 12L);
    assertThat(client.failed(11).code()).isEqualTo(FailureCode.INVALID_REQUEST);
    client.send(
        20, new Request.GetMany(HandClient.TERMS, List.of(get("a").reading(), get("b").reading())));
    assertThat(client.answer(20, Response.Values.class).values()).hasSize(2);
    assertThat(client.answer(21, Response.Values.class).values()).isEmpty();
  }

  @Test
  void theViewIsWhatTheTopologyIs() {
    HandClient client = fixture.client();
    client.send(1, new Request.GetView());
    ClusterView view = ClusterView.decode(client.answer(1, Response.View.class).encoded());
    assertThat(view.clusterName()).isEqualTo("isles");
    assertThat(view.members()).extracting(ClusterView.Node::clientPort).contains(7003, 7013);
    assertThat(view.members()).extracting(ClusterView.Node::httpPort).contains(7002, 7012);
    ClusterView.KeyspaceView keyspace = view.keyspaces().get("default");
    assertThat(keyspace.id()).isEqualTo(1);
    assertThat(keyspace.readLevel()).isEqualTo(LevelCode.QUORUM);
    Keyspace own = backend.topology.keyspaces().get("default");
    ClusterView.DcClaim us = view.claims().get("us");
    for (int i = 0; i < 100; i++) {
      long token = Tokens.of(1, bytes("key" + i));
      int partition = view.partitionOf(token);
      assertThat(partition).isEqualTo(backend.topology.partitionOf(token));
      for (int place = 0; place < 2; place++) {
        assertThat(view.members().get(us.nodes()[partition * us.depth() + place]).nodeId())
            .isEqualTo(backend.topology.preferenceList(own, token).replicas().get(place).nodeId());
      }
    }
  }

  @Test
  void anotherEpochIsToldAndItsKeyspacesAreKnown() {
    HandClient client = fixture.client();
    Request.Terms terms = new Request.Terms(2, LevelCode.DEFAULT, false, 0);
    Request.Get read = new Request.Get(terms, new Request.Reading(bytes("tea"), List.of()));
    client.send(1, read);
    assertThat(client.failed(1).code()).isEqualTo(FailureCode.UNKNOWN_KEYSPACE);
    assertThat(client.failed(1).message()).contains("id 2", "epoch 1", "default");
    backend.topology =
        backend.topology.withKeyspace(
            new Keyspace(
                0,
                "users",
                new TreeMap<>(Map.of("us", 2)),
                ConflictPolicy.LWW,
                ConsistencyLevel.Named.ONE,
                ConsistencyLevel.Named.ALL));
    client.send(2, read);
    assertThat(client.answer(2, Response.Values.class).epoch()).isEqualTo(2);
    assertThat(((ReadRequest) backend.requests.getLast()).keyspace()).isEqualTo("users");
    client.send(3, new Request.GetView());
    ClusterView view = ClusterView.decode(client.answer(3, Response.View.class).encoded());
    assertThat(view.epoch()).isEqualTo(2);
    assertThat(view.keyspaces().get("users").lastWriterWins()).isTrue();
  }

  /** Refused by its length: it reaches neither the store nor a frame between nodes. */
  @Test
  void aContextOfNineMegabytesIsRefusedAndTheConnectionGoesOn() {
    HandClient client = fixture.client();
    byte[] huge = new byte[9 << 20];
    client.send(1, put("k", "v", huge));
    refused(
        client, 1, FailureCode.INVALID_REQUEST, "the context has 9437184 bytes: must be at most");
    client.send(2, get("k", huge));
    refused(client, 2, FailureCode.INVALID_REQUEST, "must be at most 6144");
    client.send(3, delete("k", huge));
    refused(client, 3, FailureCode.INVALID_REQUEST, "must be at most 6144");
    byte[][] many = new byte[Protocol.MAX_CONTEXTS][Protocol.MAX_CONTEXT_BYTES];
    client.send(4, put("k", "v", many));
    refused(client, 4, FailureCode.INVALID_REQUEST, "is no context of this key");
    assertThat(backend.requests).isEmpty();
    client.send(5, put("k", "v"));
    assertThat(client.answer(5, Response.Written.class).context()).isNotEmpty();
  }

  /** Actors, counters and times that nobody answered: all that a client could make up. */
  @Test
  void aContextThatNobodyAnsweredIsRefused() {
    HandClient client = fixture.client();
    client.send(1, put("k", "theirs"));
    byte[] good = client.answer(1, Response.Written.class).context();
    List<CausalContext> forgeries =
        List.of(
            new CausalContext(VersionVector.of(new Actor(1, 1), 1), 0),
            new CausalContext(VersionVector.of(new Actor(1, 1), Long.MAX_VALUE), 0),
            new CausalContext(VersionVector.of(new Actor(77_777, 5), 1), 0),
            new CausalContext(VersionVector.EMPTY, Long.MAX_VALUE));
    byte[] tag = Arrays.copyOfRange(good, good.length - ContextSeal.TAG_BYTES, good.length);
    int number = 2;
    for (CausalContext forgery : forgeries) {
      byte[] bare = forgery.encode();
      byte[] withTag = Arrays.copyOf(bare, bare.length + tag.length);
      System.arraycopy(tag, 0, withTag, bare.length, tag.length);
      byte[] elsewhere = ShelfBackend.SEAL.seal(2, bytes("k"), forgery);
      byte[] ofAnother =
          new ContextSeal(new byte[] {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
              .seal(1, bytes("k"), forgery);
      for (byte[] forged : List.of(bare, withTag, elsewhere, ofAnother)) {
        client.send(number, put("k", "mine", good, forged));
        refused(client, number++, FailureCode.INVALID_REQUEST, "is no context of this key");
      }
    }
    assertThat(backend.siblings(bytes("k")).live()).hasSize(1);
    client.send(number, get("k"));
    assertThat(client.value(number)).isEqualTo("theirs");
  }

  @Test
  void theContextOfAnotherKeyRemovesNothing() {
    HandClient client = fixture.client();
    client.send(1, put("doc1", "one"));
    byte[] one = client.answer(1, Response.Written.class).context();
    client.send(2, put("doc2", "theirs"));
    client.send(3, put("doc2", "mine", one));
    refused(client, 3, FailureCode.INVALID_REQUEST, "the context was made for another key");
    client.send(4, delete("doc2", one));
    refused(client, 4, FailureCode.INVALID_REQUEST, "the context was made for another key");
    client.send(5, get("doc2", one));
    refused(client, 5, FailureCode.INVALID_REQUEST, "the context was made for another key");
    client.send(6, get("doc2"));
    assertThat(client.value(6)).isEqualTo("theirs");
  }

  @Test
  void whatARequestMayNotSayIsRefusedAndTheConnectionGoesOn() {
    HandClient client = fixture.client();
    client.send(1, get(""));
    refused(client, 1, FailureCode.INVALID_REQUEST, "the key has 0 bytes: must be 1 to 100");
    client.send(2, get("k".repeat(101)));
    refused(client, 2, FailureCode.INVALID_REQUEST, "the key has 101 bytes: must be 1 to 100");
    client.send(3, put("k", "v".repeat(Fixture.MAX_VALUE_BYTES + 1)));
    refused(
        client, 3, FailureCode.INVALID_REQUEST, "the value has 100001 bytes: must be 0 to 100000");
    client.send(4, get("k", new byte[] {9, 9}));
    refused(client, 4, FailureCode.INVALID_REQUEST, "is no context of this key");
    client.send(5, terms(LevelCode.ONE, true, 0));
    refused(client, 5, FailureCode.NOT_IMPLEMENTED, "sloppy");
    client.send(6, terms(LevelCode.ONE, false, 30_001));
    refused(
        client, 6, FailureCode.INVALID_REQUEST, "timeout=30001: must be 1 to 30000 milliseconds");
    for (String type : List.of("t".repeat(256), "text/plain\n", "text/pläin")) {
      client.send(
          100,
          new Request.Write(
              HandClient.TERMS,
              new Request.Writing(bytes("k"), List.of(), false, type, bytes("v"))));
      refused(client, 100, FailureCode.INVALID_REQUEST, "content type");
      client.answers.remove(100L);
    }
    assertThat(backend.requests).isEmpty();
    client.send(7, new Request.Ping());
    assertThat(client.answer(7, Response.Pong.class)).isNotNull();
    assertThat(client.closed).isFalse();
  }

  private static Request.Get terms(int level, boolean sloppy, int timeoutMs) {
    return new Request.Get(
        new Request.Terms(1, level, sloppy, timeoutMs), new Request.Reading(bytes("k"), List.of()));
  }

  private static void refused(HandClient client, long number, FailureCode code, String why) {
    Response.Failed failed = client.failed(number);
    assertThat(failed.code()).isEqualTo(code);
    assertThat(failed.message()).contains(why);
    assertThat(failed.epoch()).isEqualTo(1);
  }

  @Test
  void failuresOfTheStoreKeepTheirKindAndTheirWords() {
    Map<RuntimeException, FailureCode> failures =
        Map.of(
            new RequestFailure.UnknownKeyspace("words"), FailureCode.UNKNOWN_KEYSPACE,
            new RequestFailure.ImpossibleLevel("words"), FailureCode.IMPOSSIBLE_LEVEL,
            new RequestFailure.Unavailable("words", 1, 2), FailureCode.UNAVAILABLE,
            new RequestFailure.NotEnoughAnswers("words", new Outcome(3, 1, 2, 0, 1, true)),
                FailureCode.NOT_ENOUGH_ANSWERS,
            new RequestFailure.ContextNotReached("words", List.of()),
                FailureCode.CONTEXT_NOT_REACHED,
            new RequestFailure.Overloaded("words"), FailureCode.OVERLOADED,
            new RequestFailure.StorageRefused("words"), FailureCode.STORAGE_REFUSED,
            new RequestFailure.TooManySiblings("words"), FailureCode.TOO_MANY_SIBLINGS);
    HandClient client = fixture.client();
    long number = 1;
    for (Map.Entry<RuntimeException, FailureCode> each : failures.entrySet()) {
      backend.failure = each.getKey();
      for (boolean late : new boolean[] {false, true}) {
        backend.holdsBack = late;
        client.send(number, get("tea"));
        client.send(number + 1, put("tea", "green"));
        fixture.releaseAll();
        fixture.loop.turn();
        refused(client, number, each.getValue(), "words");
        refused(client, number + 1, each.getValue(), "words");
        boolean some = each.getValue() == FailureCode.NOT_ENOUGH_ANSWERS;
        assertThat(client.failed(number).outcome().answered()).isEqualTo(some ? 1 : 0);
        number += 2;
      }
    }
    assertThat(fixture.stats.requests(Asked.GET, FailureCode.OVERLOADED)).isEqualTo(2);
    assertThat(fixture.stats.requests(Asked.PUT, FailureCode.OVERLOADED)).isEqualTo(2);
  }

  @Test
  void aDefectOfTheStoreFailsItsRequestOnlyAndTellsNothing() {
    HandClient client = fixture.client();
    backend.thrown = new IllegalStateException("inner words");
    client.send(1, get("tea"));
    backend.thrown = null;
    backend.failure = new IllegalStateException("inner words");
    client.send(2, put("tea", "green"));
    backend.failure = null;
    client.send(3, put("tea", "green"));
    refused(client, 1, FailureCode.DEFECT, "unexpected");
    refused(client, 2, FailureCode.DEFECT, "unexpected");
    assertThat(client.failed(1).message()).doesNotContain("inner words");
    assertThat(client.answer(3, Response.Written.class)).isNotNull();
  }

  @Test
  void valuesThatFitInNoFrameComeInSeveral() {
    Fixture wide = new Fixture(wideSettings(), 1L << 30);
    HandClient client = wide.client();
    for (int i = 1; i <= 40; i++) {
      client.send(i, put("k", i + "v".repeat(900 << 10)));
    }
    client.send(41, delete("k"));
    client.order.clear();
    client.send(42, get("k"));
    Response.Values last = client.answer(42, Response.Values.class);
    assertThat(last.values()).isNotEmpty();
    assertThat(last.context()).isNotEmpty();
    assertThat(last.deleted()).isTrue();
    List<Response.Value> all = new ArrayList<>(client.early.get(42L));
    all.addAll(last.values());
    assertThat(all)
        .extracting(value -> new String(value.value(), 0, 2, StandardCharsets.US_ASCII))
        .doesNotHaveDuplicates()
        .hasSize(40);
    assertThat(client.order).as("a frame for each two values").hasSize(20);
  }

  @Test
  void valuesThatFitInNoFrameAreRefusedAsSuchWhereTheClientKnowsNoOtherWay() {
    Fixture wide = new Fixture(wideSettings(), 1L << 30);
    HandClient client = new HandClient(wide.door);
    client.send(new Greeting(0, 1, 1).encode());
    assertThat(client.greeting.chosen()).isEqualTo(1);
    String value = "v".repeat(4 << 20);
    for (int i = 1; i <= 4; i++) {
      client.send(i, put("k", value));
    }
    client.send(5, get("k"));
    assertThat(client.failed(5).code()).isEqualTo(FailureCode.TOO_MANY_SIBLINGS);
    assertThat(client.failed(5).message()).contains("4 values");
    client.send(6, put("other", value));
    client.send(7, get("other"));
    assertThat(client.value(7)).hasSize(4 << 20);
  }

  private static BinarySettings wideSettings() {
    return new BinarySettings(
        new BinarySettings.Listen("127.0.0.1", 0, 0),
        new BinarySettings.Sizes(100, 4 << 20),
        new BinarySettings.Load(4, 8, 1 << 20),
        new BinarySettings.RequestTimeouts(5_000, 30_000),
        new BinarySettings.Waits(1_000, 2_000, 60_000, 3_000, 1_000));
  }

  @Test
  void whatHappenedIsCounted() {
    HandClient client = fixture.client();
    client.send(1, put("tea", "green"));
    client.send(2, delete("tea"));
    client.send(3, get("tea"));
    client.send(4, get(""));
    client.send(5, new Request.Ping());
    client.send(6, new Request.GetView());
    BinaryStats stats = fixture.stats;
    assertThat(stats.requests(Asked.PUT, null)).isEqualTo(1);
    assertThat(stats.requests(Asked.DELETE, null)).isEqualTo(1);
    assertThat(stats.requests(Asked.GET, null)).isEqualTo(1);
    assertThat(stats.requests(Asked.GET, FailureCode.INVALID_REQUEST)).isEqualTo(1);
    assertThat(stats.requests(Asked.PING, null)).isEqualTo(1);
    assertThat(stats.requests(Asked.VIEW, null)).isEqualTo(1);
    assertThat(stats.count(BinaryStats.Counter.CONNECTIONS)).isEqualTo(1);
    assertThat(stats.count(BinaryStats.Counter.FRAMES_IN)).isEqualTo(6);
    assertThat(stats.count(BinaryStats.Counter.FRAMES_OUT)).isEqualTo(7);
    assertThat(stats.count(BinaryStats.Counter.FLUSHES)).isEqualTo(7);
    assertThat(stats.count(BinaryStats.Counter.BYTES_OUT)).isEqualTo(client.allBytes().length);
  }
}
