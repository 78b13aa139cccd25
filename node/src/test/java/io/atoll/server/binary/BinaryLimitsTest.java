package io.atoll.server.binary;

import static io.atoll.server.binary.HandClient.bytes;
import static io.atoll.server.binary.HandClient.get;
import static io.atoll.server.binary.HandClient.put;
import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.wire.FailureCode;
import io.atoll.wire.Greeting;
import io.atoll.wire.Protocol;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a session does with clients that ask too much, read too little, or are none. */
class BinaryLimitsTest {
  private static final String TOLD =
      "This is the port for Atoll's client protocol; HTTP is answered on port 7400.\n";

  private final Fixture fixture = new Fixture();
  private final ShelfBackend backend = fixture.backend;

  @Test
  void noMoreRequestsAreReadThanMayBeUnderWay() {
    backend.holdsBack = true;
    HandClient client = fixture.client();
    for (int i = 1; i <= 10; i++) {
      client.send(i, put("key" + i, "value"));
    }
    assertThat(backend.requests).hasSize(Fixture.MAX_IN_FLIGHT);
    assertThat(client.reading).isFalse();
    assertThat(fixture.door.resources().inFlight()).isEqualTo(Fixture.MAX_IN_FLIGHT);
    fixture.release(0);
    fixture.loop.turn();
    assertThat(backend.requests).hasSize(Fixture.MAX_IN_FLIGHT + 1);
    while (!backend.held.isEmpty()) {
      fixture.releaseAll();
      fixture.loop.turn();
    }
    assertThat(client.order).hasSize(10);
    assertThat(client.reading).isTrue();
    assertThat(fixture.door.resources().bytes()).isZero();
  }

  @Test
  void aLargeBatchIsBegunItemByItem() {
    backend.holdsBack = true;
    HandClient client = fixture.client();
    List<Request.Writing> writings = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      writings.add(put("key" + i, "value").writing());
    }
    client.send(1, new Request.WriteMany(HandClient.TERMS, writings));
    client.send(100, get("key0"));
    assertThat(backend.requests).hasSize(Fixture.MAX_IN_FLIGHT);
    assertThat(fixture.door.resources().bytes()).as("what is left of the batch").isGreaterThan(700);
    int mostHeld = 0;
    while (!backend.held.isEmpty()) {
      mostHeld = Math.max(mostHeld, backend.held.size());
      fixture.release(backend.held.size() - 1);
      fixture.loop.turn();
    }
    assertThat(mostHeld).isEqualTo(Fixture.MAX_IN_FLIGHT);
    assertThat(fixture.door.resources().bytes()).isZero();
    assertThat(client.answers).hasSize(51);
    assertThat(client.answers.get(50L)).isInstanceOf(Response.Written.class);
    assertThat(client.answers.get(100L)).isInstanceOf(Response.Values.class);
  }

  @Test
  void whoDoesNotReadIsNotReadFrom() {
    HandClient client = fixture.client();
    client.send(1, put("tea", "v".repeat(900)));
    client.takes = false;
    for (int i = 2; i <= 20; i++) {
      client.send(i, get("tea"));
    }
    assertThat(client.reading).isFalse();
    int answered = client.order.size();
    assertThat(answered).isLessThan(6);
    assertThat(client.unsentBytes()).isLessThan(Fixture.MAX_UNSENT_BYTES + 1_000);
    client.takes(1_000);
    fixture.loop.turn();
    assertThat(client.order.size()).isGreaterThan(answered).isLessThan(19);
    client.takes = true;
    client.takes(Long.MAX_VALUE);
    fixture.loop.turn();
    assertThat(client.order).hasSize(20);
    assertThat(client.reading).isTrue();
  }

  @Test
  void resultsWaitUnencodedForWhoDoesNotRead() {
    HandClient client = fixture.client();
    client.send(1, put("tea", "v".repeat(1_900)));
    backend.holdsBack = true;
    for (int i = 2; i <= 5; i++) {
      client.send(i, get("tea"));
    }
    client.takes = false;
    fixture.releaseAll();
    fixture.loop.turn();
    assertThat(client.unsentBytes()).isLessThan(2 * Fixture.MAX_UNSENT_BYTES + 200);
    assertThat(fixture.door.resources().inFlight()).isEqualTo(2);
    client.takes(Long.MAX_VALUE);
    fixture.loop.turn();
    client.takes(Long.MAX_VALUE);
    fixture.loop.turn();
    assertThat(client.order).containsExactly(1L, 2L, 3L, 4L, 5L);
    assertThat(fixture.door.resources().inFlight()).isZero();
  }

  @Test
  void whoNeverReadsIsGivenUp() {
    HandClient client = fixture.client();
    client.takes = false;
    client.send(1, new Request.Ping());
    fixture.later(2_000);
    client.takes(1);
    fixture.later(2_000);
    assertThat(client.closed).as("a byte in time counts").isFalse();
    fixture.later(2_999);
    fixture.later(1);
    assertThat(client.closed).isTrue();
    assertThat(client.goAway.reason()).isEqualTo(Response.Reason.NOT_READING);
    assertThat(fixture.stats.endings(CloseReason.NOT_READING)).isEqualTo(1);
  }

  @Test
  void whoReadsAndSaysNothingForLongIsIdleUnlessItPings() {
    HandClient silent = fixture.client();
    HandClient pinging = fixture.client();
    for (int i = 1; i <= 3; i++) {
      fixture.later(30_000);
      pinging.send(i, new Request.Ping());
    }
    assertThat(silent.goAway.reason()).isEqualTo(Response.Reason.IDLE);
    assertThat(silent.closed).isTrue();
    assertThat(pinging.closed).isFalse();
  }

  @Test
  void aRequestUnderWayIsNotIdle() {
    backend.holdsBack = true;
    HandClient client = fixture.client();
    client.send(1, get("tea"));
    fixture.later(120_000);
    assertThat(client.closed).isFalse();
    fixture.releaseAll();
    fixture.loop.turn();
    assertThat(client.order).containsExactly(1L);
  }

  @Test
  void aFrameMustEnd() {
    HandClient client = fixture.client();
    byte[] frame = HandClient.frame(1, put("tea", "green"));
    for (int i = 0; i < 4; i++) {
      client.send(new byte[] {frame[i]});
      fixture.later(500);
    }
    assertThat(client.closed).isTrue();
    assertThat(client.goAway.reason()).isEqualTo(Response.Reason.IDLE);
    assertThat(client.goAway.message()).contains("2000 ms");
  }

  @Test
  void anUnendingStreamOfWholeFramesIsNoUnendedFrame() {
    HandClient client = fixture.client();
    byte[] one = HandClient.frame(1, new Request.Ping());
    byte[] two = Arrays.copyOf(one, one.length + 2);
    System.arraycopy(one, 0, two, one.length, 2);
    client.send(two);
    for (long i = 2; i < 10; i++) {
      fixture.later(1_500);
      byte[] next = HandClient.frame(i, new Request.Ping());
      byte[] rest = Arrays.copyOfRange(next, 2, next.length + 2);
      System.arraycopy(one, 0, rest, rest.length - 2, 2);
      client.send(rest);
    }
    assertThat(client.closed).isFalse();
    assertThat(client.order).hasSize(9);
  }

  @Test
  void aConnectionMustGreetInTime() {
    HandClient client = fixture.connect();
    client.send(bytes("ATOL"));
    fixture.later(999);
    assertThat(client.closed).isFalse();
    fixture.later(1);
    assertThat(client.closed).isTrue();
    assertThat(client.writes).isEmpty();
  }

  @Test
  void otherVersionsAreToldWhichAreSpoken() {
    int newer = Protocol.MAX_VERSION + 1;
    for (Greeting wrong :
        List.of(new Greeting(0, newer, newer + 3), new Greeting(0, 0, 0), new Greeting(0, 9, 1))) {
      HandClient client = fixture.connect();
      client.send(wrong.encode());
      assertThat(client.greeting)
          .isEqualTo(new Greeting(0, Protocol.MIN_VERSION, Protocol.MAX_VERSION));
      assertThat(client.welcome).isNull();
      assertThat(client.closed).isTrue();
    }
    assertThat(fixture.stats.endings(CloseReason.VERSION)).isEqualTo(3);
    HandClient both = fixture.connect();
    both.send(new Greeting(0, 1, newer).encode());
    assertThat(both.greeting.chosen()).isEqualTo(Protocol.MAX_VERSION);
    assertThat(both.welcome).isNotNull();
  }

  @Test
  void httpIsToldWhereItIsAnswered() {
    for (String request :
        List.of("GET / HTTP/1.1\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM", "OPTIONS * HTTP/1.1")) {
      HandClient client = fixture.connect();
      client.raw();
      client.send(bytes(request.substring(0, 2)));
      assertThat(client.closed).isFalse();
      client.send(bytes(request.substring(2)));
      assertThat(new String(client.allBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 400 ")
          .contains("\r\nContent-Length: %d\r\n".formatted(TOLD.length()))
          .endsWith("\r\n\r\n" + TOLD);
      assertThat(client.closed).isTrue();
    }
    assertThat(fixture.stats.endings(CloseReason.HTTP)).isEqualTo(3);
  }

  @Test
  void tlsIsAnsweredByAnAlert() {
    HandClient client = fixture.connect();
    client.raw();
    client.send(new byte[] {0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xfc});
    assertThat(client.allBytes()).isEqualTo(new byte[] {0x15, 3, 1, 0, 2, 2, 0x46});
    assertThat(client.closed).isTrue();
  }

  @Test
  void anythingElseIsClosed() {
    for (String wrong :
        List.of(
            "hello, are you there?",
            "\0\0\0\5abcde",
            "ATOLLX" + "\0\0",
            "SSH-2.0-x",
            "ABCDEFGHIJ")) {
      HandClient client = fixture.connect();
      client.raw();
      client.send(bytes(wrong));
      boolean greeting = wrong.startsWith("ATOLL");
      assertThat(client.closed).as(wrong).isTrue();
      assertThat(client.allBytes()).as(wrong).hasSize(greeting ? Greeting.BYTES : 0);
    }
  }

  @Test
  void garbageIsNamedAndEndsTheConnection() {
    malformed(new byte[] {0, 0, 0, 2, 99, 1}, "kind 99");
    malformed(new byte[] {0, 0, 0, 0}, "0 bytes is announced");
    malformed(new byte[] {1, 0, 0, 1}, "16777217 bytes is announced");
    malformed(new byte[] {-1, -1, -1, -1}, "4294967295 bytes is announced");
    malformed(new byte[] {0, 0, 0, 2, 6, 0}, "number 0");
  }

  private void malformed(byte[] bytes, String why) {
    HandClient client = fixture.client();
    client.send(1, put("tea", "green"));
    client.send(bytes);
    assertThat(client.order).containsExactly(1L);
    assertThat(client.goAway.reason()).isEqualTo(Response.Reason.MALFORMED);
    assertThat(client.goAway.message()).contains(why);
    assertThat(client.closed).isTrue();
    client.send(2, get("tea"));
    assertThat(client.order).containsExactly(1L);
    client.leave();
    assertThat(fixture.door.isEmpty()).isTrue();
  }

  @Test
  void tooManyConnectionsAreSentAwayAndFarTooManyClosed() {
    List<HandClient> clients = new ArrayList<>();
    for (int i = 0; i < Fixture.MAX_CONNECTIONS; i++) {
      clients.add(fixture.client());
    }
    HandClient one = fixture.connect();
    assertThat(fixture.connect().isServed()).isFalse();
    one.greet();
    assertThat(one.greeting.chosen()).isEqualTo(Protocol.MAX_VERSION);
    assertThat(one.welcome).isNull();
    assertThat(one.goAway.reason()).isEqualTo(Response.Reason.CROWDED);
    assertThat(one.closed).isTrue();
    one.leave();
    clients.getFirst().leave();
    assertThat(fixture.client().welcome).isNotNull();
    assertThat(fixture.door.resources().connections()).isEqualTo(Fixture.MAX_CONNECTIONS);
    assertThat(fixture.stats.endings(CloseReason.CROWDED)).isEqualTo(2);
  }

  @Test
  void whoHasNotGreetedGivesWayToANewcomerTheOldestFirst() {
    HandClient known = fixture.client();
    List<HandClient> silent = new ArrayList<>();
    for (int i = 1; i < Fixture.MAX_CONNECTIONS; i++) {
      silent.add(fixture.connect());
    }
    for (int i = 0; i < 3; i++) {
      assertThat(fixture.client().welcome).isNotNull();
      assertThat(silent.get(i).closed).isTrue();
      assertThat(silent.get(i + 1).closed).isFalse();
    }
    assertThat(known.closed).isFalse();
    assertThat(fixture.door.resources().connections()).isEqualTo(Fixture.MAX_CONNECTIONS);
    assertThat(fixture.stats.endings(CloseReason.CROWDED)).isEqualTo(3);
  }

  @Test
  void thenWhoHasAskedForNothingForTheLongestTime() {
    List<HandClient> clients = new ArrayList<>();
    for (int i = 0; i < Fixture.MAX_CONNECTIONS; i++) {
      clients.add(fixture.client());
    }
    backend.holdsBack = true;
    clients.get(0).send(1, get("tea"));
    fixture.later(1_500);
    clients.get(1).send(1, get("nothing held back"));
    HandClient newcomer = fixture.client();
    assertThat(newcomer.welcome).isNotNull();
    assertThat(clients.get(0).closed).as("it waits for an answer").isFalse();
    assertThat(clients.get(1).closed).as("it has just asked").isFalse();
    assertThat(clients.get(2).goAway.reason()).isEqualTo(Response.Reason.CROWDED);
    assertThat(clients.get(2).goAway.message()).contains("asked for nothing");
    clients.get(2).leave();
    assertThat(fixture.door.resources().connections()).isEqualTo(Fixture.MAX_CONNECTIONS);
    fixture.releaseAll();
    fixture.loop.turn();
    assertThat(clients.get(0).order).contains(1L);
  }

  @Test
  void whatALoopHoldsForAllIsBounded() {
    backend.holdsBack = true;
    List<HandClient> clients = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      HandClient client = fixture.client();
      client.send(1, put("key" + i, "v".repeat(Fixture.MAX_VALUE_BYTES)));
      clients.add(client);
    }
    assertThat(backend.requests).hasSize(5);
    assertThat(clients.getLast().failed(1).code()).isEqualTo(FailureCode.OVERLOADED);
    HandClient other = fixture.client();
    other.send(1, get("tea"));
    assertThat(other.failed(1).message()).contains("500000 bytes", "nothing was attempted");
    fixture.releaseAll();
    fixture.loop.turn();
    other.send(2, get("tea"));
    assertThat(fixture.door.resources().bytes()).isZero();
    assertThat(backend.requests).hasSize(6);
  }

  @Test
  void manyLargeUnfinishedFramesAreGivenUp() {
    byte[] frame = HandClient.frame(1, put("k", "v".repeat(99_000)));
    byte[] most = Arrays.copyOf(frame, frame.length - 1);
    List<HandClient> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      HandClient client = fixture.client();
      client.send(most);
      clients.add(client);
    }
    assertThat(fixture.door.resources().bytes()).isLessThan(500_000 + 100_000);
    assertThat(clients).filteredOn(client -> client.closed).isNotEmpty();
    assertThat(clients.getLast().goAway.reason()).isEqualTo(Response.Reason.CROWDED);
    clients.forEach(HandClient::leave);
    assertThat(fixture.door.resources().bytes()).isZero();
  }

  @Test
  void aClientThatGoesLeavesNothingBehind() {
    backend.holdsBack = true;
    HandClient client = fixture.client();
    client.send(1, put("tea", "green"));
    client.send(2, get("tea"));
    client.leave();
    assertThat(fixture.stats.count(BinaryStats.Counter.ABORTED)).isEqualTo(2);
    int writes = client.writes.size();
    fixture.releaseAll();
    fixture.loop.turn();
    assertThat(client.writes).hasSize(writes);
    assertThat(fixture.door.isEmpty()).isTrue();
    assertThat(fixture.door.resources().inFlight()).isZero();
    assertThat(fixture.door.resources().bytes()).isZero();
    assertThat(fixture.door.resources().connections()).isZero();
  }

  @Test
  void aNodeThatLeavesAnswersWhatIsUnderWayAndRefusesTheRest() {
    backend.holdsBack = true;
    HandClient busy = fixture.client();
    HandClient quiet = fixture.client();
    HandClient ungreeted = fixture.connect();
    busy.send(1, put("tea", "green"));
    fixture.door.goAway();
    assertThat(busy.goAway.reason()).isEqualTo(Response.Reason.LEAVING);
    assertThat(quiet.goAway.reason()).isEqualTo(Response.Reason.LEAVING);
    busy.send(2, put("tea", "black"));
    assertThat(busy.failed(2).code()).isEqualTo(FailureCode.OVERLOADED);
    assertThat(busy.failed(2).message()).contains("us-1 is stopping", "nothing was attempted");
    fixture.later(250);
    assertThat(quiet.closed).isTrue();
    assertThat(busy.closed).isFalse();
    fixture.releaseAll();
    fixture.loop.turn();
    assertThat(busy.answer(1, Response.Written.class)).isNotNull();
    fixture.later(250);
    assertThat(busy.closed).isTrue();
    assertThat(ungreeted.closed).isTrue();
    HandClient late = fixture.client();
    assertThat(late.goAway.reason()).isEqualTo(Response.Reason.LEAVING);
  }

  @Test
  void oneGarbledClientDisturbsNobody() {
    backend.holdsBack = true;
    HandClient good = fixture.client();
    HandClient bad = fixture.client();
    good.send(1, put("tea", "green"));
    bad.send(1, put("tea", "black"));
    bad.send(new byte[] {0, 0, 0, 1, 0});
    assertThat(bad.closed).isTrue();
    fixture.releaseAll();
    fixture.loop.turn();
    assertThat(good.answer(1, Response.Written.class)).isNotNull();
    assertThat(bad.order).isEmpty();
  }
}
