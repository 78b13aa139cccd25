package io.atoll.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.synod.Ballot;
import io.atoll.synod.SynodMessage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TopologyLogRunnerTest {
  private final List<String> seen = new ArrayList<>();
  private final ArrayDeque<Promise<Void>> writes = new ArrayDeque<>();
  private final TopologyLogRunner runner =
      new TopologyLogRunner(
          new TopologyLog(
              "a",
              TestValue::voters,
              new SplittableRandom(1),
              TopologyLogSettings.DEFAULT,
              new StartingPoint.Formed(TestValue.bytes("formed:a,b,c"))),
          new TopologyLogRunner.Doors() {
            @Override
            public Future<Void> persist(byte[] state) {
              Promise<Void> write = Promise.promise();
              writes.add(write);
              return write.future();
            }

            @Override
            public void send(String to, Message message) {
              seen.add(to + " " + name(message));
            }

            @Override
            public void adopted(long epoch, byte[] value) {
              seen.add("adopted " + epoch);
            }

            @Override
            public void unreadable(String from, long epoch, String why) {
              seen.add("unreadable");
            }

            @Override
            public void failed(Throwable cause) {
              seen.add("failed " + cause.getMessage());
            }
          });

  @Test
  void nothingLeavesBeforeTheStateBehindItIsDurableAcrossCallsToo() {
    runner.receive(
        0, "b", new Message.OfInstance(2, new SynodMessage.Prepare<>(new Ballot(1, "b"))));
    runner.receive(
        1, "c", new Message.OfInstance(2, new SynodMessage.Prepare<>(new Ballot(2, "c"))));
    runner.receive(2, "b", new Message.Fetch(1));
    assertThat(seen).isEmpty();
    assertThat(writes).hasSize(1);

    writes.poll().complete();
    assertThat(seen)
        .as("the answer to c waits for a state of its own")
        .containsExactly("b Promise");
    assertThat(writes).hasSize(1);

    writes.poll().complete();
    assertThat(seen).containsExactly("b Promise", "c Promise", "b Fetched");
  }

  @Test
  void statesThatQueueUpBecomeDurableAtOnce() {
    runner.tick(0);
    runner.receive(
        0, "b", new Message.OfInstance(2, new SynodMessage.Prepare<>(new Ballot(1, "b"))));
    runner.receive(
        1, "c", new Message.OfInstance(2, new SynodMessage.Prepare<>(new Ballot(2, "c"))));
    writes.poll().complete();
    assertThat(seen).isEmpty();
    writes.poll().complete();
    assertThat(seen).containsExactly("b Promise", "c Promise");
    assertThat(writes).isEmpty();
  }

  @Test
  void aStateThatCannotBeMadeDurableEndsThisNodesPart() {
    Future<ProposalEnd> end = runner.propose(0, 2, TestValue.bytes("x:a,b,c"));
    writes.poll().fail("disk is full");
    assertThat(seen).containsExactly("failed disk is full");
    assertThat(end.failed()).isTrue();

    runner.receive(1, "b", new Message.Fetch(1));
    runner.tick(10_000);
    assertThat(seen).hasSize(1);
    assertThat(runner.propose(10_000, 2, TestValue.bytes("y:a")).failed()).isTrue();
  }

  @Test
  void aProposerIsToldWhenTheDecisionIsDurable() {
    Future<ProposalEnd> end = runner.propose(0, 2, TestValue.bytes("x:a,b,c"));
    drain();
    Ballot ballot = new Ballot(1, "a");
    runner.receive(
        1,
        "b",
        new Message.OfInstance(2, new SynodMessage.Promise<>(ballot, java.util.Optional.empty())));
    drain();
    runner.receive(2, "b", new Message.OfInstance(2, new SynodMessage.Accepted<>(ballot)));
    assertThat(end.isComplete()).isFalse();
    drain();
    assertThat(end.result()).isEqualTo(new ProposalEnd.Decided());
    assertThat(seen).endsWith("adopted 2", "b Decided", "c Decided");
  }

  private void drain() {
    while (!writes.isEmpty()) {
      writes.poll().complete();
    }
  }

  private static String name(Message message) {
    Object named = message instanceof Message.OfInstance m ? m.message() : message;
    return named.getClass().getSimpleName();
  }
}
